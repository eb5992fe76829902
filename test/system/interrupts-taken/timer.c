/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timer of a native partition: when its interrupt comes, what keeps it
 * away, what lets it in, and what it wakes.
 */
#include "check.h"

#define MTIE (UINT64_C(1) << BH_IRQ_TIMER)

/*
 * How late the handler may read the clock, ticks of 100 instructions: the
 * kernel takes 150 to it, the library's trap entry 50 more to its first line in
 * C, and the clock stands for a tick. At a slot's start comes the switch.
 */
#define LATE_MAX 4
#define LATE_IN_SLOT_MAX 8

static volatile uint64_t count; /* of interrupts */
static volatile uint64_t rang;  /* the clock in the last one */
static uint64_t seed = 88172645463325252;

/* Replaces the library's. */
uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval)
{
    rang = bh_time_now();
    count++;
    if (cause != (BH_CAUSE_INTERRUPT | BH_IRQ_TIMER) || tval != 0)
        bh_printf("FAIL cause 0x%lx, value 0x%lx\n", cause, tval);
    bh_time_set_timer(BH_TIME_NEVER);
    return epc;
}

static void spin_until(uint64_t time)
{
    while (bh_time_now() < time)
        ;
}

static uint64_t slot_end(void)
{
    return bh_info_page()->slot_end;
}

/* Masked by mie, by MIE, by both: none comes until the last is lifted. */
static void test_masked(void)
{
    volatile struct bh_state *state = bh_state_page();

    bh_partition_yield();
    state->mie = 0;
    count = 0;
    bh_time_set_timer(bh_time_now() + 50);
    bh_interrupt_enable();
    spin_until(bh_time_now() + 100);
    check_equal(count, 0, "masked by mie");
    bh_interrupt_disable();
    state->mie = MTIE;
    spin_until(bh_time_now() + 50);
    bh_interrupt_poll();
    check_equal(count, 0, "masked by MIE");
    check_equal(state->mip, MTIE, "pending in mip");
    bh_interrupt_enable();
    check_equal(count, 1, "comes when enabled");
    check_equal(state->mip, 0, "gone from mip");
    spin_until(bh_time_now() + 50);
    check_equal(count, 1, "comes once");
}

/* Each way to enable it lets in at once what was pending. */
static void test_enabled(void)
{
    volatile struct bh_state *state = bh_state_page();
    uint64_t before = count;
    uint64_t missed = 0;

    for (uint64_t i = 0; i < 600; i++) {
        const bool by_mie = i % 6 > 2;

        if (i % 6 == 0)
            bh_partition_yield();
        if (!by_mie)
            bh_interrupt_disable();
        else
            state->mie = 0;
        bh_time_set_timer(bh_time_now() + check_random(&seed) % 8);
        spin_until(bh_time_now() + check_random(&seed) % 16);
        spin_until(bh_time_now() + 10);
        missed += count != before;
        if (i % 6 == 0) {
            bh_interrupt_enable();
        } else if (i % 6 == 1) {
            __asm__ volatile("csrs mstatus, %0" : : "r"(8) : "memory");
        } else if (i % 6 == 2) {
            __asm__ volatile("csrsi mstatus, 8" : : : "memory");
        } else if (i % 6 == 3) {
            state->mie = MTIE;
            bh_interrupt_poll();
        } else {
            __asm__ volatile("csrs mie, %0" : : "r"(MTIE) : "memory");
        }
        missed += count != ++before;
    }
    check_equal(missed, 0, "pending ones come when enabled, not before");
}

/*
 * The store that sets MIE in the page may lie between a look at mip and the
 * interrupt. The deadlines sweep across it, one instruction at a time.
 */
static void test_page_race(void)
{
    uint64_t lost = 0;

    for (uint64_t i = 0; i < 2000; i++) {
        const uint64_t before = count;

        if (i % 100 == 0)
            bh_partition_yield();
        bh_interrupt_disable();
        bh_time_set_timer(bh_time_now() + 2);
        for (volatile uint64_t n = i % 97; n > 0; n--)
            ;
        bh_interrupt_enable();
        spin_until(bh_time_now() + 8);
        lost += count != before + 1;
    }
    check_equal(lost, 0, "none lost about the store that enables");
}

static void test_deadline(void)
{
    uint64_t early = 0, latest = 0;

    for (int i = 0; i < 500; i++) {
        uint64_t deadline;

        if (i % 5 == 0)
            bh_partition_yield();
        count = 0;
        deadline = bh_time_now() + 10 + check_random(&seed) % 500;
        bh_time_set_timer(deadline);
        while (count == 0)
            ;
        early += rang < deadline;
        if (rang - deadline > latest)
            latest = rang - deadline;
    }
    check_equal(early, 0, "never early");
    check(latest <= LATE_MAX, "at the deadline");
    if (latest > LATE_MAX)
        bh_printf("by %lu ticks\n", latest);
}

/* In the time of another, and in the time that the slot's own end has cut. */
static void test_outside_slot(void)
{
    const volatile struct bh_info *info = bh_info_page();
    uint64_t wrong = 0;

    for (int i = 0; i < 20; i++) {
        bh_partition_yield();
        count = 0;
        bh_time_set_timer(slot_end() + 1 + check_random(&seed) % 3000);
        if (i % 4 == 0)
            bh_partition_yield();
        else if (i % 4 == 1)
            bh_interrupt_wait();
        else if (i % 4 == 2)
            __asm__ volatile("wfi" : : : "memory");
        else
            while (count == 0)
                ;
        wrong += count != 1 || rang < info->slot_start ||
                 rang - info->slot_start > LATE_IN_SLOT_MAX;
    }
    check_equal(wrong, 0, "at the next slot's start");
}

static void wait_by(bool call)
{
    if (call)
        bh_interrupt_wait();
    else
        __asm__ volatile("wfi" : : : "memory");
}

/* With MIE the handler has run when it returns, without it has not. */
static void test_wait(bool call, const char *what)
{
    uint64_t wrong = 0;

    for (int i = 0; i < 100; i++) {
        const bool enabled = i % 2 == 0;
        uint64_t deadline, now;

        bh_partition_yield();
        count = 0;
        if (!enabled)
            bh_interrupt_disable();
        deadline = bh_time_now() + 10 + check_random(&seed) % 300;
        bh_time_set_timer(deadline);
        wait_by(call);
        now = bh_time_now();
        wrong += now < deadline || now - deadline > LATE_IN_SLOT_MAX;
        wrong += count != enabled;
        if (!enabled) {
            /* What is pending already needs no waiting. */
            wait_by(call);
            wrong += bh_time_now() - now > LATE_IN_SLOT_MAX;
            bh_interrupt_enable();
            wrong += count != 1;
        }
    }
    check_equal(wrong, 0, what);
}

int main(void)
{
    test_masked();
    test_enabled();
    test_page_race();
    test_deadline();
    test_outside_slot();
    test_wait(false, "wfi wakes");
    test_wait(true, "the call wakes");
    return 0;
}
