/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has no right to do anything to anybody else.
 */
#include "check.h"

int main(void)
{
    struct bh_partition_status status;
    unsigned long worker = 1, none = 6, me = bh_info_page()->partition;

    check_error(bh_partition_suspend(worker), BH_E_DENIED, "suspend another");
    check_error(bh_partition_resume(worker), BH_E_DENIED, "resume another");
    check_error(bh_partition_stop(worker), BH_E_DENIED, "stop another");
    check_error(bh_partition_reset(worker, BH_STATE_COLD_START, 0), BH_E_DENIED,
                "reset another");
    check_error(bh_partition_get_state(worker).error, BH_E_DENIED, "state");
    check_error(bh_partition_get_status(worker, &status), BH_E_DENIED,
                "status");
    check_error(bh_plan_switch(0), BH_E_DENIED, "plan");
    check_error(bh_plan_switch(3), BH_E_INVALID_PARAM, "no plan");
    check_error(bh_partition_suspend(none), BH_E_INVALID_PARAM, "nobody");
    check_error(bh_partition_reset(me, BH_STATE_NORMAL, 0), BH_E_INVALID_PARAM,
                "reset to normal");
    check_error(bh_partition_resume(me), BH_E_STATE, "resume oneself");
    check_error(bh_partition_set_mode(BH_STATE_NORMAL), BH_E_STATE,
                "normal again");
    check_error(bh_partition_get_status(me, &status), BH_OK, "own status");
    check_equal(status.state, BH_STATE_NORMAL, "own state");
    check_error(bh_partition_get_status(me, NULL), BH_E_INVALID_ADDRESS,
                "status to nowhere");
    if (bh_info_page()->reset_count == 0)
        bh_partition_set_mode(BH_STATE_COLD_START);
    bh_printf("start %u\n", bh_info_page()->reset_count);
    bh_partition_stop(me);
    bh_puts("FAIL this was to be the end");
    return 0;
}
