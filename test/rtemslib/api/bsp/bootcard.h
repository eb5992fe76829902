/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: beginning and end.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_BSP_BOOTCARD_H
#define TEST_RTEMSLIB_API_BSP_BOOTCARD_H

#include <bsp.h>

enum rtems_fatal_source { RTEMS_FATAL_SOURCE_EXIT };
#define rtems_fatal_source enum rtems_fatal_source
typedef uint64_t rtems_fatal_code;

void bsp_start(void);
__attribute__((noreturn)) void bsp_reset(rtems_fatal_source source,
                                         rtems_fatal_code code);
#endif
