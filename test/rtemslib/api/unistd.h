/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: files.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_UNISTD_H
#define TEST_RTEMSLIB_API_UNISTD_H

#include <sys/stat.h>

ssize_t read(int fd, void *buffer, size_t count);
ssize_t write(int fd, const void *buffer, size_t count);
int link(const char *from, const char *to);
#endif
