/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: the end.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_STDLIB_H
#define TEST_RTEMSLIB_API_STDLIB_H

__attribute__((noreturn)) void exit(int status);
#endif
