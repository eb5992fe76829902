/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the log when all is over, and the trace. Time in the frame is told in
 * steps of 10 us.
 */
#include "check.h"

#define STILL 8u
#define RECORDS 16u

static void read_log(uint64_t start)
{
    struct bh_health_record record = {0};
    uint64_t last = 0;
    long error;

    while ((error = bh_health_read_log(last + 1, &record)) == BH_OK) {
        uint64_t us = bh_ns_from_ticks(record.time - start) / 1000;

        bh_printf("event %u of %u, action %u, frame %lu, %lu us\n",
                  record.event, record.partition, record.action, us / 10000,
                  us % 10000 / 10 * 10);
        check(record.number == last + 1 && record.registers[0] >= 0x80000000,
              "number and place");
        last = record.number;
    }
    check_error(error, BH_E_EMPTY, "no more");
    check_error(bh_health_read_log(1, NULL), BH_E_INVALID_ADDRESS, "nowhere");
    check_error(bh_call(BH_EXT_HEALTH, BH_HEALTH_READ_LOG, 1,
                        (unsigned long)&record, sizeof(record) - 1)
                    .error,
                BH_E_SIZE, "no room");
}

static void read_trace(void)
{
    static struct bh_trace_record records[RECORDS + 4];
    struct bh_ret ret;

    check_equal((uint64_t)bh_trace_read(0, records, sizeof(records)).value, 0,
                "nothing yet");
    for (uint32_t i = 0; i < RECORDS + 4; i++)
        bh_trace_write(i, 100 + i);
    ret = bh_trace_read(0, records, 10 * sizeof(records[0]));
    check_equal((uint64_t)ret.value, 4 << BH_TRACE_LOST_SHIFT | 10, "ten");
    check(records[0].detail == 4 && records[9].a == 113, "from the oldest on");
    ret = bh_trace_read(14, records, sizeof(records));
    check_equal((uint64_t)ret.value, 6, "the rest");
    check(records[5].detail == 19 && records[5].a == 119, "to the last");
    check_equal((uint64_t)bh_trace_read(20, records, sizeof(records)).value, 0,
                "no more");
    check_error(bh_trace_read(21, records, sizeof(records)).error,
                BH_E_INVALID_PARAM, "in the future");
    check_error(bh_trace_read(14, records, sizeof(records[0]) - 1).error,
                BH_E_SIZE, "no room");
    check_error(bh_trace_read(14, NULL, sizeof(records)).error,
                BH_E_INVALID_ADDRESS, "nowhere");
}

int main(void)
{
    const uint64_t start = bh_info_page()->frame_start;

    bh_partition_suspend(STILL);
    for (int i = 0; i < 5; i++)
        bh_partition_yield();
    bh_partition_resume(STILL);
    for (int i = 0; i < 15; i++)
        bh_partition_yield();
    read_log(start);
    read_trace();
    return 0;
}
