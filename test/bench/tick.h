/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock tick that programs for the bare machine are measured by: every
 * PERIOD ticks of mtime, which the program defines before.
 */
#ifndef TEST_BENCH_TICK_H
#define TEST_BENCH_TICK_H

#include "guest/bare/bare.h"

static volatile uint64_t ticks;

/* As a clock driver does it, with one critical section. */
void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    volatile uint64_t *mtimecmp = bare_double(bare_machine.clint + 0x4000);
    uint64_t level;

    (void)cause;
    (void)frame;
    *mtimecmp = *mtimecmp + PERIOD;
    level = bare_disable();
    ticks++;
    bare_enable(level);
}

#endif
