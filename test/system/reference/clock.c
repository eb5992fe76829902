/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: time, clocks and timers.
 */
#include "example.h"

/*
 * Example of bh_time_get, bh_time_now: the call and the instruction read the
 *     same register.
 * Prints:
 *     time goes on
 */
static void example_bh_time_get(void)
{
    uint64_t called = (uint64_t)bh_time_get().value;
    uint64_t read = bh_time_now();

    if (read >= called)
        bh_puts("time goes on");
}

/*
 * Example of bh_time_get_clock: how long this partition has had the processor,
 *     and how much of the time others had it.
 * Prints:
 *     less than a tenth of the time was mine
 */
static void example_bh_time_get_clock(void)
{
    struct bh_slot_status slot;
    uint64_t start, mine;

    bh_slot_get_status(&slot);
    start = slot.slot_start;
    mine = (uint64_t)bh_time_get_clock(BH_CLOCK_EXECUTION).value;
    bh_partition_yield();
    mine = (uint64_t)bh_time_get_clock(BH_CLOCK_EXECUTION).value - mine;
    if (mine < (bh_time_now() - start) / 10)
        bh_puts("less than a tenth of the time was mine");
}

/*
 * Example of bh_ticks_from_ns, bh_ns_from_ticks: this machine's clock has a
 *     tick of 100 ns, and no wait is shorter than asked.
 * Prints:
 *     250 ns are 3 ticks
 *     3 ticks are 300 ns
 */
static void example_bh_ticks_from_ns(void)
{
    bh_printf("250 ns are %lu ticks\n", bh_ticks_from_ns(250));
    bh_printf("3 ticks are %lu ns\n", bh_ns_from_ticks(3));
}

/*
 * Example of bh_ticks_from_ns_at, bh_ns_from_ticks_at: the same for a clock of
 *     32768 Hz.
 * Prints:
 *     1 ms are 33 ticks
 *     33 ticks are 1007080 ns
 */
static void example_bh_ticks_from_ns_at(void)
{
    bh_printf("1 ms are %lu ticks\n", bh_ticks_from_ns_at(BH_NS_PER_MS, 32768));
    bh_printf("33 ticks are %lu ns\n", bh_ns_from_ticks_at(33, 32768));
}

/*
 * Example of bh_sleep_ns: waits for 100 us. Longer than that if the slot ends.
 * Prints:
 *     100 us later
 */
static void example_bh_sleep_ns(void)
{
    uint64_t start = bh_time_now();

    bh_sleep_ns(100000);
    if (bh_ns_from_ticks(bh_time_now() - start) >= 100000)
        bh_puts("100 us later");
}

/*
 * Example of bh_sleep_until: does something every 200 us, without drift.
 * Prints:
 *     0
 *     1
 *     2
 */
static void example_bh_sleep_until(void)
{
    uint64_t deadline = bh_time_now();

    for (int i = 0; i < 3; i++) {
        bh_printf("%d\n", i);
        deadline += bh_ticks_from_ns(200000);
        bh_sleep_until(deadline);
    }
}

/*
 * Example of bh_timer_start, bh_timer_stop: a handler that winds itself up
 *     again, until it is stopped.
 * Prints:
 *     rang 3 times
 */
static uint64_t next_ring;
static volatile unsigned rings;

static void ring(void *argument)
{
    rings++;
    next_ring += bh_ticks_from_ns(50000);
    bh_timer_start(next_ring, ring, argument);
}

static void example_bh_timer_start(void)
{
    bh_interrupt_enable();
    next_ring = bh_time_now() + bh_ticks_from_ns(50000);
    if (bh_timer_start(next_ring, ring, NULL) != BH_OK)
        return;
    while (rings < 3)
        bh_interrupt_wait();
    bh_timer_stop();
    bh_interrupt_disable();
    bh_printf("rang %u times\n", rings);
}

/*
 * Example of bh_time_set_timer: waits for the timer without taking its
 *     interrupt. A program that does this leaves bh_timer_start() and the
 *     functions that sleep alone.
 * Prints:
 *     pending
 *     quiet
 */
static void example_bh_time_set_timer(void)
{
    volatile struct bh_state *state = bh_state_page();
    const uint64_t timer = UINT64_C(1) << BH_IRQ_TIMER;

    state->mie |= timer;
    bh_time_set_timer(bh_time_now() + bh_ticks_from_ns(100000));
    bh_interrupt_wait();
    if ((state->mip & timer) != 0)
        bh_puts("pending");
    bh_time_set_timer(BH_TIME_NEVER);
    if ((state->mip & timer) == 0)
        bh_puts("quiet");
    state->mie &= ~timer;
}

/*
 * Example of bh_time_set_clock_timer: a budget of 200 us of this partition's
 *     own time, whatever others do meanwhile.
 * Prints:
 *     the budget is spent
 */
static void example_bh_time_set_clock_timer(void)
{
    uint64_t spent = (uint64_t)bh_time_get_clock(BH_CLOCK_EXECUTION).value;

    bh_time_set_clock_timer(BH_CLOCK_EXECUTION,
                            spent + bh_ticks_from_ns(200000), 0);
    while (bh_interrupt_take(BH_LINE_TIMER).value == 0)
        ; /* what is to be done within the budget */
    bh_puts("the budget is spent");
}

int main(void)
{
    EXAMPLE(bh_time_get);
    EXAMPLE(bh_time_get_clock);
    EXAMPLE(bh_ticks_from_ns);
    EXAMPLE(bh_ticks_from_ns_at);
    EXAMPLE(bh_sleep_ns);
    EXAMPLE(bh_sleep_until);
    EXAMPLE(bh_timer_start);
    EXAMPLE(bh_time_set_timer);
    EXAMPLE(bh_time_set_clock_timer);
    return 0;
}
