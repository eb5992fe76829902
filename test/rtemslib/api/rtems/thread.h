/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: mutexes, semaphores.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_THREAD_H
#define TEST_RTEMSLIB_API_RTEMS_THREAD_H

#include <stdint.h>

struct rtems_mutex {
    const char *name;
};
#define rtems_mutex struct rtems_mutex
struct rtems_binary_semaphore {
    const char *name;
};
#define rtems_binary_semaphore struct rtems_binary_semaphore

#define RTEMS_MUTEX_INITIALIZER(name)                                          \
    {                                                                          \
        name                                                                   \
    }

void rtems_mutex_lock(rtems_mutex *mutex);
void rtems_mutex_unlock(rtems_mutex *mutex);
void rtems_binary_semaphore_init(rtems_binary_semaphore *semaphore,
                                 const char *name);
void rtems_binary_semaphore_wait(rtems_binary_semaphore *semaphore);
int rtems_binary_semaphore_wait_timed_ticks(rtems_binary_semaphore *semaphore,
                                            uint32_t ticks);
void rtems_binary_semaphore_post(rtems_binary_semaphore *semaphore);
void rtems_binary_semaphore_destroy(rtems_binary_semaphore *semaphore);
#endif
