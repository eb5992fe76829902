/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: timecounters.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_TIMECOUNTER_H
#define TEST_RTEMSLIB_API_RTEMS_TIMECOUNTER_H

#include <stdint.h>

struct timecounter {
    uint32_t (*tc_get_timecount)(struct timecounter *tc);
    uint32_t tc_counter_mask;
    uint64_t tc_frequency;
    int tc_quality;
};

#define RTEMS_TIMECOUNTER_QUALITY_CLOCK_DRIVER 100

void rtems_timecounter_install(struct timecounter *tc);
void rtems_timecounter_tick(void);
#endif
