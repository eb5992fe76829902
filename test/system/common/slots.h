/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partitions in step: each does the same step of its list in the same frame, in
 * the order of their slots.
 */
#ifndef TEST_SYSTEM_SLOTS_H
#define TEST_SYSTEM_SLOTS_H

#include "check.h"

/* Takes the steps one after the other, each in the next slot. */
static inline void take_steps(void (*const steps[])(struct check_tally *),
                              size_t count)
{
    const volatile struct bh_info *info = bh_info_page();
    struct check_tally tally = {0, 0};

    for (size_t i = 0; i < count; i++) {
        if (steps[i] != NULL)
            steps[i](&tally);
        if (info->slot_count != i + 1)
            bh_printf("FAIL step %lu ended in slot %lu\n", i + 1,
                      info->slot_count);
        bh_partition_yield();
    }
}

#endif
