/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one exit from the kernel: who runs, from when, with which timer, and who
 * does not. What happens meanwhile is in rest.c.
 */
#include "test/unit/fixture/fixture.h"

#define SLOT FIXTURE_SLOT
#define FRAME (3 * SLOT + SLOT / 2) /* p0, p1, p2, and half a slot for nobody */

static void suspend(struct vcpu *self)
{
    assert_int_equal(partition_apply(self, BH_PLAN_ACTION_SUSPEND, 0, 0),
                     BH_OK);
}

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

static void slots_end_by_time(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    assert_int_equal(self->id, 0);
    assert_int_equal(host.timer, SLOT);
    host.time = SLOT - 1;
    self = fixture_assert_next(self, 0, SLOT - 1, SLOT);
    host.time = SLOT;
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    host.time = 2 * SLOT;
    self = fixture_assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    host.time = 3 * SLOT; /* nobody's: the kernel rests */
    self = fixture_assert_next(self, 0, FRAME, FRAME + SLOT);
    host.time = FRAME + SLOT + 5; /* late, and the next starts as planned */
    fixture_assert_next(self, 1, FRAME + SLOT + 5, FRAME + 2 * SLOT);
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
    fixture_vcpu(1)->alarm = SLOT - 20;
    partition_block(fixture_vcpu(1), BLOCKED_WAITING);
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
    self = fixture_assert_next(self, 0, 500, SLOT);
    assert_int_equal(host.switches, 1);
    host.time = SLOT;
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    assert_int_equal(host.switches, 2);
    assert_int_equal(host.timer_sets, 2); /* and the timer only when it moves */
    fixture_assert_next(self, 1, SLOT, 2 * SLOT);
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
    self = fixture_assert_next(self, 0, 1000, 1500);
    yield(self);
    self = fixture_assert_next(self, 1, 1500, 3000);
    yield(self);
    fixture_assert_next(self, 0, 3000, 4000);
}

static void the_slot_of_one_that_halted_stays_idle(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    host.time = SLOT;
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    halt(self);
    for (uint64_t n = 0; n < 10; n++) {
        self = fixture_assert_next(self, 2, n * FRAME + 2 * SLOT,
                                   n * FRAME + 3 * SLOT);
        yield(self);
        self = fixture_assert_next(self, 0, (n + 1) * FRAME,
                                   (n + 1) * FRAME + SLOT);
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
    self = fixture_assert_next(self, 0, 0, 700);
    set_timer(self, SLOT + 700);
    self = fixture_assert_next(self, 0, 0, SLOT);
    set_timer(self, BH_TIME_NEVER);
    self = fixture_assert_next(self, 0, 0, SLOT);
    set_timer(self, 700);
    host.time = 699;
    self = fixture_assert_next(self, 0, 699, 700);
    assert_int_equal(self->pending, 0);
    host.time = 700; /* due: from now on only the slot's end counts */
    self = fixture_assert_next(self, 0, 700, SLOT);
    assert_int_equal(self->pending, VIRQ_TIMER);
    host.time = 300;
    set_timer(self, 200); /* past: due at once */
    assert_true(host.timer <= 300);
    self = fixture_assert_next(self, 0, 300, SLOT);
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
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    assert_int_equal(fixture_vcpu(0)->pending, 0);
    host.time = 2 * SLOT;
    self = fixture_assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    yield(self);
    self = fixture_assert_next(self, 0, FRAME, FRAME + SLOT);
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
    self = fixture_assert_next(self, 0, 600, SLOT);
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
    self = fixture_assert_next(self, 0, 600, SLOT);
    assert_int_equal(self->arch->interrupts, 0);
    wait(self); /* it still pends: no wait at all */
    fixture_assert_next(self, 0, 600, SLOT);
}

static void who_waits_for_nothing_enabled_waits_on(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    set_timer(self, 600);
    wait(self);
    for (uint64_t n = 0; n < 5; n++) {
        self = fixture_assert_next(self, 1, n * FRAME + SLOT,
                                   n * FRAME + 2 * SLOT);
        yield(self);
        self = fixture_assert_next(self, 2, n * FRAME + 2 * SLOT,
                                   n * FRAME + 3 * SLOT);
        yield(self);
    }
    /* Once it is enabled, its next slot is its own again. */
    fixture_vcpu(0)->arch->enabled = VIRQ_TIMER;
    fixture_assert_next(self, 0, 5 * FRAME, 5 * FRAME + SLOT);
}

static void who_waits_past_the_slot_goes_on_in_its_next(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    self->arch->masked = false;
    set_timer(self, SLOT); /* the slot's last moment is the next one's first */
    wait(self);
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    yield(self);
    self = fixture_assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    yield(self);
    self = fixture_assert_next(self, 0, FRAME, FRAME + SLOT);
    assert_int_equal(self->arch->taken, VIRQ_TIMER);
}

/* `self`, as upcall_wait() has it go on. */
static struct vcpu *wait_at_once(struct vcpu *self)
{
    return upcall_wait(self)->vcpu;
}

static struct vcpu *wait_by_call(struct vcpu *self)
{
    wait(self);
    return fixture_resume(self);
}

/* With a deadline of its execution time, which the wait moves. */
static struct vcpu *wait_with_more(struct vcpu *self)
{
    assert_value(0, fixture_call(self, BH_EXT_TIME, BH_TIME_SET_CLOCK_TIMER,
                                 BH_CLOCK_EXECUTION, 700, 0));
    return wait_by_call(self);
}

/* There is a quick way to wait, and it differs in nothing. */
static void all_ways_to_wait_are_alike(void **state)
{
    static struct vcpu *(*const ways[])(struct vcpu *) = {
        wait_at_once, wait_by_call, wait_with_more};

    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct vcpu *self;

        fixture_build(3);
        self = fixture_boot();
        self->arch->enabled = VIRQ_TIMER;
        self->arch->masked = false;
        host.time = 100;
        set_timer(self, 600);
        self = ways[i](self);
        assert_int_equal(self->id, 0);
        assert_int_equal(self->blocked, 0);
        assert_int_equal(host.time, 600);
        assert_int_equal(self->arch->taken, VIRQ_TIMER);
        assert_int_equal(host.timer, SLOT);
        assert_int_equal(partition_clock(self, BH_CLOCK_EXECUTION), 100);
        host.time = 700; /* the timer's line is still up: it does not wait */
        assert_ptr_equal(ways[i](self), self);
        assert_int_equal(host.time, 700);
        assert_int_equal(partition_clock(self, BH_CLOCK_EXECUTION), 200);
        set_timer(self, 2 * SLOT);
        assert_int_equal(ways[i](self)->id, 1);
        assert_int_equal(host.time, SLOT);
        assert_int_equal(partition_clock(self, BH_CLOCK_EXECUTION), 200);
    }
}

/* Nobody accounts to it what others have run meanwhile. */
static void who_waits_in_its_next_slot_has_not_run(void **state)
{
    struct vcpu *self = fixture_boot();

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    host.time = 100;
    set_timer(self, FRAME + 500);
    wait(self);
    self = fixture_assert_next(self, 1, SLOT, 2 * SLOT);
    host.time = 2 * SLOT;
    self = fixture_assert_next(self, 2, 2 * SLOT, 3 * SLOT);
    host.time = FRAME;
    self = fixture_assert_next(self, 0, FRAME + 500, FRAME + SLOT);
    assert_int_equal(partition_clock(self, BH_CLOCK_EXECUTION), 100);
    assert_int_equal(fixture_vcpu(1)->executed, SLOT);
    assert_int_equal(fixture_vcpu(2)->executed, FRAME - 2 * SLOT);
}

/* The timer of the slot that has passed is of no use in the next one. */
static void who_waits_when_its_slot_has_passed_waits_on(void **state)
{
    static const struct bh_config_slot twice[] = {
        {.end = 500, .partition = 0}, {.end = FRAME, .partition = 0}};
    struct vcpu *self;

    (void)state;
    fixture_set_slots(twice, 2);
    self = fixture_boot();
    self->arch->enabled = VIRQ_TIMER;
    set_timer(self, 800);
    host.time = 510;
    wait(self);
    self = fixture_assert_next(self, 0, 800, FRAME);
    set_timer(self, 900);
    self = wait_at_once(self);
    assert_int_equal(host.time, 900);
    assert_int_equal(partition_clock(self, BH_CLOCK_EXECUTION), 510);
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
        self = fixture_assert_next(self, 1, n * FRAME + SLOT + 40,
                                   n * FRAME + 2 * SLOT);
        assert_int_equal(self->info->slot_start, n * FRAME + SLOT);
        yield(self);
        self = fixture_assert_next(self, 2, n * FRAME + 2 * SLOT + 40,
                                   n * FRAME + 3 * SLOT);
        yield(self);
        self = fixture_assert_next(self, 0, (n + 1) * FRAME + 40,
                                   (n + 1) * FRAME + SLOT);
    }
}

#define TEST(test) cmocka_unit_test_setup(test, fixture_setup)

/* Time that a slot's owner leaves goes to others, and no start moves. */
static void the_background_runs_in_time_that_is_left(void **state)
{
    struct vcpu *self, *other;

    (void)state;
    fixture.plan->background[0] = 1;
    fixture.plan->background[1] = 2;
    fixture.plan->background_count = 2;
    self = fixture_boot();
    other = fixture_vcpu(2);
    self->arch->enabled = VIRQ_TIMER;
    set_timer(self, 600);
    partition_block(self, BLOCKED_WAITING);
    suspend(fixture_vcpu(1));
    host.time = 100;
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(host.time, 100);
    assert_int_equal(host.timer, 600);
    assert_int_equal(other->info->slot, BH_SLOT_SPARE);
    assert_int_equal(other->info->slot_end, SLOT);
    assert_int_equal(other->info->slot_count, 1);
    host.time = 150; /* a call of its own is no other slot */
    assert_ptr_equal(fixture_resume(other), other);
    assert_int_equal(other->info->slot_count, 1);
    set_timer(other, 700); /* does not keep the owner from waking */
    assert_int_equal(host.timer, 600);
    host.time = 600;
    assert_ptr_equal(fixture_resume(other), self);
    assert_int_equal(host.timer, SLOT);
    partition_block(self, BLOCKED_YIELDED);
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(host.timer, 700);
    host.time = SLOT; /* of one that is suspended */
    assert_ptr_equal(fixture_resume(other), other);
    assert_int_equal(host.timer, 2 * SLOT);
    host.time = 2 * SLOT; /* its own */
    assert_ptr_equal(fixture_resume(other), other);
    assert_int_equal(other->info->slot, 2);
    assert_int_equal(host.timer, 3 * SLOT);
    host.time = 3 * SLOT; /* and nobody's */
    assert_ptr_equal(fixture_resume(other), other);
    assert_int_equal(host.timer, 3 * SLOT + SLOT / 2);
    host.time = 3 * SLOT + SLOT / 2;
    assert_ptr_equal(fixture_resume(other), self);
}

/* One that waits for its timer is woken by it in another's time. */
static void the_background_is_woken_by_its_own_timer(void **state)
{
    struct vcpu *self, *other;

    (void)state;
    fixture.plan->background[0] = 2;
    fixture.plan->background_count = 1;
    self = fixture_boot();
    other = fixture_vcpu(2);
    other->arch->enabled = VIRQ_TIMER;
    self->arch->enabled = VIRQ_TIMER;
    set_timer(other, 300);
    partition_block(other, BLOCKED_WAITING);
    set_timer(self, 600);
    partition_block(self, BLOCKED_WAITING);
    host.time = 100;
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(host.time, 300);
    assert_int_equal(host.timer, 600);
    host.time = 600;
    assert_ptr_equal(fixture_resume(other), self);
    assert_int_equal(partition_clock(self, BH_CLOCK_EXECUTION), 100);
    assert_int_equal(partition_clock(other, BH_CLOCK_EXECUTION), 300);
}

/* Who waits in another's slot gives it back, if it has woken that one. */
static void the_background_wakes_the_owner(void **state)
{
    struct vcpu *self, *other;

    (void)state;
    fixture.plan->background[0] = 2;
    fixture.plan->background_count = 1;
    self = fixture_boot();
    other = fixture_vcpu(2);
    self->arch->enabled = VIRQ_LINE(BH_LINE_PORT);
    host.time = 100;
    self = wait_at_once(self);
    assert_ptr_equal(self, other);
    virq_signal(fixture_vcpu(0), BH_LINE_PORT, 1);
    host.time = 200;
    self = wait_at_once(other);
    assert_int_equal(self->id, 0);
    assert_int_equal(host.time, 200);
}

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
        TEST(all_ways_to_wait_are_alike),
        TEST(who_waits_in_its_next_slot_has_not_run),
        TEST(who_waits_when_its_slot_has_passed_waits_on),
        TEST(a_machine_where_all_wait_sleeps),
        TEST(a_sleep_too_long_moves_no_start),
        TEST(the_background_runs_in_time_that_is_left),
        TEST(the_background_is_woken_by_its_own_timer),
        TEST(the_background_wakes_the_owner),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
