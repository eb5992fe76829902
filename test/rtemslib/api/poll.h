/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the C library: poll.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_POLL_H
#define TEST_RTEMSLIB_API_POLL_H

#define POLLIN 1
#define POLLOUT 4
#define POLLRDNORM 0x40
#define POLLWRNORM 4
#endif
