/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Takes all the time that it can get, as long as anybody else is there.
 */
#include <bulkhead/lib.h>

int main(void)
{
    struct bh_slot_status slot;

    do {
        bh_slot_get_status(&slot);
    } while (slot.frame_start < 110 * slot.frame_duration);
    return 0;
}
