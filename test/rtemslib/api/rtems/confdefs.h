/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the configuration of an application.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_CONFDEFS_H
#define TEST_RTEMSLIB_API_RTEMS_CONFDEFS_H

#include <rtems.h>

void (*const rtems_init_task)(rtems_task_argument argument) = Init;
#endif
