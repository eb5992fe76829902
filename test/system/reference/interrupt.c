/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: interrupts, switched on and off, waited for and taken. The system
 * file says slot-event="yes" of this partition.
 */
#include "example.h"

/*
 * Example of bh_interrupt_disable, bh_interrupt_restore: a critical section
 *     that can stand anywhere, also where interrupts are off already.
 * Prints:
 *     they were off and are off
 */
static void example_bh_interrupt_disable(void)
{
    bool enabled = bh_interrupt_disable();

    /* What an interrupt handler must not see by half is done here. */
    bh_interrupt_restore(enabled);
    bh_printf("they were %s and are %s\n", enabled ? "on" : "off",
              (bh_state_page()->mstatus & BH_MSTATUS_MIE) != 0 ? "on" : "off");
}

/*
 * Example of bh_interrupt_enable: an interrupt that is pending is taken before
 *     the function ends.
 * Prints:
 *     the timer has rung
 */
static volatile bool rang;

static void on_timer(void *argument)
{
    (void)argument;
    rang = true;
}

static void example_bh_interrupt_enable(void)
{
    bh_timer_start(bh_time_now(), on_timer, NULL);
    bh_interrupt_enable();
    if (rang)
        bh_puts("the timer has rung");
    bh_interrupt_disable();
}

/*
 * Example of bh_interrupt_poll: what bh_interrupt_enable() does, by hand.
 * Prints:
 *     taken
 */
static volatile bool taken;

static void take(void *argument)
{
    (void)argument;
    taken = true;
}

static void example_bh_interrupt_poll(void)
{
    volatile struct bh_state *state = bh_state_page();

    bh_timer_start(bh_time_now(), take, NULL);
    __atomic_fetch_or(&state->mstatus, BH_MSTATUS_MIE, __ATOMIC_RELAXED);
    if ((state->mip & state->mie) != 0)
        bh_interrupt_poll();
    if (taken)
        bh_puts("taken");
    bh_interrupt_disable();
}

/*
 * Example of bh_interrupt_wait, bh_interrupt_take: waits for the start of the
 *     next slot, which a line tells.
 * Prints:
 *     a slot has begun
 *     and nothing since
 */
static void example_bh_interrupt_wait(void)
{
    const uint64_t line = UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_SLOT);

    bh_interrupt_take(BH_LINE_SLOT); /* this slot's */
    bh_state_page()->mie |= line;
    bh_interrupt_wait();
    if (bh_interrupt_take(BH_LINE_SLOT).value != 0)
        bh_puts("a slot has begun");
    if (bh_interrupt_take(BH_LINE_SLOT).value == 0)
        bh_puts("and nothing since");
    bh_state_page()->mie &= ~line;
}

/*
 * Example of bh_interrupt_done: a clock of the board, which the system file
 *     gives to the partition by <device name="rtc"/>, has an alarm that is due.
 * Prints:
 *     source 11 calls
 *     and no more
 */
static void example_bh_interrupt_done(void)
{
    const uint64_t line = UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_DEVICE);
    volatile uint32_t *clock = (volatile uint32_t *)0x101000;
    uint64_t sources;

    bh_state_page()->mie |= line;
    clock[4] = 1; /* it may interrupt */
    clock[3] = 0; /* at time 0, which is over */
    clock[2] = 0;
    bh_interrupt_wait();
    sources = (uint64_t)bh_interrupt_take(BH_LINE_DEVICE).value;
    for (unsigned source = 0; source < 64; source++) {
        if ((sources >> source & 1) != 0)
            bh_printf("source %u calls\n", source);
    }
    clock[7] = 1; /* the device is served, and calls no more */
    bh_interrupt_done(sources);
    if ((bh_state_page()->mip & line) == 0)
        bh_puts("and no more");
    bh_state_page()->mie &= ~line;
}

int main(void)
{
    EXAMPLE(bh_interrupt_disable);
    EXAMPLE(bh_interrupt_enable);
    EXAMPLE(bh_interrupt_poll);
    EXAMPLE(bh_interrupt_wait);
    EXAMPLE(bh_interrupt_done);
    return 0;
}
