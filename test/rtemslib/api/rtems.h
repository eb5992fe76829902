/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: Classic API.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_H
#define TEST_RTEMSLIB_API_RTEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rtems_status_code {
    RTEMS_SUCCESSFUL,
    RTEMS_TASK_EXITTED,
    RTEMS_INVALID_NAME,
    RTEMS_INVALID_ID,
    RTEMS_TIMEOUT,
    RTEMS_INVALID_SIZE,
    RTEMS_INVALID_ADDRESS,
    RTEMS_TOO_MANY,
    RTEMS_UNSATISFIED,
    RTEMS_INCORRECT_STATE,
    RTEMS_NOT_OWNER_OF_RESOURCE,
    RTEMS_NOT_DEFINED,
    RTEMS_NOT_IMPLEMENTED,
    RTEMS_IO_ERROR
};
#define rtems_status_code enum rtems_status_code

typedef uint32_t rtems_id;
typedef uint32_t rtems_name;
typedef uint32_t rtems_interval;
typedef uint32_t rtems_option;
typedef uint32_t rtems_mode;
typedef uint32_t rtems_attribute;
typedef uint32_t rtems_task_priority;
typedef uint32_t rtems_vector_number;
typedef uint32_t rtems_device_major_number;
typedef uint32_t rtems_device_minor_number;
typedef uintptr_t rtems_task_argument;
typedef void rtems_task;
typedef rtems_status_code rtems_device_driver;
typedef rtems_task (*rtems_task_entry)(rtems_task_argument argument);
typedef void (*rtems_interrupt_handler)(void *arg);

#define RTEMS_WAIT 0
#define RTEMS_NO_WAIT 1
#define RTEMS_NO_TIMEOUT 0
#define RTEMS_MINIMUM_STACK_SIZE 4096
#define RTEMS_DEFAULT_MODES 0
#define RTEMS_DEFAULT_ATTRIBUTES 0
#define RTEMS_INTERRUPT_UNIQUE 1
#define rtems_build_name(a, b, c, d)                                           \
    ((rtems_name)(a) << 24 | (rtems_name)(b) << 16 | (rtems_name)(c) << 8 |    \
     (rtems_name)(d))

rtems_status_code
rtems_interrupt_handler_install(rtems_vector_number vector, const char *info,
                                rtems_option options,
                                rtems_interrupt_handler routine, void *arg);
typedef uint64_t rtems_interrupt_level;
#define rtems_interrupt_local_disable(level) ((level) = 8)
#define rtems_interrupt_local_enable(level) ((void)(level))
rtems_interval rtems_clock_get_ticks_since_boot(void);
uint64_t rtems_clock_get_uptime_nanoseconds(void);
uint32_t rtems_configuration_get_microseconds_per_tick(void);
rtems_status_code rtems_task_create(rtems_name name,
                                    rtems_task_priority priority, size_t stack,
                                    rtems_mode modes,
                                    rtems_attribute attributes, rtems_id *id);
rtems_status_code rtems_task_start(rtems_id id, rtems_task_entry entry,
                                   rtems_task_argument argument);
rtems_status_code rtems_task_wake_after(rtems_interval ticks);
__attribute__((noreturn)) void rtems_task_exit(void);

struct rtems_interrupt_lock_context {
    uintptr_t level;
};
#define rtems_interrupt_lock_context struct rtems_interrupt_lock_context
struct rtems_interrupt_lock {
    char none;
};
#define rtems_interrupt_lock struct rtems_interrupt_lock

#define RTEMS_INTERRUPT_LOCK_DEFINE(qualifier, designator, name)               \
    qualifier rtems_interrupt_lock designator;
void rtems_interrupt_lock_acquire(rtems_interrupt_lock *lock,
                                  rtems_interrupt_lock_context *context);
void rtems_interrupt_lock_release(rtems_interrupt_lock *lock,
                                  rtems_interrupt_lock_context *context);
void rtems_interrupt_lock_acquire_isr(rtems_interrupt_lock *lock,
                                      rtems_interrupt_lock_context *context);
void rtems_interrupt_lock_release_isr(rtems_interrupt_lock *lock,
                                      rtems_interrupt_lock_context *context);
#endif
