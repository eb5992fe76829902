/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fails: `urgent` twice, in each of its two ways.
 */
#include "check.h"

static void fail_memory(void)
{
    *(volatile uint64_t *)0xdead000 = 1;
}

/* Behind the others' slots of this frame. */
static void fail_late(void)
{
    uint64_t late =
        bh_info_page()->frame_start + bh_ticks_from_ns(5 * BH_NS_PER_MS);

    while (bh_time_now() < late)
        ;
    bh_health_raise(1, 0);
}

int main(void)
{
    const volatile struct bh_info *info = bh_info_page();

    bh_printf("start %u in plan %u\n", info->reset_count, info->plan);
    if (strcmp(bh_info_page()->name, "patient") == 0)
        fail_memory();
    if (strcmp(bh_info_page()->name, "behind") == 0)
        fail_late();
    if (info->reset_count == 0)
        fail_memory();
    check_error(bh_health_raise(2, 0), BH_OK, "resumed");
    check_equal(info->plan, 3, "in the plan that resumed it");
    return 0;
}
