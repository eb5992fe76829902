/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the clock driver does about missed ticks if the application's
 * configuration does not say. In a file of its own, for where a compiler sees a
 * constant defined it takes its value for good, also of a weak one.
 */
#include <bulkhead/rtems.h>

__attribute__((weak))
const enum rtems_bulkhead_missed_ticks rtems_bulkhead_missed_ticks =
  RTEMS_BULKHEAD_MAKE_UP;
