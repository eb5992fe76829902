/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Configuration of Bulkhead's library for RTEMS, in the manner of
 * <rtems/confdefs.h>: included once in an application, where CONFIGURE_INIT is
 * defined, behind
 *
 * - CONFIGURE_BULKHEAD_PORT_DEVICES: ports are files, /dev/bulkhead/NAME;
 * - CONFIGURE_BULKHEAD_SKIP_MISSED_TICKS: the clock driver leaves out the ticks
 *   that were due while others had the hart. Without it, it makes them up.
 */
#ifndef BULKHEAD_RTEMS_CONFDEFS_H
#define BULKHEAD_RTEMS_CONFDEFS_H

#ifdef CONFIGURE_INIT
#include <bulkhead/rtems.h>
#include <rtems/sysinit.h>

#ifdef __cplusplus
extern "C" {
#endif

const enum rtems_bulkhead_missed_ticks rtems_bulkhead_missed_ticks =
#ifdef CONFIGURE_BULKHEAD_SKIP_MISSED_TICKS
  RTEMS_BULKHEAD_SKIP;
#else
  RTEMS_BULKHEAD_MAKE_UP;
#endif

#ifdef CONFIGURE_BULKHEAD_PORT_DEVICES
RTEMS_SYSINIT_ITEM(
  rtems_bulkhead_port_devices_initialize,
  RTEMS_SYSINIT_DEVICE_DRIVERS,
  RTEMS_SYSINIT_ORDER_LAST
);
#endif

#ifdef __cplusplus
}
#endif
#endif

#endif
