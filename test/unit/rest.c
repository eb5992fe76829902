/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time that nobody wants: what was put off is done then, and never at the cost
 * of a slot's start; who waits for the console works for it; how the machine
 * ends.
 */
#include "test/unit/fixture/fixture.h"
#include "test/unit/fixture/screen.h"

#define SLOT FIXTURE_SLOT
#define STEP 250 /* so long before a deadline no put-off work begins, ticks */

static void yield(struct vcpu *self)
{
    assert_value(
        0, fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_YIELD, 0, 0, 0));
}

static void halt(struct vcpu *self)
{
    assert_value(
        0, fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_HALT, 0, 0, 0));
}

/* Has `self` write a line, which does not come out while it runs. */
static void write_line(struct vcpu *self)
{
    memcpy(fixture_memory(self->id, FIXTURE_RAM), "line\n", 5);
    assert_value(5, fixture_call(self, BH_EXT_CONSOLE, BH_CONSOLE_WRITE,
                                 FIXTURE_RAM, 5, 0));
    assert_string_equal(fixture_printed(), "");
}

static void time_that_nobody_wants_is_the_consoles(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    write_line(self);
    self = fixture_assert_next(self, 0, 0, SLOT);
    assert_string_equal(fixture_printed(), "");
    yield(self);
    fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    assert_string_equal(fixture_printed(), "[p0] line\r\n");
}

/* Be there ever so little else to do. */
static void time_that_is_waited_is_the_consoles(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    virq_set_timer(self, SLOT / 2);
    write_line(self);
    assert_int_equal(upcall_wait(self)->vcpu->id, 0);
    assert_int_equal(host.time, SLOT / 2);
    assert_string_equal(fixture_printed(), "[p0] line\r\n");
    assert_false(console_waits);
}

static void too_little_time_is_left_alone(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    write_line(self);
    host.time = SLOT - STEP;
    yield(self);
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    assert_string_equal(fixture_printed(), "");
    host.time = 2 * SLOT - STEP - 1;
    yield(self);
    fixture_assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    assert_string_equal(fixture_printed(), "[p0] line\r\n");
}

/* Who runs in another's slot must let devices of that one through. */
static void devices_of_who_waits_are_watched(void **state)
{
    struct vcpu *self, *next;

    (void)state;
    for (uint64_t interrupts = 0; interrupts <= 2; interrupts += 2) {
        fixture_build(3);
        fixture.partitions[0].interrupts = interrupts;
        fixture.plan->background_count = 1;
        fixture.plan->background[0] = 2;
        self = fixture_boot();
        assert_value(0, fixture_call(self, BH_EXT_INTERRUPT, BH_INTERRUPT_WAIT,
                                     0, 0, 0));
        next = fixture_resume(self);
        assert_ptr_equal(next, fixture_vcpu(2));
        assert_int_equal(next->arch->watched, interrupts != 0);
    }
}

static void a_busy_console_is_not_waited_for(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    write_line(self);
    host.console_busy = true;
    yield(self);
    fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    assert_string_equal(fixture_printed(), "");
}

static struct result console(struct vcpu *self, uint64_t function)
{
    return fixture_call(self, BH_EXT_CONSOLE, function, FIXTURE_RAM, 5, 0);
}

/* Fills the buffer of `self`; nothing comes out while it takes something. */
static void fill_console(struct vcpu *self)
{
    memcpy(fixture_memory(self->id, FIXTURE_RAM), "line\n", 5);
    while (console(self, BH_CONSOLE_WRITE).value > 0)
        assert_string_equal(fixture_printed(), "");
}

/* A guest that asks again and again pays with its own time. */
static void a_full_console_works_for_its_writer(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    host.time = SLOT - STEP;
    fill_console(self);
    assert_value(0, console(self, BH_CONSOLE_WRITE));
    assert_false(upcall_console_has_room(self, self->id));
    assert_string_equal(fixture_printed(), ""); /* there is no time left */
    host.time--;
    assert_false(upcall_console_has_room(self, self->id));
    assert_int_not_equal(*fixture_printed(), '\0');
    while (console(self, BH_CONSOLE_WRITE).value == 0)
        assert_int_not_equal(*fixture_printed(), '\0');
    assert_int_equal(host.time, SLOT - STEP - 1);
}

static void who_asks_for_input_lets_the_console_work(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture.config->console_input = 0;
    self = fixture_boot();
    host.time = SLOT - STEP;
    write_line(self);
    assert_value(0, console(self, BH_CONSOLE_READ));
    assert_false(upcall_console_can_get(self, self->id));
    assert_string_equal(fixture_printed(), "");
    host.time--;
    assert_value(0, console(self, BH_CONSOLE_READ));
    assert_int_not_equal(*fixture_printed(), '\0');
    assert_false(upcall_console_can_get(self, self->id));
    assert_int_not_equal(*fixture_printed(), '\0');
}

/* It has a name of its own, a buffer of its own, and nothing to read. */
static void a_second_uart_is_another_writer(void **state)
{
    const uint32_t second = CONSOLE_SECOND + 1;
    struct vcpu *self, *owner;

    (void)state;
    fixture.config->console_input = 1;
    strcpy(fixture.partitions[1].second_uart, "printer");
    self = fixture_boot();
    owner = fixture_vcpu(1);
    host_type("x", 1);
    assert_false(upcall_console_can_get(owner, second));
    assert_int_equal(upcall_console_get(second), -1);
    assert_int_equal(upcall_console_get(1), 'x');
    host.console_busy = true;
    while (upcall_console_has_room(owner, 1))
        upcall_console_put(1, '.');
    assert_true(upcall_console_has_room(owner, second));
    upcall_console_put(second, 'y');
    assert_value(0, partition_control(owner, 1, BH_PLAN_ACTION_HALT, 0));
    host.console_busy = false;
    fixture_printed();
    yield(self);
    fixture_resume(self);
    assert_non_null(strstr(fixture_printed(), "[printer] y\r\n"));
}

static void an_emulated_uart_is_the_partitions_console(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture.config->console_input = 0;
    self = fixture_boot();
    assert_true(upcall_console_has_room(self, self->id));
    assert_int_equal(upcall_console_get(self->id), -1);
    host_type("\xc3\xa9", 2);
    assert_true(upcall_console_can_get(self, self->id));
    assert_int_equal(upcall_console_get(self->id), 0xc3);
    assert_int_equal(upcall_console_get(self->id), 0xa9);
    assert_int_equal(upcall_console_get(self->id), -1);
    assert_false(upcall_console_can_get(fixture_vcpu(1), 1));
    upcall_console_put(self->id, 'x');
    upcall_console_put(self->id, '\n');
    yield(self);
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_string_equal(fixture_printed(), "[p0] x\r\n");
}

/* Last of all that is put off: lines and reports go before it. */
static void a_prompt_shows_when_there_is_time(void **state)
{
    struct vcpu *self;
    const char *printed;

    (void)state;
    fixture.config->console_input = 0;
    self = fixture_boot();
    host.time = SLOT - STEP;
    upcall_console_put(self->id, '>');
    for (int i = 0; i < 10; i++)
        assert_false(upcall_console_can_get(self, self->id));
    self->cpu->frames_lost = 3;
    host.time = SLOT - STEP - 1;
    yield(self);
    assert_int_equal(fixture_resume(self)->id, 1);
    printed = fixture_printed();
    assert_non_null(strstr(printed, "3 frames lost"));
    assert_non_null(strstr(printed, "\r\n[p0] >"));
}

static void lost_frames_can_end_the_machine(void **state)
{
    static const struct {
        uint32_t action;
        int end;
    } cases[] = {
        {BH_ACTION_SYSTEM_HALT, BOARD_END_STOPPED},
        {BH_ACTION_SYSTEM_RESET, HOST_RESTARTS},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        screen_clear();
        fixture_build(3);
        fixture.config->lost_action = cases[i].action;
        fixture_boot();
        host.time = 10 * (3 * SLOT + SLOT / 2);
        assert_null(fixture_resume(fixture_vcpu(0)));
        assert_int_equal(host.end, cases[i].end);
        assert_non_null(strstr(fixture_printed(), "frames lost"));
    }
}

static void the_machine_ends_with_its_last_partition(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    halt(self);
    self = fixture_resume(self);
    write_line(self);
    halt(self);
    self = fixture_resume(self);
    assert_int_equal(self->id, 2);
    assert_int_equal(host.end, HOST_RUNS);
    fixture_printed();
    write_line(self);
    halt(self);
    assert_null(fixture_resume(self));
    assert_int_equal(host.end, BOARD_END_DONE);
    assert_int_equal(host.time, 2 * SLOT);
    assert_string_equal(fixture_printed(), "[p2] line\r\n");
}

static void the_end_tells_of_one_that_was_stopped(void **state)
{
    const struct health_event event = {BH_EVENT_EXCEPTION, 1, 0};
    struct vcpu *self = fixture_boot();
    const char *printed;

    (void)state;
    halt(self);
    self = fixture_resume(self);
    health_raise(self, &event);
    self = fixture_resume(self);
    fixture_printed();
    write_line(self);
    halt(self);
    assert_null(fixture_resume(self));
    assert_int_equal(host.end, BOARD_END_STOPPED);
    printed = fixture_printed();
    assert_non_null(strstr(printed, "[p2] line\r\n"));
}

#define TEST(test) cmocka_unit_test_setup(test, fixture_setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(time_that_nobody_wants_is_the_consoles),
        TEST(time_that_is_waited_is_the_consoles),
        TEST(too_little_time_is_left_alone),
        TEST(devices_of_who_waits_are_watched),
        TEST(a_busy_console_is_not_waited_for),
        TEST(a_full_console_works_for_its_writer),
        TEST(who_asks_for_input_lets_the_console_work),
        TEST(a_second_uart_is_another_writer),
        TEST(an_emulated_uart_is_the_partitions_console),
        TEST(a_prompt_shows_when_there_is_time),
        TEST(lost_frames_can_end_the_machine),
        TEST(the_machine_ends_with_its_last_partition),
        TEST(the_end_tells_of_one_that_was_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
