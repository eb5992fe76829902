/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of arch.h that are too short for a call: see there.
 */
#ifndef ARCH_INLINE_H
#define ARCH_INLINE_H

#include <stdint.h>

/* From the board's linker script: hart 0's registers in the CLINT. */
extern volatile uint64_t board_mtime, board_mtimecmp;

static inline uint64_t arch_time(void)
{
    return board_mtime;
}

static inline void arch_timer_set(uint64_t deadline)
{
    board_mtimecmp = deadline;
}

#endif
