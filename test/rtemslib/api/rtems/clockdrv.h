/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the clock driver.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_CLOCKDRV_H
#define TEST_RTEMSLIB_API_RTEMS_CLOCKDRV_H

#include <stdint.h>

extern volatile uint32_t Clock_driver_ticks;
void _Clock_Initialize(void);
#endif
