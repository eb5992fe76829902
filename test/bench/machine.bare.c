/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program for the bare machine pays: run on it, in a partition where its
 * privileged instructions trap, and in one where they were rewritten. The
 * script adds which of them to the name of each figure.
 */
#define PERIOD 40 /* ticks of mtime: 4000 instructions */
#include "tick.h"

#define TICKS 100
#define GAP_LEAST 60 /* no turn of the loop takes as long */

static inline uint64_t instructions(void)
{
    uint64_t count;

    __asm__ volatile("rdinstret %0" : "=r"(count) : : "memory");
    return count;
}

/* The gap that an interrupt makes in a loop of readings: the greatest. */
static uint64_t measure_tick(void)
{
    const volatile uint64_t *mtime = bare_double(bare_machine.clint + 0xbff8);
    uint64_t most = 0, last, now;

    *bare_double(bare_machine.clint + 0x4000) = *mtime + PERIOD;
    BARE_SET(mie, 1 << BARE_TIMER);
    bare_enable(BARE_MIE);
    now = instructions();
    while (ticks < TICKS) {
        last = now;
        now = instructions();
        if (now - last > GAP_LEAST && now - last > most)
            most = now - last;
    }
    bare_disable();
    return most;
}

/* The second time: what is done once only is done. */
static uint64_t measure_pair(void)
{
    uint64_t cost = 0;

    for (int i = 0; i < 2; i++) {
        uint64_t before = instructions();

        __asm__ volatile("csrrci t0, mstatus, 8\n\t"
                         "andi t0, t0, 8\n\t"
                         "csrrs x0, mstatus, t0"
                         :
                         :
                         : "t0", "memory");
        cost = instructions() - before - 1;
    }
    return cost - 1; /* andi */
}

static uint64_t measure_save_and_restore(void)
{
    uint64_t cost = 0;

    for (int i = 0; i < 2; i++) {
        uint64_t before = instructions();

        __asm__ volatile("csrr t0, mstatus\n\t"
                         "li t1, 0x1800\n\t"
                         "or t0, t0, t1\n\t"
                         "csrw mstatus, t0"
                         :
                         :
                         : "t0", "t1", "memory");
        cost = instructions() - before - 1;
    }
    return cost - 3; /* li, which is two, and or */
}

int main(void)
{
    BARE_WRITE(mtvec, (uintptr_t)bare_exception);
    bare_printf("machine: irq_pair %lu\n", measure_pair());
    bare_printf("machine: mstatus_pair %lu\n", measure_save_and_restore());
    bare_printf("machine: tick %lu\n", measure_tick());
    return 0;
}
