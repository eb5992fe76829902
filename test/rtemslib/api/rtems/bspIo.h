/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: output before there is a console.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_BSPIO_H
#define TEST_RTEMSLIB_API_RTEMS_BSPIO_H

typedef void (*BSP_output_char_function_type)(char character);
typedef int (*BSP_polling_getchar_function_type)(void);
extern BSP_output_char_function_type BSP_output_char;
extern BSP_polling_getchar_function_type BSP_poll_char;
#endif
