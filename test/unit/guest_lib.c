/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console, interrupts and time of libbulkhead against a kernel made of C: what
 * it asks of the kernel and when, and what it makes of the answers.
 */
#include "guest_kernel.h"

static void lines_are_printed_whole(void **state)
{
    (void)state;
    assert_int_equal(bh_printf("%s %d", "half", 1), 6);
    assert_int_equal(host.printed, 0);
    bh_puts(" a line");
    assert_string_equal(host.console, "half 1 a line\n");
    bh_print("a prompt");
    assert_int_equal(host.printed, 14);
    bh_flush();
    assert_string_equal(host.console, "half 1 a line\na prompt");
    bh_flush();
    assert_int_equal(host.printed, 22);
}

static void long_lines_are_printed_in_pieces(void **state)
{
    char expected[BH_LINE_SIZE + 11];

    (void)state;
    memset(expected, ' ', sizeof(expected));
    strcpy(expected + BH_LINE_SIZE + 7, "1\n");
    bh_printf("%*d\n", BH_LINE_SIZE + 8, 1);
    assert_string_equal(host.console, expected);
}

static void printing_waits_while_the_console_is_full(void **state)
{
    (void)state;
    host.room = 5;
    bh_puts("a line of forty characters, or nearly so");
    assert_string_equal(host.console,
                        "a line of forty characters, or nearly so\n");
    assert_int_equal(host.yields, 3);
    host.console_denied = true;
    bh_puts("vanishes");
    assert_int_equal(host.printed, 41);
}

static void lines_are_read(void **state)
{
    char text[16];

    (void)state;
    host.typed = "hex\b~llo\r\nbye\n";
    bh_print("> ");
    assert_int_equal(bh_read_line(text, sizeof(text)), 5);
    assert_string_equal(text, "hello");
    assert_int_equal(host.yields, 1);
    assert_int_equal(bh_read_line(text, sizeof(text)), 3);
    assert_string_equal(text, "bye");
    assert_string_equal(host.console, "> hex\b \bllo\nbye\n");
    host.console_denied = true;
    assert_int_equal(bh_read_line(text, sizeof(text)), BH_E_DENIED);
    assert_int_equal(bh_read_line(text, 0), BH_E_SIZE);
}

static unsigned handled; /* how often a handler ran */
static uint64_t handled_at;

static void handle(void *argument)
{
    assert_int_equal(host_state.mstatus & BH_MSTATUS_MIE, 0);
    assert_ptr_equal(argument, &handled);
    handled++;
    handled_at = host_time;
}

static void quiet(void *argument)
{
    handle(argument);
    host_state.mip &= ~MSIP;
}

static void again(void *argument)
{
    handle(argument);
    if (handled < 3)
        bh_timer_start(host_time + 10, again, argument);
}

static void interrupts_are_switched(void **state)
{
    (void)state;
    host_state.mstatus = 0x6000;
    assert_false(bh_interrupt_disable());
    bh_interrupt_enable();
    assert_int_equal(host_state.mstatus, 0x6008);
    assert_int_equal(host.polls, 0);
    assert_true(bh_interrupt_disable());
    assert_int_equal(host_state.mstatus, 0x6000);
    bh_interrupt_restore(false);
    assert_int_equal(host_state.mstatus, 0x6000);
    bh_interrupt_restore(true);
    assert_int_equal(host_state.mstatus, 0x6008);
}

static void pending_interrupts_are_polled(void **state)
{
    (void)state;
    handled = 0;
    assert_int_equal(bh_interrupt_set_handler(BH_IRQ_TIMER, quiet, &handled),
                     BH_E_INVALID_PARAM);
    assert_int_equal(bh_interrupt_set_handler(BH_IRQ_SOFTWARE, quiet, &handled),
                     BH_OK);
    assert_int_equal(host_state.mie, MSIP);
    host_state.mip = MSIP;
    bh_interrupt_enable();
    assert_int_equal(host.polls, 1);
    assert_int_equal(handled, 1);
    bh_interrupt_set_handler(BH_IRQ_SOFTWARE, NULL, NULL);
    assert_int_equal(host_state.mie, 0);
}

static void unclaimed_interrupts_are_shut_out(void **state)
{
    (void)state;
    host_state.mie = MSIP | MTIP;
    host_state.mip = MSIP;
    bh_interrupt_enable();
    assert_int_equal(host_state.mie, MTIP);
}

static uint64_t skip_four(uint64_t cause, uint64_t epc, uint64_t tval)
{
    assert_int_equal(cause, 2);
    assert_int_equal(tval, 0xbad);
    return epc + 4;
}

static void exceptions_are_handled_or_halt(void **state)
{
    (void)state;
    bh_exception_set_handler(skip_four);
    assert_int_equal(bh_trap_handler(2, 0x80000000, 0xbad), 0x80000004);
    bh_exception_set_handler(NULL);
    if (setjmp(host.halted) == 0) {
        bh_trap_handler(15, 0x80000010, 0x1000);
        fail_msg("the partition went on");
    }
    assert_string_equal(host.console,
                        "exception 15 at 0x80000010, value 0x1000: halting\n");
}

static void timer_calls_once_and_again(void **state)
{
    (void)state;
    handled = 0;
    bh_interrupt_enable();
    assert_int_equal(bh_timer_start(1500, again, &handled), BH_OK);
    assert_int_equal(host.deadline, 1500);
    assert_int_equal(host_state.mie, MTIP);
    bh_sleep_until(1505);
    assert_int_equal(handled, 1);
    assert_int_equal(handled_at, 1500);
    assert_int_equal(host_time, 1505);
    bh_sleep_until(2000);
    assert_int_equal(handled, 3);
    assert_int_equal(handled_at, 1520);
    assert_int_equal(host.deadline, BH_TIME_NEVER);
    assert_int_equal(host_state.mie, 0);
    assert_int_equal(host_state.mstatus, BH_MSTATUS_MIE);
}

static void timer_stops(void **state)
{
    (void)state;
    handled = 0;
    bh_interrupt_enable();
    bh_timer_start(1500, handle, &handled);
    bh_timer_stop();
    bh_timer_start(1500, handle, &handled);
    bh_timer_start(BH_TIME_NEVER, handle, &handled);
    bh_sleep_until(1600);
    assert_int_equal(handled, 0);
    assert_int_equal(host_state.mie, 0);
}

/* A past deadline, and an interrupt that is pending all along. */
static void sleep_with_interrupts_off_waits_for_time_only(void **state)
{
    (void)state;
    handled = 0;
    bh_timer_start(1200, handle, &handled);
    host_state.mie |= MSIP;
    host_state.mip |= MSIP;
    bh_sleep_until(1500);
    assert_int_equal(host_time, 1500);
    assert_int_equal(host.waits, 1);
    assert_int_equal(handled, 0);
    assert_int_equal(host_state.mie, MSIP | MTIP);
    assert_int_equal(host.deadline, 1200);
    assert_int_equal(host_state.mstatus, 0);
    host_state.mip &= ~MSIP;
    bh_interrupt_enable();
    assert_int_equal(handled, 1);
}

static void sleep_takes_nanoseconds(void **state)
{
    (void)state;
    bh_sleep_ns(150);
    assert_int_equal(host_time, 1002);
    bh_sleep_until(5);
    bh_sleep_ns(0);
    assert_int_equal(host_time, 1002);
    assert_int_equal(host.waits, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(lines_are_printed_whole),
        CASE(long_lines_are_printed_in_pieces),
        CASE(printing_waits_while_the_console_is_full),
        CASE(lines_are_read),
        CASE(interrupts_are_switched),
        CASE(pending_interrupts_are_polled),
        CASE(unclaimed_interrupts_are_shut_out),
        CASE(exceptions_are_handled_or_halt),
        CASE(timer_calls_once_and_again),
        CASE(timer_stops),
        CASE(sleep_with_interrupts_off_waits_for_time_only),
        CASE(sleep_takes_nanoseconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
