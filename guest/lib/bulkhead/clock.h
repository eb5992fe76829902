/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Time: the time register, conversions, sleeping and the timer.
 *
 * Times are absolute ticks of the time register, as in the information page;
 * bh_info.tick_frequency says how many make a second. The virtual hart has one
 * timer. The library shares it between bh_timer_start() and the sleeping
 * functions; a guest that uses them leaves bh_time_set_timer() alone.
 */
#ifndef BULKHEAD_CLOCK_H
#define BULKHEAD_CLOCK_H

#include <bulkhead/abi.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Nanoseconds in a second. */
#define BH_NS_PER_S 1000000000u
/** Nanoseconds in a millisecond. */
#define BH_NS_PER_MS 1000000u

/**
 * The time register, ticks (unprivileged specification, Zicntr). Needs no
 * hypercall.
 */
static inline uint64_t bh_time_now(void)
{
    uint64_t now;

    __asm__ volatile("rdtime %0" : "=r"(now));
    return now;
}

/**
 * Ticks in `ns` nanoseconds, rounded up, so that a wait is never shorter than
 * asked; the largest value if there is none such.
 *
 * @param ns        nanoseconds, any
 * @param frequency ticks a second, 1 to 2^34
 */
uint64_t bh_ticks_from_ns_at(uint64_t ns, uint64_t frequency);

/**
 * Nanoseconds in `ticks`, rounded down; the largest value if there is none
 * such.
 *
 * @param ticks     any
 * @param frequency ticks a second, 1 to 2^34
 */
uint64_t bh_ns_from_ticks_at(uint64_t ticks, uint64_t frequency);

/** bh_ticks_from_ns_at() with this machine's frequency. */
uint64_t bh_ticks_from_ns(uint64_t ns);

/** bh_ns_from_ticks_at() with this machine's frequency. */
uint64_t bh_ns_from_ticks(uint64_t ticks);

/**
 * Waits until the time register has reached `deadline`; returns at once if it
 * has. Interrupts are taken meanwhile if they were on. The partition runs on
 * when it next has a slot, so the end of a sleep is as exact as the plan.
 *
 * @param deadline absolute, ticks; BH_TIME_NEVER sleeps for good
 */
void bh_sleep_until(uint64_t deadline);

/** Waits for at least `ns` nanoseconds from now. */
void bh_sleep_ns(uint64_t ns);

/**
 * Calls `handler` once when `deadline` has come, or when the partition next
 * runs after it, with interrupts off. It may start the timer again; a timer
 * that is running is replaced. Interrupts must be on (bh_interrupt_enable()).
 *
 * @param deadline absolute, ticks; BH_TIME_NEVER stops the timer
 * @param handler  not NULL
 * @param argument is handed to the handler
 * @return BH_OK, or what bh_time_set_timer() returned
 */
long bh_timer_start(uint64_t deadline, void (*handler)(void *argument),
                    void *argument);

/** Stops the timer: its handler is not called any more. */
void bh_timer_stop(void);

#ifdef __cplusplus
}
#endif

#endif
