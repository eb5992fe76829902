/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the counter of the processor.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_COUNTER_H
#define TEST_RTEMSLIB_API_RTEMS_COUNTER_H

#include <rtems/score/cpu.h>
#endif
