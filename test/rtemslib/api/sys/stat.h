/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: modes of files.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_SYS_STAT_H
#define TEST_RTEMSLIB_API_SYS_STAT_H

#include <stddef.h>
#include <stdint.h>

typedef uint32_t mode_t;
typedef long ssize_t;

#define S_IFCHR 0020000u
#define S_IRWXU 0700u
#define S_IRUSR 0400u
#define S_IWUSR 0200u
#define S_IRGRP 0040u
#define S_IXGRP 0010u
#define S_IROTH 0004u
#define S_IXOTH 0001u

int mkdir(const char *path, mode_t mode);
#endif
