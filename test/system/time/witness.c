/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Uses its slots to the last instruction, and looks at the clock all the time:
 * it runs nowhere but in its slots, from their start to their end, though the
 * slots around them are idle.
 */
#include "check.h"

#define SLOTS 200

/*
 * How early a slot may end, ticks: the plan's guard, and a look at the clock in
 * which the guard began. It begins late by a switch if there is no guard.
 */
#define EARLY_MAX (10 + 1)
#define LATE_MAX 4

static bool failed;

static void expect(bool good, const char *what, uint64_t at, uint64_t slot)
{
    if (!good && !failed)
        bh_printf("FAIL %s: %lu ticks after the start of slot %lu\n", what, at,
                  slot);
    failed = failed || !good;
}

int main(void)
{
    const volatile struct bh_info *info = bh_info_page();
    struct {
        uint64_t count, start, end;
    } slot = {0, 0, 0};
    uint64_t last = 0;
    uint64_t first_count;

    bh_partition_yield();
    first_count = info->slot_count;
    while (slot.count < first_count + SLOTS) {
        const uint64_t now = bh_time_now();
        const uint64_t count = info->slot_count;

        if (count != slot.count) {
            if (slot.count != 0) {
                expect(last <= slot.end, "ran on", last - slot.start,
                       slot.count);
                expect(slot.end - last <= EARLY_MAX, "ended early",
                       last - slot.start, slot.count);
                expect(count == slot.count + 1, "slot missed", 0, count);
            }
            slot.count = count;
            slot.start = info->slot_start;
            slot.end = info->slot_end;
            /* The clock may have been read before the slot, now was not. */
            last = bh_time_now();
            expect(last - slot.start <= LATE_MAX, "began late",
                   last - slot.start, count);
            continue;
        }
        expect(now >= slot.start && now <= slot.end, "ran outside",
               now - slot.start, count);
        last = now;
    }
    if (!failed)
        bh_printf("ok for %d slots, which it had to itself\n", SLOTS);
    return 0;
}
