/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts and the timer: lines are levels, each call of the guest's
 * moves what it must, and delivery is a matter of what the guest has enabled.
 */
#include "test/unit/fixture/fixture.h"

#define SLOT FIXTURE_SLOT
#define NEXT_FRAME (3 * SLOT + SLOT / 2)

static struct result take(struct vcpu *self, uint64_t line)
{
    return fixture_call(self, BH_EXT_INTERRUPT, BH_INTERRUPT_TAKE, line, 0, 0);
}

static void set_clock_timer(struct vcpu *self, uint64_t clock,
                            uint64_t deadline, uint64_t period)
{
    assert_int_equal(fixture_call(self, BH_EXT_TIME, BH_TIME_SET_CLOCK_TIMER,
                                  clock, deadline, period)
                         .error,
                     BH_OK);
}

static uint64_t get_clock(struct vcpu *self)
{
    return (uint64_t)fixture_call(self, BH_EXT_TIME, BH_TIME_GET,
                                  BH_CLOCK_EXECUTION, 0, 0)
        .value;
}

static void set_timer(struct vcpu *self, uint64_t deadline)
{
    assert_value(
        0, fixture_call(self, BH_EXT_TIME, BH_TIME_SET_TIMER, deadline, 0, 0));
}

static void poll(struct vcpu *self)
{
    assert_value(
        0, fixture_call(self, BH_EXT_INTERRUPT, BH_INTERRUPT_POLL, 0, 0, 0));
    assert_true(self->arch->leave);
    assert_ptr_equal(fixture_resume(self), self);
}

/* A limit is a timer of its own beside the others, and comes once. */
static void a_limit_is_missed_once(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    fixture.partitions[0].action[BH_EVENT_DEADLINE] = BH_ACTION_IGNORE;
    self = fixture_boot();
    assert_value(
        0, fixture_call(self, BH_EXT_TIME, BH_TIME_SET_DEADLINE, 300, 0, 0));
    assert_int_equal(host.timer, 300);
    set_timer(self, 200);
    assert_int_equal(host.timer, 200);
    host.time = 200;
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(host.timer, 300);
    host.time = 299;
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(self->posted, 0);
    assert_null(health_find(1));
    host.time = 300;
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(health_find(1)->event, BH_EVENT_DEADLINE);
    assert_int_equal(host.timer, SLOT);
    host.time = 700;
    assert_ptr_equal(fixture_resume(self), self);
    assert_null(health_find(2));
    assert_value(
        0, fixture_call(self, BH_EXT_TIME, BH_TIME_SET_DEADLINE, 800, 0, 0));
    assert_value(0, fixture_call(self, BH_EXT_TIME, BH_TIME_SET_DEADLINE,
                                 BH_TIME_NEVER, 0, 0));
    host.time = 900;
    assert_ptr_equal(fixture_resume(self), self);
    assert_null(health_find(2));
}

/* Deadline and watchdog at once; what `deadline` does comes first. */
static struct vcpu *miss_both(uint8_t deadline, uint8_t watchdog)
{
    struct vcpu *self;

    fixture_build(3);
    fixture.partitions[0].watchdog = 300;
    fixture.partitions[0].action[BH_EVENT_DEADLINE] = deadline;
    fixture.partitions[0].action[BH_EVENT_WATCHDOG] = watchdog;
    fixture.partitions[1].rights = BH_RIGHT_CONTROL;
    self = fixture_boot();
    assert_value(
        0, fixture_call(self, BH_EXT_TIME, BH_TIME_SET_DEADLINE, 300, 0, 0));
    host.time = 400;
    assert_non_null(fixture_resume(self));
    return self;
}

/* Who does not go on is not done more to: not revived, and not reset twice. */
static void events_wait_while_a_partition_does_not_go_on(void **state)
{
    struct vcpu *self;

    (void)state;
    self = miss_both(BH_ACTION_HALT, BH_ACTION_COLD_RESET);
    assert_int_equal(self->state, BH_STATE_HALTED);
    assert_null(health_find(2));

    self = miss_both(BH_ACTION_COLD_RESET, BH_ACTION_HALT);
    assert_int_equal(self->state, BH_STATE_NORMAL);
    assert_int_equal(self->info->reset_count, 1);
    assert_null(health_find(2));

    self = miss_both(BH_ACTION_SUSPEND, BH_ACTION_IGNORE);
    assert_int_equal(self->state, BH_STATE_SUSPENDED);
    assert_null(health_find(2));
    assert_value(0, fixture_call(fixture_vcpu(1), BH_EXT_PARTITION,
                                 BH_PARTITION_RESUME, 0, 0, 0));
    host.time = NEXT_FRAME;
    assert_ptr_equal(fixture_resume(fixture_vcpu(1)), self);
    assert_int_equal(health_find(2)->event, BH_EVENT_WATCHDOG);
}

/* Its time begins with normal mode, with a kick, and when it is resumed. */
static void a_watchdog_watches_who_is_normal(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    fixture.partitions[0].watchdog = 100;
    fixture.partitions[0].action[BH_EVENT_WATCHDOG] = BH_ACTION_SUSPEND;
    self = fixture_boot();
    assert_int_equal(host.timer, 100);
    host.time = 50;
    assert_value(
        0, fixture_call(self, BH_EXT_TIME, BH_TIME_KICK_WATCHDOG, 0, 0, 0));
    assert_int_equal(host.timer, 150);
    host.time = 150;
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_int_equal(self->state, BH_STATE_SUSPENDED);
    assert_int_equal(health_find(1)->event, BH_EVENT_WATCHDOG);
    assert_error(BH_E_STATE, fixture_call(self, BH_EXT_TIME,
                                          BH_TIME_KICK_WATCHDOG, 0, 0, 0));
    host.time = NEXT_FRAME;
    assert_int_equal(fixture_resume(fixture_vcpu(1))->id, 1);
    assert_null(health_find(2));
    host.time = 2 * NEXT_FRAME;
    partition_apply(self, BH_PLAN_ACTION_RESUME, 0, 0);
    assert_ptr_equal(fixture_resume(fixture_vcpu(1)), self);
    assert_int_equal(host.timer, 2 * NEXT_FRAME + 100);
}

static void lines_are_raised_and_lowered_one_by_one(void **state)
{
    static const uint32_t lines[] = {VIRQ_SOFTWARE, VIRQ_TIMER, VIRQ_EXTERNAL};
    struct vcpu *self = fixture_vcpu(0);
    uint32_t all = 0;

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(all & lines[i], 0); /* no two are the same */
        all |= lines[i];
        virq_raise(self, lines[i]);
        assert_int_equal(self->pending, all);
    }
    virq_raise(self, VIRQ_SOFTWARE); /* up already */
    assert_int_equal(self->pending, all);
    for (int i = 0; i < 3; i++) {
        all &= ~lines[i];
        virq_lower(self, lines[i]);
        virq_lower(self, lines[i]);
        assert_int_equal(self->pending, all);
        assert_int_equal(self->arch->shown, all);
    }
}

static void lines_are_the_partitions_own(void **state)
{
    (void)state;
    virq_raise(fixture_vcpu(1), VIRQ_EXTERNAL);
    assert_int_equal(fixture_vcpu(0)->pending, 0);
    assert_int_equal(fixture_vcpu(1)->pending, VIRQ_EXTERNAL);
    assert_int_equal(fixture_vcpu(2)->pending, 0);
}

static void a_raised_line_makes_the_guest_leave(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    assert_false(self->arch->leave);
    virq_raise(self, VIRQ_SOFTWARE);
    assert_true(self->arch->leave);
}

static void an_interrupt_needs_line_enable_and_no_mask(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    for (int bits = 0; bits < 8; bits++) {
        bool pends = (bits & 1) != 0;
        bool enabled = (bits & 2) != 0;
        bool masked = (bits & 4) != 0;

        virq_lower(self, VIRQ_SOFTWARE);
        if (pends)
            virq_raise(self, VIRQ_SOFTWARE);
        self->arch->enabled = enabled ? VIRQ_SOFTWARE : ~VIRQ_SOFTWARE;
        self->arch->masked = masked;
        self->arch->interrupts = 0;
        poll(self);
        assert_int_equal(self->arch->interrupts, pends && enabled && !masked);
        assert_int_equal(self->arch->shown, pends ? VIRQ_SOFTWARE : 0);
    }
}

static void a_line_stays_up_until_it_is_served(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    self->arch->enabled = VIRQ_EXTERNAL;
    virq_raise(self, VIRQ_EXTERNAL);
    for (uint32_t n = 1; n < 5; n++) {
        self->arch->masked = false;
        poll(self);
        assert_int_equal(self->arch->interrupts, n);
        assert_true(self->arch->masked); /* in its handler: not again */
        poll(self);
        assert_int_equal(self->arch->interrupts, n);
    }
    virq_lower(self, VIRQ_EXTERNAL);
    self->arch->masked = false;
    poll(self);
    assert_int_equal(self->arch->interrupts, 4);
}

static void the_timer_comes_at_its_deadline(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    self->arch->masked = false;
    set_timer(self, 500);
    host.time = 499;
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(self->arch->interrupts, 0);
    assert_int_equal(host.timer, 500);
    host.time = 500;
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(self->arch->interrupts, 1);
    assert_int_equal(self->arch->taken, VIRQ_TIMER);
}

static void a_new_deadline_takes_the_interrupt_back(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    set_timer(self, 500);
    host.time = 600;
    poll(self);
    assert_int_equal(self->pending, VIRQ_TIMER);
    assert_int_equal(self->arch->shown, VIRQ_TIMER);
    set_timer(self, 900);
    assert_int_equal(self->pending, 0);
    assert_int_equal(self->arch->shown, 0);
    assert_int_equal(host.timer, 900);
    self->arch->masked = false;
    poll(self);
    assert_int_equal(self->arch->interrupts, 0);
    set_timer(self, BH_TIME_NEVER);
    assert_int_equal(host.timer, SLOT);
    host.time = 950;
    poll(self);
    assert_int_equal(self->pending, 0);
}

/* Setting it touches no other line. */
static void the_timer_is_one_line_of_three(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    virq_raise(self, VIRQ_SOFTWARE | VIRQ_EXTERNAL);
    set_timer(self, 0);
    poll(self);
    assert_int_equal(self->pending, VIRQ_SOFTWARE | VIRQ_EXTERNAL | VIRQ_TIMER);
    set_timer(self, 700);
    assert_int_equal(self->pending, VIRQ_SOFTWARE | VIRQ_EXTERNAL);
}

static void a_deadline_in_the_past_is_due_at_once(void **state)
{
    struct vcpu *self = fixture_vcpu(0);
    static const uint64_t past[] = {0, 1, 399, 400};

    (void)state;
    host.time = 400;
    self->arch->enabled = VIRQ_TIMER;
    for (uint32_t i = 0; i < 4; i++) {
        self->arch->masked = false;
        set_timer(self, past[i]);
        assert_true(host.timer <= host.time); /* the hart will see to it */
        assert_ptr_equal(fixture_resume(self), self);
        assert_int_equal(self->arch->interrupts, i + 1);
        assert_int_equal(host.timer, SLOT);
    }
}

static void a_deadline_never_comes(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    self->arch->masked = false;
    set_timer(self, BH_TIME_NEVER);
    for (host.time = 0; host.time < SLOT; host.time += 37)
        assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(self->arch->interrupts, 0);
    assert_int_equal(self->pending, 0);
}

/* One that runs out of its slot is due when the partition next runs. */
static void a_deadline_outside_the_slot_waits_for_the_next(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    self->arch->masked = false;
    set_timer(self, SLOT + 10);
    assert_int_equal(host.timer, SLOT);
    host.time = SLOT + 20;
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_int_equal(self->pending, 0);
    assert_int_equal(host.timer, 2 * SLOT);
    host.time = 3 * SLOT + SLOT / 2;
    assert_ptr_equal(fixture_resume(fixture_vcpu(1)), self);
    assert_int_equal(self->arch->taken, VIRQ_TIMER);
    assert_int_equal(self->arch->interrupts, 1);
}

static void lines_tell_their_sources_once(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    virq_signal(self, BH_LINE_SLOT, 1u << 3);
    virq_signal(self, BH_LINE_SLOT, 1u << 5);
    virq_signal(self, BH_LINE_PLAN, 1);
    assert_int_equal(self->pending,
                     VIRQ_LINE(BH_LINE_SLOT) | VIRQ_LINE(BH_LINE_PLAN));
    assert_int_equal(take(self, BH_LINE_SLOT).value, 1 << 3 | 1 << 5);
    assert_int_equal(self->pending, VIRQ_LINE(BH_LINE_PLAN));
    assert_int_equal(take(self, BH_LINE_SLOT).value, 0);
    assert_int_equal(take(self, BH_LINE_COUNT).error, BH_E_INVALID_PARAM);
    assert_int_equal(take(self, UINT64_MAX).error, BH_E_INVALID_PARAM);
    assert_int_equal(take(self, BH_LINE_PLAN).value, 1);
    assert_int_equal(self->pending, 0);
}

/* Of its own devices only may a partition say that it is done. */
static void done_are_ones_own_interrupts(void **state)
{
    const uint64_t own = 1u << 5 | 1u << 11;
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    fixture.partitions[0].interrupts = own;
    fixture.partitions[1].interrupts = 1u << 6;
    self = fixture_boot();
    for (uint32_t bit = 0; bit < 64; bit++) {
        uint64_t sources = UINT64_C(1) << bit;

        host.done = 0;
        assert_int_equal(fixture_call(self, BH_EXT_INTERRUPT, BH_INTERRUPT_DONE,
                                      sources, 0, 0)
                             .error,
                         (own & sources) != 0 ? BH_OK : BH_E_DENIED);
        assert_int_equal(host.done, own & sources);
    }
    assert_error(BH_E_DENIED, fixture_call(self, BH_EXT_INTERRUPT,
                                           BH_INTERRUPT_DONE, own | 1, 0, 0));
    assert_int_equal(host.done, 0);
    assert_value(
        0, fixture_call(self, BH_EXT_INTERRUPT, BH_INTERRUPT_DONE, own, 0, 0));
    assert_int_equal(host.done, own);
}

/* The hardware clock goes on between slots, and expiries are not lost. */
static void a_periodic_timer_counts_what_it_missed(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    set_clock_timer(self, BH_CLOCK_HARDWARE, 300, 400);
    assert_int_equal(host.timer, 300);
    host.time = 310;
    poll(self);
    assert_int_equal(self->sources[BH_LINE_TIMER], 1);
    assert_int_equal(host.timer, SLOT); /* until it is taken, no more comes */
    host.time = 701;                    /* not taken yet: missed */
    poll(self);
    assert_int_equal(self->info->timer_missed[0], 0);
    assert_int_equal(take(self, BH_LINE_TIMER).value, 1);
    assert_int_equal(self->info->timer_missed[0], 1);
    assert_int_equal(host.timer, SLOT);
    host.time = NEXT_FRAME + 1; /* 1100, 1500, ... 3500 but one */
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(take(self, BH_LINE_TIMER).value, 1);
    assert_int_equal(self->info->timer_missed[0], 1 + 6);
    assert_int_equal(self->clocks[0].deadline, 3900);
    assert_int_equal(host.timer, 3900);
    set_clock_timer(self, BH_CLOCK_HARDWARE, BH_TIME_NEVER, 0);
    host.time += 500;
    poll(self);
    assert_int_equal(self->pending, 0);
}

/* The execution clock stands while the partition waits, or others run. */
static void the_execution_clock_counts_what_was_run(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    host.time = 400;
    assert_int_equal(get_clock(self), 400);
    set_clock_timer(self, BH_CLOCK_EXECUTION, 1100, 0);
    assert_int_equal(host.timer, SLOT);
    host.time = SLOT;
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_int_equal(get_clock(self), SLOT);
    host.time = SLOT + 700;
    assert_int_equal(get_clock(self), SLOT);
    assert_int_equal(get_clock(fixture_vcpu(1)), 700);
    host.time = NEXT_FRAME;
    assert_ptr_equal(fixture_resume(fixture_vcpu(1)), self);
    assert_int_equal(host.timer, NEXT_FRAME + 100);
    self->arch->enabled = VIRQ_TIMER;
    set_timer(self, NEXT_FRAME + 500);
    partition_block(
        self, BLOCKED_WAITING); /* for 500 ticks, of which none is its own */
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(host.time, NEXT_FRAME + 500);
    assert_int_equal(get_clock(self), SLOT);
    assert_int_equal(host.timer, NEXT_FRAME + 600);
    assert_int_equal(self->sources[BH_LINE_TIMER], 0);
    host.time = NEXT_FRAME + 600;
    poll(self);
    assert_int_equal(take(self, BH_LINE_TIMER).value, 2);
    assert_int_equal(get_clock(self), 1100);
    assert_int_equal(self->clocks[1].deadline, BH_TIME_NEVER);
}

/* As far away as can be said is no earlier than never. */
static void a_clock_that_cannot_come_is_never(void **state)
{
    struct vcpu *self = fixture_vcpu(0);

    (void)state;
    host.time = 500;
    set_clock_timer(self, BH_CLOCK_EXECUTION, BH_TIME_NEVER - 1, 0);
    set_clock_timer(self, BH_CLOCK_HARDWARE, BH_TIME_NEVER - 1, 1);
    assert_int_equal(host.timer, SLOT);
    poll(self);
    assert_int_equal(self->pending, 0);
    set_clock_timer(self, BH_CLOCK_HARDWARE, 1, UINT64_MAX);
    assert_int_equal(take(self, BH_LINE_TIMER).value, 0);
    poll(self);
    assert_int_equal(take(self, BH_LINE_TIMER).value, 1);
    assert_int_equal(self->clocks[BH_CLOCK_HARDWARE].deadline, BH_TIME_NEVER);
    set_clock_timer(self, BH_CLOCK_HARDWARE, 400, UINT64_MAX - 300);
    poll(
        self); /* 400 more would be behind the end, and so again at the start */
    assert_int_equal(take(self, BH_LINE_TIMER).value, 1);
    assert_int_equal(self->clocks[BH_CLOCK_HARDWARE].deadline, BH_TIME_NEVER);
    poll(self);
    assert_int_equal(fixture_call(self, BH_EXT_TIME, BH_TIME_SET_CLOCK_TIMER,
                                  BH_CLOCK_COUNT, 0, 0)
                         .error,
                     BH_E_INVALID_PARAM);
}

#define BOOTED(test) cmocka_unit_test_setup(test, fixture_setup_booted)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_is_missed_once),
        cmocka_unit_test(events_wait_while_a_partition_does_not_go_on),
        cmocka_unit_test(a_watchdog_watches_who_is_normal),
        BOOTED(lines_are_raised_and_lowered_one_by_one),
        BOOTED(lines_are_the_partitions_own),
        BOOTED(a_raised_line_makes_the_guest_leave),
        BOOTED(an_interrupt_needs_line_enable_and_no_mask),
        BOOTED(a_line_stays_up_until_it_is_served),
        BOOTED(the_timer_comes_at_its_deadline),
        BOOTED(a_new_deadline_takes_the_interrupt_back),
        BOOTED(the_timer_is_one_line_of_three),
        BOOTED(a_deadline_in_the_past_is_due_at_once),
        BOOTED(a_deadline_never_comes),
        BOOTED(a_deadline_outside_the_slot_waits_for_the_next),
        cmocka_unit_test(done_are_ones_own_interrupts),
        BOOTED(lines_tell_their_sources_once),
        BOOTED(a_periodic_timer_counts_what_it_missed),
        BOOTED(the_execution_clock_counts_what_was_run),
        BOOTED(a_clock_that_cannot_come_is_never),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
