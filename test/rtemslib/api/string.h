/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: strings.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_STRING_H
#define TEST_RTEMSLIB_API_STRING_H

int strcmp(const char *left, const char *right);
char *strerror(int error);
#endif
