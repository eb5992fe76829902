/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The longest time, in ticks, in which a program that only looks at the clock
 * did not get to: 1 if nothing came between.
 */
#ifndef GAP_H
#define GAP_H

#include <bulkhead/lib.h>

/* So much a visit to the kernel takes at least. */
#define GAP_SEEN 2

static inline uint64_t gap_measure(uint64_t until)
{
    uint64_t last = bh_time_now(), most = 0;

    while (last < until) {
        uint64_t now = bh_time_now();

        if (now - last > most)
            most = now - last;
        last = now;
    }
    return most;
}

#endif
