/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: terminal devices.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_TERMIOSTYPES_H
#define TEST_RTEMSLIB_API_RTEMS_TERMIOSTYPES_H

#include <rtems/libio.h>

struct termios {
    uint32_t c_iflag;
};
struct rtems_termios_tty {
    uint32_t none;
};
#define rtems_termios_tty struct rtems_termios_tty
struct rtems_termios_device_context {
    const char *name;
};
#define rtems_termios_device_context struct rtems_termios_device_context
enum rtems_termios_device_mode { TERMIOS_POLLED };
#define rtems_termios_device_mode enum rtems_termios_device_mode

#define RTEMS_TERMIOS_DEVICE_CONTEXT_INITIALIZER(name)                         \
    {                                                                          \
        name                                                                   \
    }

struct rtems_termios_device_handler {
    bool (*first_open)(rtems_termios_tty *tty,
                       rtems_termios_device_context *context,
                       struct termios *term,
                       rtems_libio_open_close_args_t *args);
    int (*poll_read)(rtems_termios_device_context *context);
    void (*write)(rtems_termios_device_context *context, const char *text,
                  size_t size);
    rtems_termios_device_mode mode;
};
#define rtems_termios_device_handler struct rtems_termios_device_handler

void rtems_termios_initialize(void);
rtems_status_code rtems_termios_device_install(
    const char *path, const rtems_termios_device_handler *handler,
    const void *flow, rtems_termios_device_context *context);
#endif
