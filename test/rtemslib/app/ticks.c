/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock driver of guest/rtems in a partition that has the hart now and
 * then: whether the clock of ticks keeps up with the time, or says by how much
 * not.
 * Compiled twice, with CONFIGURE_BULKHEAD_SKIP_MISSED_TICKS and without.
 */
#include <bulkhead/rtems.h>
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>

#define TICKS 300 /* of a millisecond: ten frames */

static bool is_near(uint64_t left, uint64_t right)
{
  return left <= right + 1 && right <= left + 1;
}

static rtems_task Init(rtems_task_argument argument)
{
  const uint64_t start = rtems_clock_get_uptime_nanoseconds() / 1000000;
  const rtems_interval first = rtems_clock_get_ticks_since_boot();
  struct rtems_bulkhead_clock_status before;
  struct rtems_bulkhead_clock_status status;
  uint64_t passed;
  uint64_t ticks;

  (void)argument;
  rtems_bulkhead_clock_get_status(&before);
  do {
    passed = rtems_clock_get_uptime_nanoseconds() / 1000000 - start;
  } while (passed < TICKS);
  ticks = rtems_clock_get_ticks_since_boot() - first;
  rtems_bulkhead_clock_get_status(&status);
  status.made_up -= before.made_up;
  status.skipped -= before.skipped;
  printf("%d made up, %d skipped\n", status.made_up > 80, status.skipped > 80);
  printf("in step with the time: %d\n", is_near(ticks, passed));
  printf(
    "but for those skipped: %d\n",
    is_near(ticks + status.skipped, passed)
  );
  exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <bulkhead/rtems-confdefs.h>
#include <rtems/confdefs.h>
