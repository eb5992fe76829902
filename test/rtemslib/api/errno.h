/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: errors.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_ERRNO_H
#define TEST_RTEMSLIB_API_ERRNO_H

int *errno_address(void);
#define errno (*errno_address())
#define EIO 5
#define EAGAIN 11
#define EACCES 13
#define EFAULT 14
#define EMSGSIZE 122
#endif
