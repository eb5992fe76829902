/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: options of the board support package.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_BSPOPTS_H
#define TEST_RTEMSLIB_API_BSPOPTS_H

#define BSP_OPTIONS 1
#endif
