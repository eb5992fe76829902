/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: open.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_FCNTL_H
#define TEST_RTEMSLIB_API_FCNTL_H

#define O_RDONLY 0
#define O_WRONLY 1
#define O_RDWR 2
#define O_ACCMODE 3
#define O_NONBLOCK 4
int open(const char *path, int flags, ...);
#endif
