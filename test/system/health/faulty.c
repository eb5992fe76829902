/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does wrong, once in each of its lives, by what the first part of its name
 * says; the file of the system says what comes of it.
 */
#include "check.h"

#define MPP UINT64_C(0x1800)
#define FINISHER ((volatile uint32_t *)0x100000)

static volatile uint64_t lives = 1; /* fresh */

static void fail_memory(void)
{
    *(volatile uint64_t *)0xdead000 = 1;
}

static void fail_illegal(void)
{
    __asm__ volatile(".word 0xffffffff");
}

static void fail_exception(void)
{
    __asm__ volatile("ebreak");
}

/* Its handler cannot be fetched. */
static void fail_unhandled(void)
{
    bh_state_page()->mtvec = 0xdead000;
    __asm__ volatile("ebreak");
}

static void fail_unsupported(void)
{
    __asm__ volatile("csrc mstatus, %0\n mret" : : "r"(MPP));
}

static void fail_application(void)
{
    check_error(bh_health_raise(17, 18), BH_OK, "goes on");
}

/* Twice within the limit; then it takes its time, and is never too often. */
static void fail_seldom(void)
{
    if (lives > 5)
        bh_partition_halt();
    for (int slot = 0; slot < 2; slot++)
        bh_partition_yield();
    fail_memory();
}

static void fail_finisher(void)
{
    *FINISHER = 9 << 16 | 0x3333;
}

static void ask_for_reset(void)
{
    *FINISHER = 0x7777;
    check(true, "goes on");
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {
    {"memory", fail_memory},           {"illegal", fail_illegal},
    {"exception", fail_exception},     {"unhandled", fail_unhandled},
    {"unsupported", fail_unsupported}, {"application", fail_application},
    {"background", fail_application},  {"often", fail_memory},
    {"seldom", fail_seldom},           {"finisher", fail_finisher},
    {"reset", ask_for_reset},
};

int main(void)
{
    const struct bh_info *info = bh_info_page();

    bh_printf("start %u, cause %u, status %lu, lives %lu\n", info->reset_count,
              info->reset_cause, info->reset_status, lives++);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (memcmp(acts[i].name, info->name, strlen(acts[i].name)) == 0)
            acts[i].act();
    }
    return 0;
}
