/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: the health monitor.
 */
#include "example.h"

/* A partition's own number of what has gone wrong. */
#define CODE_NO_SENSOR 1

/*
 * Example of bh_health_raise: says that sensor 3 does not answer. The system
 *     file has <on event="application" action="ignore"/>: the partition goes
 *     on, and the event is in the log.
 * Prints:
 *     goes on
 */
static void example_bh_health_raise(void)
{
    if (bh_health_raise(CODE_NO_SENSOR, 3) == BH_OK)
        bh_puts("goes on");
}

/*
 * Example of bh_health_read_log: all that is in the log of partition 0. This
 *     takes the right "log".
 * Prints:
 *     nothing of partition 0
 */
static void example_bh_health_read_log(void)
{
    struct bh_health_record record = {0};
    unsigned found = 0;

    while (bh_health_read_log(record.number + 1, &record) == BH_OK)
        if (record.partition == 0)
            bh_printf("event %u, %u\n", record.event, ++found);
    if (found == 0)
        bh_puts("nothing of partition 0");
}

/*
 * Example of bh_time_set_deadline: says that the next line is to be printed
 *     within 10 ms, and then that there is no deadline any more. If it took
 *     longer, what the system file says about event "deadline" would happen.
 * Prints:
 *     in time
 */
static void example_bh_time_set_deadline(void)
{
    bh_time_set_deadline(bh_time_now() + bh_ticks_from_ns(10 * BH_NS_PER_MS));
    bh_puts("in time");
    bh_time_set_deadline(BH_TIME_NEVER);
}

/*
 * Example of bh_time_kick_watchdog: once in each slot, as the system file wants
 *     it within watchdog="1s".
 * Prints:
 *     kicked 3 times
 */
static void example_bh_time_kick_watchdog(void)
{
    int kicks = 0;

    while (kicks < 3) {
        kicks += bh_time_kick_watchdog() == BH_OK;
        bh_partition_yield();
    }
    bh_printf("kicked %d times\n", kicks);
}

int main(void)
{
    EXAMPLE(bh_health_raise);
    EXAMPLE(bh_health_read_log);
    EXAMPLE(bh_time_set_deadline);
    EXAMPLE(bh_time_kick_watchdog);
    return 0;
}
