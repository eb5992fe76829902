/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does one thing with memory that no partition may do, and is named for it.
 * Linked elsewhere than at the start of the board's RAM, so that an address
 * there is the kernel's or another partition's, and not its own.
 */
#include "check.h"

__asm__(".globl GUEST_RAM\n"
        ".set GUEST_RAM, 0x90000000\n");

#define KERNEL 0x80000000 /* its first instruction; no guest's address here */
#define OTHER 0x84000000  /* in the middle of the partition "big" */
#define UART 0x10000000
#define MSIP 0x02000000
#define MTIMECMP 0x02004000
#define FINISHER 0x00100000

#define PAGE ((uint64_t)BH_PAGE_SIZE)

/* Never executed where it lies: it is data. */
static uint32_t code[] = {0x00000013, 0x00008067}; /* nop; ret */

static const uint64_t constant = 0xc0de;

static void load(uint64_t address)
{
    (void)*(volatile uint8_t *)address;
}

static void load_all(uint64_t address)
{
    (void)*(volatile uint64_t *)address;
}

/* What it would do to the machine, were it allowed, is to end it. */
static void store(uint64_t address)
{
    *(volatile uint32_t *)address = 0x5555;
}

static void store_all(uint64_t address)
{
    *(volatile uint64_t *)address = 0;
}

static void swap(uint64_t address)
{
    __atomic_fetch_add((volatile uint32_t *)address, 1, __ATOMIC_SEQ_CST);
}

static void run(uint64_t address)
{
    __asm__ volatile("jalr %0" : : "r"(address) : "ra", "memory");
}

/* A function whose frames take the stack down into what lies below it. */
static void sink(uint64_t depth)
{
    volatile char frame[2048];

    frame[0] = (char)depth;
    if (depth != 0)
        sink(depth - 1);
    frame[1] = frame[0];
}

static uint64_t text_of_mine(void)
{
    return (uint64_t)(uintptr_t)&load & ~(PAGE - 1);
}

static uint64_t end_of_ram(void)
{
    return bh_info_page()->memory_start + bh_info_page()->memory_size;
}

static void load_behind(uint64_t offset)
{
    load_all(end_of_ram() + offset);
}

static void store_behind(uint64_t offset)
{
    store_all(end_of_ram() + offset);
}

static void store_text(uint64_t offset)
{
    store(text_of_mine() + offset);
}

static void run_stack(uint64_t unused)
{
    volatile uint32_t here[2] = {code[0], code[1]};

    (void)unused;
    run((uint64_t)(uintptr_t)here);
}

static const struct {
    const char *name;
    void (*act)(uint64_t);
    uint64_t with;
} acts[] = {
    {"load-kernel", load, KERNEL},
    {"store-kernel", store, KERNEL},
    {"run-kernel", run, KERNEL},
    {"load-other", load, OTHER},
    {"store-other", store, OTHER},
    {"swap-other", swap, OTHER},
    {"run-other", run, OTHER},
    {"load-uart", load, UART},
    {"store-uart", store, UART},
    {"load-clint", load, MSIP},
    {"store-clint", store_all, MTIMECMP},
    {"store-finisher", store, FINISHER},
    {"store-info", store, BH_INFO_PAGE_ADDRESS},
    {"run-info", run, BH_INFO_PAGE_ADDRESS},
    {"run-state", run, BH_STATE_PAGE_ADDRESS},
    {"load-below-info", load_all, BH_INFO_PAGE_ADDRESS - 8},
    {"run-data", run, (uint64_t)(uintptr_t)code},
    {"run-stack", run_stack, 0},
    {"store-text", store_text, 0},
    {"store-constant", store, (uint64_t)(uintptr_t)&constant},
    {"run-constant", run, (uint64_t)(uintptr_t)&constant},
    {"load-null", load, 0},
    {"store-null", store, 0},
    {"run-null", run, 0},
    {"run-noncanonical", run, UINT64_C(1) << 38},
    {"load-noncanonical", load, UINT64_C(1) << 63},
    {"load-behind", load_behind, 0},
    {"load-half-behind", load_behind, (uint64_t)-4},
    {"store-half-behind", store_behind, (uint64_t)-4},
    {"sink-stack", sink, 1000},
};

int main(void)
{
    const char *name = bh_info_page()->name;

    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, name) != 0)
            continue;
        bh_puts("now");
        acts[i].act(acts[i].with);
        bh_puts("FAIL it was let");
        return 1;
    }
    bh_puts("FAIL no such act");
    return 1;
}
