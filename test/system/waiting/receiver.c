/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waits from its first slot on for what the sender sends two frames later; then
 * with a deadline; and with interrupts on.
 */
#include "check.h"

enum { QUEUE, LATEST, UNTOLD };

static uint64_t in_ms(uint64_t ms)
{
    return bh_time_now() + bh_ticks_from_ns(ms * BH_NS_PER_MS);
}

static void count(void *argument)
{
    unsigned *called = argument;

    if (++*called < 5)
        bh_timer_start(in_ms(10), count, argument);
}

static void receive(uint64_t number, const char *what)
{
    uint64_t message = 0;

    check_error(
        bh_queuing_receive_until(QUEUE, &message, 8, BH_TIME_NEVER).error,
        BH_OK, what);
    check_equal(message, number, "message");
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint64_t message, deadline;
    unsigned called = 0;

    receive(1, "first");
    check_equal(info->slot_count, 3, "in the third slot");
    receive(2, "second");
    check_equal(info->slot_count, 4, "in the fourth slot");
    deadline = in_ms(1);
    check_error(bh_queuing_receive_until(QUEUE, &message, 8, deadline).error,
                BH_E_EMPTY, "no third");
    check(bh_time_now() >= deadline, "until the deadline");
    check_error(bh_queuing_receive_until(QUEUE, &message, 8, 0).error,
                BH_E_EMPTY, "no wait");
    check_error(
        bh_queuing_receive_until(QUEUE, &message, 7, BH_TIME_NEVER).error,
        BH_E_SIZE, "no wait for what cannot be");
    check_error(bh_sampling_read_until(LATEST, &message, 8, in_ms(1)).error,
                BH_E_EMPTY, "none yet");
    /* Handlers run while it waits. */
    bh_interrupt_enable();
    bh_timer_start(in_ms(10), count, &called);
    check_error(
        bh_sampling_read_until(LATEST, &message, 8, BH_TIME_NEVER).error, BH_OK,
        "latest");
    check_equal(message, 2, "message");
    check_equal(called, 5, "timer");
    check_error(bh_sampling_read_until(LATEST, &message, 8, in_ms(15)).error,
                BH_E_STALE, "none since");
    return 0;
}
