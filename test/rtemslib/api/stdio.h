/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: output.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_STDIO_H
#define TEST_RTEMSLIB_API_STDIO_H

#include <stddef.h>

__attribute__((format(printf, 1, 2))) int printf(const char *format, ...);
__attribute__((format(printf, 3, 4))) int snprintf(char *text, size_t size,
                                                   const char *format, ...);
int puts(const char *text);
void perror(const char *text);
#endif
