/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: what is called at initialization.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_SYSINIT_H
#define TEST_RTEMSLIB_API_RTEMS_SYSINIT_H

#define RTEMS_SYSINIT_ITEM(handler, module, order)                             \
    void (*const sysinit_##handler##_##module##_##order)(void) = handler;
#endif
