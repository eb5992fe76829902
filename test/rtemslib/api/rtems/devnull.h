/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: a device.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_DEVNULL_H
#define TEST_RTEMSLIB_API_RTEMS_DEVNULL_H

#define RTEMS_DEVNULL 1
#endif
