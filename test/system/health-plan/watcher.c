/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tells each plan, and after what time in the frame before it began: 10 ms are
 * the frame's end. To the end of all it sees to the others.
 */
#include "check.h"

#define LAST 4u
#define URGENT 2u
#define BEHIND 3u

static uint64_t microseconds(uint64_t ticks)
{
    return bh_ns_from_ticks(ticks) / 1000;
}

int main(void)
{
    struct bh_slot_status last, slot;
    struct bh_plan_status plan;

    bh_slot_get_status(&slot);
    do {
        last = slot;
        bh_partition_yield();
        bh_slot_get_status(&slot);
        if (slot.plan == last.plan)
            continue;
        bh_plan_get_status(&plan);
        check_equal(plan.switch_time, slot.frame_start, "began with a frame");
        check_equal(slot.slot_start, slot.frame_start, "and its first slot");
        check_equal((uint64_t)bh_interrupt_take(BH_LINE_PLAN).value, 1, "told");
        bh_printf("plan %u after %lu us\n", slot.plan,
                  microseconds(slot.frame_start - last.frame_start) / 100 *
                      100);
    } while (slot.plan != LAST);
    check_error(bh_partition_stop(BEHIND), BH_OK, "it was suspended");
    check_error(bh_partition_stop(URGENT), BH_E_STATE, "it has halted");
    return 0;
}
