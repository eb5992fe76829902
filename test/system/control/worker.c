/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts, says how, and works: one step a slot. `steps` tells whether its
 * memory was kept.
 */
#include "check.h"

static volatile uint64_t steps = 100; /* fresh */

int main(void)
{
    const struct bh_info *info = bh_info_page();

    bh_printf("start %u, cause %u, status %lu, steps %lu, state %s\n",
              info->reset_count, info->reset_cause, info->reset_status, steps,
              bh_state_name(info->state));
    if (strcmp(info->name, "worker") == 0) {
        bh_partition_yield();
        check_error(bh_partition_set_mode(BH_STATE_NORMAL), BH_OK, "normal");
        check_equal((uint64_t)bh_interrupt_take(BH_LINE_SLOT).value, 1,
                    "a slot has begun");
        check_equal((uint64_t)bh_interrupt_take(BH_LINE_SLOT).value, 0,
                    "and no other");
    }
    for (;;) {
        steps++;
        bh_partition_yield();
    }
}
