/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks at the time from the beginning of its slots to the end: nobody may take
 * any of it. It measures a hundred slots, more than the owner has.
 */
#include "check.h"
#include "gap.h"

#define SLOTS 100

int main(void)
{
    struct bh_slot_status slot;
    uint64_t most = 0, late = 0;

    bh_partition_yield();
    for (unsigned i = 0; i < SLOTS; i++) {
        uint64_t gap, now = bh_time_now();

        bh_slot_get_status(&slot);
        if (now - slot.slot_start > late)
            late = now - slot.slot_start;
        gap = gap_measure(slot.slot_end - 20);
        if (gap > most)
            most = gap;
        bh_partition_yield();
    }
    if (most >= GAP_SEEN || late > 30)
        bh_printf("FAIL gap %lu, late %lu\n", most, late);
    check(true, "looked at all of its slots");
    return 0;
}
