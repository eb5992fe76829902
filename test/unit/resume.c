/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one exit from the kernel: who runs, from when, with which timer; what
 * happens in the time of those who do not run; how the machine ends.
 */
#include "test/unit/fixture/fixture.h"

#define SLOT FIXTURE_SLOT
#define FRAME (3 * SLOT + SLOT / 2) /* p0, p1, p2, and half a slot for nobody */
#define STEP 250 /* so long before a deadline no put-off work begins, ticks */

static void call(struct vcpu *self, uint64_t extension, uint64_t function,
                 uint64_t a0)
{
    assert_value(0, fixture_call(self, extension, function, a0, 0, 0));
}

static void yield(struct vcpu *self)
{
    call(self, BH_EXT_PARTITION, BH_PARTITION_YIELD, 0);
}

static void halt(struct vcpu *self)
{
    call(self, BH_EXT_PARTITION, BH_PARTITION_HALT, 0);
}

static void wait(struct vcpu *self)
{
    call(self, BH_EXT_INTERRUPT, BH_INTERRUPT_WAIT, 0);
}

static void set_timer(struct vcpu *self, uint64_t deadline)
{
    call(self, BH_EXT_TIME, BH_TIME_SET_TIMER, deadline);
}

/* Fails unless `id` runs next, at `time`, until the timer at `deadline`. */
static struct vcpu *assert_next(struct vcpu *self, uint32_t id, uint64_t time,
                                uint64_t deadline)
{
    struct vcpu *next = fixture_resume(self);

    assert_non_null(next);
    assert_int_equal(next->id, id);
    assert_int_equal(host.time, time);
    assert_int_equal(host.timer, deadline);
    assert_ptr_equal(host.loaded, next);
    return next;
}

static void slots_end_by_time(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    assert_int_equal(self->id, 0);
    assert_int_equal(host.timer, SLOT);
    host.time = SLOT - 1;
    self = assert_next(self, 0, SLOT - 1, SLOT);
    host.time = SLOT;
    self = assert_next(self, 1, SLOT, 2 * SLOT);
    host.time = 2 * SLOT;
    self = assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    host.time = 3 * SLOT; /* nobody's: the kernel rests */
    self = assert_next(self, 0, FRAME, FRAME + SLOT);
    host.time = FRAME + SLOT + 5; /* late, and the next starts as planned */
    assert_next(self, 1, FRAME + SLOT + 5, FRAME + 2 * SLOT);
}

/* Late by less than the guard is not late at all. */
static void a_guard_makes_every_start_exact(void **state)
{
    const uint64_t guard = 50;

    (void)state;
    for (uint64_t late = 0; late < 60; late++) {
        struct vcpu *self;
        uint64_t start = late < guard ? SLOT : SLOT - guard + late;

        fixture_build(3);
        fixture.plan->guard = guard;
        host.pace = 1;
        self = fixture_boot();
        assert_int_equal(host.timer, SLOT - guard);
        assert_int_equal(self->info->slot_end, SLOT);
        host.time = SLOT - guard - 1;
        assert_int_equal(fixture_resume(self)->id, 0);
        host.time = SLOT - guard + late;
        self = fixture_resume(self);
        assert_int_equal(self->id, 1);
        assert_in_range(host.time, start, start + 4); /* looks at the clock */
        assert_int_equal(self->info->slot_start, SLOT);
        assert_int_equal(host.timer, 2 * SLOT - guard);
    }
}

/* Nor does a timer let anybody run before its slot starts. */
static void a_guard_holds_for_who_waits(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture.plan->guard = 50;
    host.pace = 1;
    self = fixture_boot();
    fixture_vcpu(1)->arch->enabled = VIRQ_TIMER;
    fixture_vcpu(1)->timer = SLOT - 20;
    partition_wait(fixture_vcpu(1));
    host.time = SLOT - 50;
    self = fixture_resume(self);
    assert_int_equal(self->id, 1);
    assert_in_range(host.time, SLOT, SLOT + 4);
}

static void memory_is_switched_only_for_another(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    assert_int_equal(host.switches, 1);
    host.time = 500;
    self = assert_next(self, 0, 500, SLOT);
    assert_int_equal(host.switches, 1);
    host.time = SLOT;
    self = assert_next(self, 1, SLOT, 2 * SLOT);
    assert_int_equal(host.switches, 2);
    assert_int_equal(host.timer_sets, 2); /* and the timer only when it moves */
    assert_next(self, 1, SLOT, 2 * SLOT);
    assert_int_equal(host.timer_sets, 2);
}

/* Runs `slots` slots; p0 yields in each of its own if it is to. */
static void note_starts(uint64_t *starts, int slots, bool yields)
{
    struct vcpu *self;

    fixture_build(3);
    self = fixture_boot();
    for (int i = 0; i < slots; i++) {
        starts[i] = host.time;
        if (yields && self->id == 0) {
            host.time += 10;
            yield(self);
        } else {
            host.time = host.timer;
        }
        self = fixture_resume(self);
    }
}

static void a_yield_moves_no_start(void **state)
{
    uint64_t without[90], with[90];

    (void)state;
    note_starts(without, 90, false);
    note_starts(with, 90, true);
    for (int i = 0; i < 90; i++) {
        assert_int_equal(without[i],
                         (uint64_t)(i / 3) * FRAME + (uint64_t)(i % 3) * SLOT);
        assert_int_equal(with[i], without[i]);
    }
}

static void a_yield_lasts_to_the_next_slot_of_ones_own(void **state)
{
    static const struct bh_config_slot twice[] = {
        {1000, 0, 0}, {1500, 0, 1}, {3000, 1, 2}};
    struct vcpu *self;

    (void)state;
    fixture_set_slots(twice, 3);
    self = fixture_boot();
    host.time = 100;
    yield(self);
    self = assert_next(self, 0, 1000, 1500);
    yield(self);
    self = assert_next(self, 1, 1500, 3000);
    yield(self);
    assert_next(self, 0, 3000, 4000);
}

static void the_slot_of_one_that_halted_stays_idle(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    host.time = SLOT;
    self = assert_next(self, 1, SLOT, 2 * SLOT);
    halt(self);
    for (uint64_t n = 0; n < 10; n++) {
        self = assert_next(self, 2, n * FRAME + 2 * SLOT, n * FRAME + 3 * SLOT);
        yield(self);
        self = assert_next(self, 0, (n + 1) * FRAME, (n + 1) * FRAME + SLOT);
        yield(self);
    }
    assert_int_equal(fixture_vcpu(1)->info->state, BH_STATE_HALTED);
}

static void the_timer_is_the_earlier_of_slot_and_deadline(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    set_timer(self, 700);
    assert_int_equal(host.timer, 700);
    self = assert_next(self, 0, 0, 700);
    set_timer(self, SLOT + 700);
    self = assert_next(self, 0, 0, SLOT);
    set_timer(self, BH_TIME_NEVER);
    self = assert_next(self, 0, 0, SLOT);
    set_timer(self, 700);
    host.time = 699;
    self = assert_next(self, 0, 699, 700);
    assert_int_equal(self->pending, 0);
    host.time = 700; /* due: from now on only the slot's end counts */
    self = assert_next(self, 0, 700, SLOT);
    assert_int_equal(self->pending, VIRQ_TIMER);
    host.time = 300;
    set_timer(self, 200); /* past: due at once */
    assert_true(host.timer <= 300);
    self = assert_next(self, 0, 300, SLOT);
    assert_int_equal(self->pending, VIRQ_TIMER);
}

/* The timer of a partition is nobody else's interruption. */
static void deadlines_of_others_do_not_count(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    set_timer(self, SLOT + 500);
    host.time = SLOT;
    self = assert_next(self, 1, SLOT, 2 * SLOT);
    assert_int_equal(fixture_vcpu(0)->pending, 0);
    host.time = 2 * SLOT;
    self = assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    yield(self);
    self = assert_next(self, 0, FRAME, FRAME + SLOT);
    assert_int_equal(self->pending, VIRQ_TIMER);
}

static void who_waits_is_woken_by_the_timer(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    self->arch->masked = false;
    host.time = 100;
    set_timer(self, 600);
    wait(self);
    self = assert_next(self, 0, 600, SLOT);
    assert_int_equal(self->arch->taken, VIRQ_TIMER);
    assert_int_equal(self->arch->interrupts, 1);
}

/* As wfi does: an interrupt that is masked as a whole wakes all the same. */
static void who_waits_masked_wakes_without_an_interrupt(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    set_timer(self, 600);
    wait(self);
    self = assert_next(self, 0, 600, SLOT);
    assert_int_equal(self->arch->interrupts, 0);
    wait(self); /* it still pends: no wait at all */
    assert_next(self, 0, 600, SLOT);
}

static void who_waits_for_nothing_enabled_waits_on(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    set_timer(self, 600);
    wait(self);
    for (uint64_t n = 0; n < 5; n++) {
        self = assert_next(self, 1, n * FRAME + SLOT, n * FRAME + 2 * SLOT);
        yield(self);
        self = assert_next(self, 2, n * FRAME + 2 * SLOT, n * FRAME + 3 * SLOT);
        yield(self);
    }
    /* Once it is enabled, its next slot is its own again. */
    fixture_vcpu(0)->arch->enabled = VIRQ_TIMER;
    assert_next(self, 0, 5 * FRAME, 5 * FRAME + SLOT);
}

static void who_waits_past_the_slot_goes_on_in_its_next(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    self->arch->masked = false;
    set_timer(self, SLOT); /* the slot's last moment is the next one's first */
    wait(self);
    self = assert_next(self, 1, SLOT, 2 * SLOT);
    yield(self);
    self = assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    yield(self);
    self = assert_next(self, 0, FRAME, FRAME + SLOT);
    assert_int_equal(self->arch->taken, VIRQ_TIMER);
}

/* It sleeps from slot to slot, without turning round. */
static void a_machine_where_all_wait_sleeps(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    for (uint32_t id = 0; id < 3; id++) {
        assert_int_equal(self->id, id);
        wait(self);
        host.waits_left = id < 2 ? 10 : 40;
        self = fixture_resume(self);
    }
    assert_null(self);
    assert_int_equal(host.end, HOST_SLEEPS);
    assert_int_equal(host.time, 2 * SLOT + 10 * FRAME);
}

static void a_sleep_too_long_moves_no_start(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    host.late = 40;
    for (uint64_t n = 0; n < 20; n++) {
        yield(self);
        self =
            assert_next(self, 1, n * FRAME + SLOT + 40, n * FRAME + 2 * SLOT);
        assert_int_equal(self->info->slot_start, n * FRAME + SLOT);
        yield(self);
        self = assert_next(self, 2, n * FRAME + 2 * SLOT + 40,
                           n * FRAME + 3 * SLOT);
        yield(self);
        self =
            assert_next(self, 0, (n + 1) * FRAME + 40, (n + 1) * FRAME + SLOT);
    }
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
    self = assert_next(self, 0, 0, SLOT);
    assert_string_equal(fixture_printed(), "");
    yield(self);
    assert_next(self, 1, SLOT, 2 * SLOT);
    assert_string_equal(fixture_printed(), "[p0] line\r\n");
}

static void too_little_time_is_left_alone(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    write_line(self);
    host.time = SLOT - STEP;
    yield(self);
    self = assert_next(self, 1, SLOT, 2 * SLOT);
    assert_string_equal(fixture_printed(), "");
    host.time = 2 * SLOT - STEP - 1;
    yield(self);
    assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    assert_string_equal(fixture_printed(), "[p0] line\r\n");
}

static void a_busy_console_is_not_waited_for(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    write_line(self);
    host.console_busy = true;
    yield(self);
    assert_next(self, 1, SLOT, 2 * SLOT);
    assert_string_equal(fixture_printed(), "");
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
        TEST(slots_end_by_time),
        TEST(a_guard_makes_every_start_exact),
        TEST(a_guard_holds_for_who_waits),
        TEST(memory_is_switched_only_for_another),
        TEST(a_yield_moves_no_start),
        TEST(a_yield_lasts_to_the_next_slot_of_ones_own),
        TEST(the_slot_of_one_that_halted_stays_idle),
        TEST(the_timer_is_the_earlier_of_slot_and_deadline),
        TEST(deadlines_of_others_do_not_count),
        TEST(who_waits_is_woken_by_the_timer),
        TEST(who_waits_masked_wakes_without_an_interrupt),
        TEST(who_waits_for_nothing_enabled_waits_on),
        TEST(who_waits_past_the_slot_goes_on_in_its_next),
        TEST(a_machine_where_all_wait_sleeps),
        TEST(a_sleep_too_long_moves_no_start),
        TEST(time_that_nobody_wants_is_the_consoles),
        TEST(too_little_time_is_left_alone),
        TEST(a_busy_console_is_not_waited_for),
        TEST(the_machine_ends_with_its_last_partition),
        TEST(the_end_tells_of_one_that_was_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
