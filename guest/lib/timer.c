/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One timer for two users: the guest's handler and the guest's sleep. The
 * virtual hart's timer is always set to the earlier of the two, and mie.MTIE
 * is on while there is any.
 */
#include <bulkhead/clock.h>
#include <bulkhead/interrupt.h>
#include <bulkhead/manifest.h>

#include "timer.h"

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_TIME) |
                      BH_EXTENSION_BIT(BH_EXT_INTERRUPT));

static struct {
    uint64_t deadline;               /* of the handler, if there is one */
    void (*handler)(void *argument); /* NULL: not running */
    void *argument;
    uint64_t wake; /* of the sleep, if `sleeping` */
    bool sleeping;
} timer; /* touched with interrupts off */

/* Sets the timer to what is due next. */
static long timer_arm(void)
{
    uint64_t next = BH_TIME_NEVER;

    if (timer.handler != NULL)
        next = timer.deadline;
    if (timer.sleeping && timer.wake < next)
        next = timer.wake;
    if (next == BH_TIME_NEVER)
        bh_state_page()->mie &= ~(UINT64_C(1) << BH_IRQ_TIMER);
    else
        bh_state_page()->mie |= UINT64_C(1) << BH_IRQ_TIMER;
    return bh_time_set_timer(next);
}

void bh_timer_expire(void)
{
    void (*handler)(void *argument) = NULL;
    const uint64_t now = bh_time_now();

    if (timer.handler != NULL && timer.deadline <= now) {
        handler = timer.handler;
        timer.handler = NULL;
    }
    if (timer.sleeping && timer.wake <= now)
        timer.sleeping = false;
    timer_arm();
    if (handler != NULL)
        handler(timer.argument);
}

long bh_timer_start(uint64_t deadline, void (*handler)(void *argument),
                    void *argument)
{
    const bool enabled = bh_interrupt_disable();
    long error;

    timer.deadline = deadline;
    timer.handler = deadline == BH_TIME_NEVER ? NULL : handler;
    timer.argument = argument;
    error = timer_arm();
    bh_interrupt_restore(enabled);
    return error;
}

void bh_timer_stop(void)
{
    const bool enabled = bh_interrupt_disable();

    timer.handler = NULL;
    timer_arm();
    bh_interrupt_restore(enabled);
}

/*
 * Waits for the deadline and nothing else: no handler can run, so whatever
 * else is pending would only wake the hart for nothing.
 */
static void sleep_alone(uint64_t deadline)
{
    volatile struct bh_state *state = bh_state_page();
    const uint64_t sources = state->mie;

    state->mie = UINT64_C(1) << BH_IRQ_TIMER;
    while (bh_time_now() < deadline) {
        bh_time_set_timer(deadline);
        bh_interrupt_wait();
    }
    state->mie = sources;
    timer_arm();
}

/* Waits for the deadline and lets handlers run; they may start the timer. */
static void sleep_with_handlers(uint64_t deadline)
{
    while (bh_time_now() < deadline) {
        timer.wake = deadline;
        timer.sleeping = true;
        timer_arm();
        bh_interrupt_wait();
        bh_interrupt_enable();
        bh_interrupt_disable();
    }
    timer.sleeping = false;
    timer_arm();
}

void bh_sleep_until(uint64_t deadline)
{
    const bool enabled = bh_interrupt_disable();

    if (bh_time_now() < deadline) {
        if (enabled)
            sleep_with_handlers(deadline);
        else
            sleep_alone(deadline);
    }
    bh_interrupt_restore(enabled);
}

void bh_timer_wait(uint64_t lines, uint64_t deadline)
{
    volatile struct bh_state *state = bh_state_page();
    const bool enabled = bh_interrupt_disable();
    const uint64_t sources = state->mie;

    if (enabled) {
        timer.wake = deadline;
        timer.sleeping = true;
        timer_arm();
        state->mie |= lines;
    } else {
        state->mie = lines | UINT64_C(1) << BH_IRQ_TIMER;
        bh_time_set_timer(deadline);
    }
    bh_interrupt_wait();
    state->mie = sources;
    timer.sleeping = false;
    timer_arm();
    bh_interrupt_restore(enabled);
}

void bh_sleep_ns(uint64_t ns)
{
    const uint64_t now = bh_time_now();
    const uint64_t ticks = bh_ticks_from_ns(ns);

    bh_sleep_until(ticks > BH_TIME_NEVER - now ? BH_TIME_NEVER : now + ticks);
}
