/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the console driver.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_CONSOLE_H
#define TEST_RTEMSLIB_API_RTEMS_CONSOLE_H

#include <rtems.h>

#define CONSOLE_DEVICE_NAME "/dev/console"
rtems_device_driver console_initialize(rtems_device_major_number major,
                                       rtems_device_minor_number minor,
                                       void *arg);
#endif
