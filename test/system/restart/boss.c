/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Restarts the machine, and ends it: in which of its lives it is, it reads in
 * the log. The other one fails in the first and the last of three.
 */
#include "check.h"

int main(void)
{
    const struct bh_info *info = bh_info_page();
    struct bh_health_record record = {0};
    bool failed;

    bh_printf("cause %u, start %u\n", info->reset_cause, info->reset_count);
    if (info->partition == 0) {
        check_error(bh_system_reset(), BH_E_DENIED, "reset");
        check_error(bh_system_halt(), BH_E_DENIED, "halt");
        if (info->reset_cause == BH_RESET_POWER_ON)
            bh_health_raise(5, 6);
        bh_partition_yield();
        bh_partition_yield();
        bh_partition_yield();
        bh_health_raise(7, 8);
    }
    failed = bh_health_read_log(1, &record) == BH_OK;
    check(failed && record.cause == 5 && record.address == 6 &&
              record.action == BH_ACTION_SYSTEM_RESET,
          "why it was restarted");
    if (bh_health_read_log(2, &record) == BH_OK) {
        check_equal(record.cause, 7, "and why again");
        bh_system_halt();
    }
    for (int i = 0; i < 6; i++)
        bh_partition_yield();
    bh_puts("FAIL it goes on");
    return 0;
}
