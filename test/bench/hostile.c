/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A neighbour that keeps the kernel as busy as it can, at random, so that the
 * end of its slot falls into every path of the kernel: calls that succeed and
 * calls that fail, traps of every kind, its timer, the console.
 */
#include "bench.h"

#define SLOTS 10100
#define UART ((volatile uint8_t *)0x10000000)
#define CLINT_MTIMECMP (*(volatile uint64_t *)0x02004000)
#define CLINT_MTIME (*(volatile uint64_t *)0x0200bff8)

static uint64_t message[16];

/* Skips what trapped, and puts off the timer. */
void hostile_trap_entry(void);
__asm__(".balign 4\n"
        "hostile_trap_entry:\n"
        "    csrrw t0, mscratch, t0\n"
        "    csrr t0, mcause\n"
        "    bltz t0, 1f\n"
        "    csrr t0, mepc\n"
        "    addi t0, t0, 4\n"
        "    csrw mepc, t0\n"
        "    j 2f\n"
        "1:  li t0, 0x80\n"
        "    csrc mie, t0\n"
        "2:  csrrw t0, mscratch, t0\n"
        "    mret\n");

/* One of all the things that a guest can do to a kernel. */
static void annoy(uint32_t random)
{
    uint64_t value = random;

    switch (random % 16) {
    case 0:
        bh_sampling_write(0, message, 1 + random % 128);
        break;
    case 1:
        bh_sampling_read(1, message, sizeof(message));
        break;
    case 2:
        bh_queuing_send(2, message, 128);
        break;
    case 3:
        bh_queuing_receive(3, message, sizeof(message));
        break;
    case 4:
        bh_call(random, random >> 3, value * random, random, random);
        break;
    case 5:
        bh_time_set_timer(bh_time_now() + random % 64);
        break;
    case 6: /* lw t1, 0(zero): nothing is there */
        __asm__ volatile(".4byte 0x00002303" : : : "t1", "memory");
        break;
    case 7:
        __asm__ volatile(".4byte 0xffffffff");
        break;
    case 8:
        __asm__ volatile("csrw mscratch, %0" : : "r"(value));
        break;
    case 9:
        __asm__ volatile("csrs mie, %0" : : "r"(0x888));
        break;
    case 10:
        CLINT_MTIMECMP = CLINT_MTIME + random % 64;
        break;
    case 11:
        UART[random % 8 | 1] = 0; /* not the data: others test the flood */
        break;
    case 12:
        bh_console_write(message, random % 512);
        break;
    case 13:
        __asm__ volatile("csrs mstatus, %0" : : "r"(0x6008));
        break;
    case 14:
        __asm__ volatile("csrc mstatus, %0" : : "r"(8));
        break;
    default:
        __asm__ volatile("ebreak"); /* 2 or 4 bytes, then a nop */
        __asm__ volatile(".option push\n.option norvc\nnop\n.option pop");
    }
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint32_t random = 1;

    bh_state_page()->mtvec = (uint64_t)(uintptr_t)hostile_trap_entry;
    while (info->slot_count < SLOTS) {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        annoy(random);
    }
    return 0;
}
