/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs in the time that is left, and has no slot of its own.
 */
#include "check.h"

int main(void)
{
    const volatile struct bh_info *info = bh_info_page();
    uint64_t begun = info->slot_start;

    check_equal(info->slot, BH_SLOT_SPARE, "time that is left");
    check(info->slot_end > info->slot_start, "has an end");
    while (info->slot_start == begun)
        ;
    bh_puts("again, behind another's slot");
    for (;;)
        ;
}
