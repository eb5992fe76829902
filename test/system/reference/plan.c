/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: plans.
 */
#include "example.h"

/*
 * Example of bh_plan_switch: from the frame's end on, plan 1 is followed. This
 *     takes the right "plan".
 * Prints:
 *     plan normal
 *     plan maintenance
 */
static void example_bh_plan_switch(void)
{
    bh_printf("plan %s\n", bh_info_page()->plan_name);
    if (bh_plan_switch(1) != BH_OK)
        return;
    bh_partition_yield();
    bh_printf("plan %s\n", bh_info_page()->plan_name);
}

/*
 * Example of bh_plan_get_status: which plan, and which comes next?
 * Prints:
 *     plan 1 now, then plan 0
 *     plan 0 now, then plan 0
 */
static void example_bh_plan_get_status(void)
{
    struct bh_plan_status status;

    bh_plan_switch(0);
    for (int i = 0; i < 2; i++) {
        if (bh_plan_get_status(&status) == BH_OK)
            bh_printf("plan %u now, then plan %u\n", status.current,
                      status.next);
        bh_partition_yield();
    }
}

int main(void)
{
    EXAMPLE(bh_plan_switch);
    EXAMPLE(bh_plan_get_status);
    return 0;
}
