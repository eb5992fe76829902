/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Empties its ports in each slot, until nothing new comes; then it breaks a
 * rule.
 */
#include "check.h"

#define QUIET 3 /* slots */

int main(void)
{
    static unsigned char buffer[32];
    int quiet = 0;

    while (quiet < QUIET) {
        struct bh_ret got;

        quiet++;
        bh_sampling_read(0, buffer, sizeof(buffer));
        do {
            got = bh_queuing_receive(1, buffer, sizeof(buffer));
            if (got.error == BH_OK)
                quiet = 0;
        } while (got.error == BH_OK);
        bh_partition_yield();
    }
    __asm__ volatile("sw zero, 16(zero)");
    return 0;
}
