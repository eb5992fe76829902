/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Holds the starts of its slots to the plan, whatever the others do, and lets
 * those go that are suspended: to halt them, or, if they can go on, to see it.
 */
#include "check.h"

#define LAST 25u
#define FRAMES 40

static uint32_t state_of(unsigned long partition)
{
    return (uint32_t)bh_partition_get_state(partition).value;
}

int main(void)
{
    struct check_tally tally = {0, 0};
    struct bh_slot_status slot;
    uint64_t start;
    unsigned suspended = 0;

    bh_slot_get_status(&slot);
    start = slot.frame_start;
    for (uint64_t frame = 1; frame <= FRAMES; frame++) {
        bh_partition_yield();
        bh_slot_get_status(&slot);
        verify_equal(&tally, slot.slot_start,
                     start + frame * slot.frame_duration, "its slot");
    }
    verify_end(&tally, "slots on time");
    for (unsigned long id = 1; id <= LAST; id++) {
        if (state_of(id) != BH_STATE_SUSPENDED)
            continue;
        suspended++;
        verify_error(&tally, bh_partition_resume(id), BH_OK, "resume");
    }
    check_equal(suspended, 6, "suspended");
    bh_partition_yield();
    for (unsigned long id = 1; id <= LAST; id++) {
        if (state_of(id) == BH_STATE_SUSPENDED)
            verify_error(&tally, bh_partition_stop(id), BH_OK, "stop");
        verify_equal(&tally, state_of(id), BH_STATE_HALTED, "halted");
    }
    verify_end(&tally, "all have halted");
    return 0;
}
