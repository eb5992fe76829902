/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: how it ends.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_BSP_DEFAULT_INITIAL_EXTENSION_H
#define TEST_RTEMSLIB_API_BSP_DEFAULT_INITIAL_EXTENSION_H

#define BSP_INITIAL_EXTENSION 1
#endif
