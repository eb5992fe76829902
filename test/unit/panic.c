/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's death: a record that a tool can read, a line for people, and an
 * end, whatever else goes wrong on the way.
 */
#include "test/unit/fixture/fixture.h"
#include "test/unit/fixture/screen.h"

#include "kernel/core/panic.h"

static int setup(void **state)
{
    fixture_setup_booted(state);
    screen_clear();
    host.time = 777;
    return 0;
}

static void panic_with_a_reason(void)
{
    panic("%s, %u times", "a reason", 7u);
}

static void trap(void)
{
    upcall_kernel_trap(5, 0x80001234, 0xdeadbeef, 0x80010000, 0x80005678);
}

static void trap_otherwise(void)
{
    upcall_kernel_trap(1, 2, 3, 4, 5);
}

static void assert_false_condition(void)
{
    ASSERT(1 + 1 == 3);
}

static void panic_at_length(void)
{
    char text[300];

    screen_fill(text, sizeof(text) - 1, 'x');
    panic("%s", text);
}

static void refuse(void)
{
    panic_refuse("configuration", "it is not there");
}

static void the_reason_is_recorded_and_told(void **state)
{
    (void)state;
    assert_int_equal(panic_record.magic, 0);
    assert_int_equal(fixture_end_by(panic_with_a_reason), BOARD_END_FAILED);
    assert_int_equal(panic_record.magic, BH_PANIC_MAGIC);
    assert_int_equal(panic_record.time, 777);
    assert_string_equal(panic_record.reason, "a reason, 7 times");
    screen_update();
    assert_row(0, "[bulkhead] panic: a reason, 7 times");
}

static void the_magic_number_can_be_read_in_a_dump(void **state)
{
    uint64_t magic = BH_PANIC_MAGIC;

    (void)state;
    assert_memory_equal(&magic, "BHpanic!", 8);
}

static void a_trap_is_recorded_with_its_registers(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(trap), BOARD_END_FAILED);
    assert_int_equal(panic_record.cause, 5);
    assert_int_equal(panic_record.pc, 0x80001234);
    assert_int_equal(panic_record.value, 0xdeadbeef);
    assert_int_equal(panic_record.stack_pointer, 0x80010000);
    assert_int_equal(panic_record.return_address, 0x80005678);
    screen_update();
    assert_row(0, "[bulkhead] panic: trap in the kernel: cause of the host, "
                  "pc 0x80001234, address 0xdeadbeef");
}

/* The second may come from the printing of the first. */
static void a_second_panic_does_not_hide_the_first(void **state)
{
    (void)state;
    fixture_end_by(trap);
    fixture_printed();
    host.time++;
    assert_int_equal(fixture_end_by(trap_otherwise), BOARD_END_FAILED);
    assert_int_equal(fixture_end_by(panic_with_a_reason), BOARD_END_FAILED);
    assert_string_equal(fixture_printed(), "");
    assert_int_equal(panic_record.time, 777);
    assert_int_equal(panic_record.cause, 5);
    assert_int_equal(panic_record.pc, 0x80001234);
    assert_int_equal(panic_record.return_address, 0x80005678);
    assert_non_null(strstr(panic_record.reason, "0xdeadbeef"));
}

static void an_assertion_names_its_place(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(assert_false_condition), BOARD_END_FAILED);
    assert_non_null(strstr(panic_record.reason, "test/unit/panic.c:"));
    assert_non_null(strstr(panic_record.reason, "1 + 1 == 3"));
}

static void a_reason_too_long_is_cut(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(panic_at_length), BOARD_END_FAILED);
    assert_int_equal(strlen(panic_record.reason),
                     sizeof(panic_record.reason) - 1);
    screen_update();
    assert_int_equal(screen_rows(), 1);
    assert_int_equal(strlen(screen_row(0)), strlen("[bulkhead] panic: ") +
                                                strlen(panic_record.reason));
}

static void what_waits_is_printed_first(void **state)
{
    (void)state;
    screen_write(1, "an earlier line\n");
    fixture_end_by(panic_with_a_reason);
    screen_update();
    assert_row(0, "[p1] an earlier line");
    assert_row(1, "[bulkhead] panic: a reason, 7 times");
}

static void a_refusal_leaves_no_record(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(refuse), BOARD_END_FAILED);
    assert_int_equal(panic_record.magic, 0);
    screen_update();
    assert_row(0, "[bulkhead] configuration refused: it is not there");
}

#define TEST(test) cmocka_unit_test_setup(test, setup)

/* An earlier run of this machine has broken, as boot() finds it. */
static void a_record_outlives_a_restart(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(trap), BOARD_END_FAILED);
    panic_begun = false;
    screen_clear();
    panic_init(true);
    assert_int_equal(panic_record.restarts, 1);
    assert_non_null(strstr(fixture_printed(),
                           "before restart 1: panic: trap in the kernel"));
    panic_init(true);
    assert_int_equal(panic_record.restarts, 2);
    assert_int_equal(fixture_end_by(trap_otherwise), BOARD_END_FAILED);
    assert_int_equal(panic_record.restarts, 0);
    assert_int_equal(panic_record.cause, 1);
}

/* Which has no registers of a trap: not those of before, either. */
static void an_assertion_behind_a_restart_has_no_registers(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(trap), BOARD_END_FAILED);
    assert_int_not_equal(panic_record.pc, 0);
    panic_begun = false;
    panic_init(true);
    assert_int_equal(fixture_end_by(assert_false_condition), BOARD_END_FAILED);
    assert_int_equal(panic_record.cause, 0);
    assert_int_equal(panic_record.pc, 0);
    assert_int_equal(panic_record.stack_pointer, 0);
}

static void a_damaged_record_is_none(void **state)
{
    (void)state;
    assert_int_equal(fixture_end_by(trap), BOARD_END_FAILED);
    panic_begun = false;
    panic_record.pc ^= 1;
    panic_init(true);
    assert_int_equal(panic_record.magic, 0);
    assert_int_equal(fixture_end_by(panic_with_a_reason), HOST_RESTARTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_record_outlives_a_restart, setup),
        cmocka_unit_test_setup(an_assertion_behind_a_restart_has_no_registers,
                               setup),
        cmocka_unit_test_setup(a_damaged_record_is_none, setup),
        TEST(the_reason_is_recorded_and_told),
        TEST(the_magic_number_can_be_read_in_a_dump),
        TEST(a_trap_is_recorded_with_its_registers),
        TEST(a_second_panic_does_not_hide_the_first),
        TEST(an_assertion_names_its_place),
        TEST(a_reason_too_long_is_cut),
        TEST(what_waits_is_printed_first),
        TEST(a_refusal_leaves_no_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
