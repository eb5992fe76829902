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

int main(void)
{
    EXAMPLE(bh_health_raise);
    return 0;
}
