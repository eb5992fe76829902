/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All that there is of its system. Gives back slots that are hardly longer than
 * what the kernel needs to begin them, and looks that the plan holds.
 */
#include "check.h"

#define SLOTS 10000

int main(void)
{
    const volatile struct bh_info *info = bh_info_page();
    uint64_t start, count;
    uint64_t missed = 0, shifted = 0, early = 0;

    bh_partition_yield();
    start = info->slot_start;
    count = info->slot_count;
    for (int i = 0; i < SLOTS; i++) {
        bh_partition_yield();
        start += info->frame_duration;
        early += bh_time_now() < start;
        shifted += info->slot_start != start;
        missed += info->slot_count != ++count;
    }
    check_equal(missed, 0, "no slot missed");
    check_equal(shifted, 0, "each on the plan's tick");
    check_equal(early, 0, "none early");
    check_equal(info->port_count, 0, "no port");
    return 0;
}
