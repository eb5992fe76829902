/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Measures when its slots start, in instructions: at `-icount shift=0` one
 * instruction takes a nanosecond, so that the count of instructions and the
 * plan's time differ by a constant, and by how late the slot is.
 */
#include "bench.h"

#define SLOTS 10000
#define INSTRUCTIONS_PER_TICK 100

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint64_t least = UINT64_MAX;
    uint64_t most = 0;
    uint64_t before;

    gap_wait(); /* the first slot is the start code's, too */
    before = info->slot_count;
    for (int i = 0; i < SLOTS; i++) {
        uint64_t first = gap_wait().first;
        uint64_t late = first - info->slot_start * INSTRUCTIONS_PER_TICK;

        least = late < least ? late : least;
        most = late > most ? late : most;
    }
    if (info->slot_count - before != SLOTS)
        bh_puts("bench: failed: a slot was missed");
    report("slot_start_spread", most - least);
    return 0;
}
