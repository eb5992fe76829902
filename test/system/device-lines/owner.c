/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has the board's clock: when its interrupt comes, and when it stays away.
 */
#include "check.h"
#include "gap.h"
#include "rtc.h"

#define BIT (UINT64_C(1) << RTC_SOURCE)
#define LINE (UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_DEVICE))
#define US 1000u    /* nanoseconds, of the clock */
#define US_TICKS 10 /* of the time register */

static bool is_up(void)
{
    return (bh_state_page()->mip & LINE) != 0;
}

static uint64_t take(void)
{
    return (uint64_t)bh_interrupt_take(BH_LINE_DEVICE).value;
}

/* Goes on at the beginning of the next slot. */
static void wait_slot(void)
{
    bh_partition_yield();
}

static void spin(uint64_t ticks)
{
    uint64_t end = bh_time_now() + ticks;

    while (bh_time_now() < end)
        ;
}

/* Waits for the alarm; `most`: ticks from now until this goes on. */
static void wait_alarm(uint64_t delay, uint64_t most, const char *what)
{
    uint64_t start = bh_time_now(), passed;

    rtc_alarm(delay);
    bh_interrupt_wait();
    passed = bh_time_now() - start;
    if (!is_up() || passed < delay / 100 || passed > most)
        bh_printf("FAIL %s: after %lu ticks\n", what, passed);
    else
        check(true, what);
}

static void done(void)
{
    rtc_quiet();
    take();
    bh_interrupt_done(BIT);
}

static void in_its_own_slot(void)
{
    wait_slot();
    check(!is_up(), "nothing has called");
    wait_alarm(100 * US, 105 * US_TICKS, "woken in its slot");
    check_equal(take(), BIT, "by the clock");
    check_equal(take(), 0, "once");
    check(!is_up(), "and the line is down");
    rtc_quiet();
    rtc_alarm(20 * US);
    spin(50 * US_TICKS);
    check(!is_up(), "not again before it is done");
    check_error(bh_interrupt_done(BIT), BH_OK, "done");
    check(is_up(), "then it comes");
    check_equal(take(), BIT, "by the clock again");
    done();
    check(!is_up(), "and is quiet");
}

static void refused(void)
{
    check_error(bh_interrupt_done(1), BH_E_DENIED, "no interrupt 0");
    check_error(bh_interrupt_done(BIT | 2), BH_E_DENIED, "nor another's");
    check_error(bh_interrupt_done(BIT << 40), BH_E_DENIED, "nor one beyond");
    check_error(bh_interrupt_done(~0UL), BH_E_DENIED, "nor all");
    check_error(bh_interrupt_done(0), BH_OK, "but none at all");
}

/* The slot of the witness starts 400 us behind this one's start. */
static void in_time_of_others(void)
{
    uint64_t gap;

    wait_slot();
    rtc_alarm(100 * US);
    gap = gap_measure(bh_time_now() + 150 * US_TICKS);
    check(gap >= GAP_SEEN, "an interrupt takes its own time");
    check_equal(take(), BIT, "in its own slot");
    done();
    for (unsigned i = 0; i < 8; i++) {
        wait_slot();
        rtc_alarm((450 + 25 * i) * US);
        wait_slot();
        if (!is_up())
            check(false, "what came meanwhile is there");
        done();
    }
    check(true, "what came meanwhile is there");
    wait_slot();
    wait_alarm(850 * US, 1005 * US_TICKS, "what came in idle time is there");
    done();
    wait_slot();
    rtc_alarm(50 * US);
    wait_slot(); /* gives up 350 us, in which it calls */
    check(is_up(), "what came in time that it gave up");
    done();
}

static void beside_the_filler(void)
{
    check_error(bh_plan_switch(1), BH_OK, "a plan with a background");
    wait_slot();
    wait_slot();
    for (unsigned i = 0; i < 3; i++) {
        wait_slot();
        wait_alarm(100 * US, 108 * US_TICKS, "woken while another runs");
        done();
    }
    wait_slot();
    wait_alarm(500 * US, 1010 * US_TICKS, "but not in another's slot");
    done();
    check_error(bh_plan_switch(0), BH_OK, "and back");
    wait_slot();
}

int main(void)
{
    const struct bh_info *info = bh_info_page();

    bh_state_page()->mie = LINE;
    if (info->reset_count == 0) {
        in_its_own_slot();
        refused();
        in_time_of_others();
        beside_the_filler();
        rtc_alarm(20 * US);
        spin(30 * US_TICKS);
        check(is_up(), "up before a reset");
        bh_partition_reset(info->partition, BH_STATE_COLD_START, 0);
    }
    if (info->reset_count == 1) {
        check(!is_up(), "down behind it");
        check_equal(take(), 0, "without sources");
        rtc_quiet();
        wait_slot();
        wait_alarm(100 * US, 105 * US_TICKS, "it comes to the new one");
        rtc_quiet();
        rtc_alarm(20 * US);
        spin(30 * US_TICKS);
        bh_partition_reset(info->partition, BH_STATE_WARM_START, 0);
    }
    check(!is_up(), "nothing of before a warm reset");
    rtc_quiet();
    wait_slot();
    wait_alarm(100 * US, 105 * US_TICKS, "it comes to the third");
    done();
    /* Nobody will be done with this one. */
    wait_slot();
    rtc_alarm(500 * US);
    return 0;
}
