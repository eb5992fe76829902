/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The scheduler against a definition: which slot a time lies in is a division
 * and a search, whatever happened before. Times are those of the plan, however
 * late the scheduler is called.
 */
#include "test/unit/fixture/fixture.h"

#include "kernel/core/sched.h"

#define IDLE BH_SLOT_IDLE
#define START UINT64_C(123456789) /* when the plan begins, ticks */

/* A plan with slots of many lengths; number and partition do not agree. */
static const struct bh_config_slot mixed[] = {
    {7, 2, 10},   {8, IDLE, 11}, {108, 0, 12},     {109, 0, 13},  {300, 1, 14},
    {301, 2, 15}, {302, 0, 16},  {1000, IDLE, 17}, {1500, 1, 18}, {1501, 0, 19},
};
#define MIXED (sizeof(mixed) / sizeof(*mixed))
#define MIXED_FRAME UINT64_C(1501)

/* One with a guard: no slot but nobody's is shorter than it. */
static const struct bh_config_slot guarded[] = {
    {7, 2, 1},     {8, IDLE, 2}, {15, 0, 3},  {20, IDLE, 4},
    {25, IDLE, 5}, {100, 1, 6},  {107, 1, 7}, {113, IDLE, 8},
};
#define GUARDED (sizeof(guarded) / sizeof(*guarded))
#define GUARD UINT64_C(6)

static struct cpu *boot(const struct bh_config_slot *slots, uint32_t count)
{
    fixture_build(3);
    fixture_set_slots(slots, count);
    fixture.config->plans.count = 2;
    fixture.partitions[0].rights = BH_RIGHT_PLAN;
    fixture.plan->guard = slots == guarded ? GUARD : 0;
    host.time = START;
    return fixture_boot()->cpu;
}

/*
 * Fails unless `cpu` is where the plan is at `now`, or will be when the guard
 * is over.
 */
static void assert_at(const struct cpu *cpu, uint64_t now)
{
    uint64_t frame = fixture.plan->frame, guard = fixture.plan->guard;
    uint64_t frame_start = START + (now + guard - START) / frame * frame;
    uint64_t slot_start = frame_start;
    const struct bh_config_slot *slot = fixture.slots;
    const struct bh_info *info;

    for (; now + guard >= frame_start + slot->end; slot++)
        slot_start = frame_start + slot->end;
    assert_int_equal(cpu->slot, slot - fixture.slots);
    assert_int_equal(cpu->slot_start, slot_start);
    assert_int_equal(cpu->slot_end, frame_start + slot->end - guard);
    assert_int_equal(cpu->frame_start, frame_start);
    if (slot->partition == IDLE) {
        assert_null(cpu->owner);
        return;
    }
    assert_ptr_equal(cpu->owner, fixture_vcpu(slot->partition));
    info = cpu->owner->info;
    assert_int_equal(info->slot, slot->id);
    assert_int_equal(info->slot_start, slot_start);
    assert_int_equal(info->slot_end, frame_start + slot->end);
    assert_int_equal(info->frame_start, frame_start);
}

static uint64_t slots_given(void)
{
    uint64_t sum = 0;

    for (uint32_t id = 0; id < 3; id++)
        sum += fixture_vcpu(id)->info->slot_count;
    return sum;
}

static void slots_follow_each_other_for_ever(void **state)
{
    struct cpu *cpu = boot(mixed, MIXED);
    uint64_t given;

    (void)state;
    sched_advance(cpu, START);
    given = slots_given();
    for (uint32_t i = 0; i < 1000 * MIXED; i++) {
        uint64_t now = cpu->slot_end;

        assert_at(cpu, now - 1);
        sched_advance(cpu, now - 1); /* too early: nothing moves */
        assert_at(cpu, now - 1);
        assert_int_equal(slots_given(), given);
        sched_advance(cpu, now);
        assert_at(cpu, now);
        given += cpu->owner != NULL;
        assert_int_equal(slots_given(), given);
    }
    assert_int_equal(cpu->frame_start, START + 1000 * MIXED_FRAME);
}

/* Each partition has as many slots as the plan gives it, frame by frame. */
static void each_owner_is_told_of_each_slot(void **state)
{
    struct cpu *cpu = boot(mixed, MIXED);

    (void)state;
    while (cpu->slot_end < START + 100 * MIXED_FRAME)
        sched_advance(cpu, cpu->slot_end);
    assert_int_equal(fixture_vcpu(0)->info->slot_count, 400);
    assert_int_equal(fixture_vcpu(1)->info->slot_count, 200);
    assert_int_equal(fixture_vcpu(2)->info->slot_count, 200);
}

static void check_any_lateness(struct cpu *cpu)
{
    uint64_t now = START;
    uint32_t random = 1;

    for (int i = 0; i < 100000; i++) {
        random = random * 1664525 + 1013904223;
        /* Mostly a little late, now and then by many frames. */
        now += (random >> 8) % (i % 100 == 99 ? 100000 : 120);
        sched_advance(cpu, now);
        assert_at(cpu, now);
    }
}

static void lateness_moves_nothing(void **state)
{
    (void)state;
    check_any_lateness(boot(mixed, MIXED));
    check_any_lateness(boot(guarded, GUARDED));
}

static void a_guard_enters_each_slot_before_its_start(void **state)
{
    struct cpu *cpu = boot(guarded, GUARDED);

    (void)state;
    for (uint64_t now = START; now < START + 20 * 113; now++) {
        sched_advance(cpu, now);
        assert_at(cpu, now);
    }
    assert_int_equal(fixture_vcpu(0)->info->slot_count, 20);
    assert_int_equal(fixture_vcpu(1)->info->slot_count, 40);
    assert_int_equal(fixture_vcpu(2)->info->slot_count, 21); /* the next one */
}

static void frames_that_are_lost_are_counted(void **state)
{
    struct cpu *cpu = boot(mixed, MIXED);
    uint64_t now = START, lost = 0;

    (void)state;
    for (uint64_t skipped = 0; skipped < 10; skipped++) {
        now += (skipped + 1) * MIXED_FRAME;
        lost += skipped;
        sched_advance(cpu, now);
        assert_int_equal(cpu->frames_lost, lost);
        sched_advance(cpu, now + MIXED_FRAME - 1);
        assert_int_equal(cpu->frames_lost, lost);
    }
}

/* Every delay up to three frames, from every slot. */
static void any_delay_ends_in_the_right_slot(void **state)
{
    static const struct bh_config_slot slots[] = {
        {3, 0, 0}, {4, IDLE, 1}, {9, 1, 2}, {10, 2, 3}};

    (void)state;
    for (uint64_t from = 0; from < 10; from++)
        for (uint64_t delay = 0; delay < 30; delay++) {
            struct cpu *cpu = boot(slots, 4);

            sched_advance(cpu, START + from);
            sched_advance(cpu, START + from + delay);
            assert_at(cpu, START + from + delay);
        }
}

/* The way through the plan is bounded, however long the machine stood still. */
static void an_age_of_standing_still_costs_no_age(void **state)
{
    struct cpu *cpu = boot(mixed, MIXED);
    uint64_t now = START + (UINT64_MAX / 4) / MIXED_FRAME * MIXED_FRAME + 110;

    (void)state;
    sched_advance(cpu, now);
    assert_at(cpu, now);
    assert_true(slots_given() <= 2 * MIXED);
}

static void a_plan_of_one_slot_repeats_it(void **state)
{
    static const struct bh_config_slot only[] = {{100, 1, 5}};
    struct cpu *cpu = boot(only, 1);

    (void)state;
    for (uint64_t n = 0; n < 1000; n++) {
        sched_advance(cpu, START + 100 * n);
        assert_at(cpu, START + 100 * n);
        assert_int_equal(fixture_vcpu(1)->info->slot_count, n + 1);
        sched_advance(cpu, START + 100 * n + 99);
        assert_int_equal(fixture_vcpu(1)->info->slot_count, n + 1);
    }
}

static void a_slot_may_be_one_tick(void **state)
{
    static const struct bh_config_slot ticks[] = {
        {1, 0, 0}, {2, 1, 1}, {3, IDLE, 2}};
    struct cpu *cpu = boot(ticks, 3);

    (void)state;
    for (uint64_t now = START; now < START + 3000; now++) {
        sched_advance(cpu, now);
        assert_at(cpu, now);
    }
}

static void nobodys_slot_is_published_to_nobody(void **state)
{
    static const struct bh_config_slot slots[] = {{10, 0, 0}, {20, IDLE, 1}};
    struct cpu *cpu = boot(slots, 2);
    struct fixture_range range = {cpu, sizeof(*cpu)};

    (void)state;
    sched_advance(cpu, START);
    fixture_take_snapshot();
    sched_advance(cpu, START + 10);
    fixture_check_snapshot(&range, 1);
    assert_null(cpu->owner);
}

/* A partition that has no slot is never told of one. */
static void without_a_slot_nothing_is_published(void **state)
{
    static const struct bh_config_slot slots[] = {{10, 0, 0}, {20, 1, 1}};
    struct cpu *cpu = boot(slots, 2);

    (void)state;
    for (uint64_t now = START; now < START + 200; now++)
        sched_advance(cpu, now);
    assert_int_equal(fixture_vcpu(2)->info->slot_count, 0);
    assert_int_equal(fixture_vcpu(2)->info->slot_end, 0);
}

static void a_new_slot_ends_a_yield(void **state)
{
    static const struct bh_config_slot slots[] = {{10, 0, 0}, {20, 0, 1}};
    struct cpu *cpu = boot(slots, 2);

    (void)state;
    partition_block(fixture_vcpu(0), BLOCKED_YIELDED);
    assert_int_not_equal(fixture_vcpu(0)->blocked, 0);
    sched_advance(cpu, START + 9);
    assert_int_not_equal(fixture_vcpu(0)->blocked, 0);
    sched_advance(cpu, START + 10);
    assert_int_equal(fixture_vcpu(0)->blocked, 0);
}

static void follow(uint64_t plan)
{
    assert_value(0, fixture_call(fixture_vcpu(0), BH_EXT_PLAN, BH_PLAN_SWITCH,
                                 plan, 0, 0));
}

/* From the frame's end on, and everybody is told. */
static void a_plan_follows_at_the_end_of_the_frame(void **state)
{
    static const struct bh_config_slot slots[] = {{10, 0, 0}, {30, 1, 1}};
    struct cpu *cpu = boot(slots, 2);
    (void)state;
    assert_string_equal(fixture_vcpu(0)->info->plan_name, "plan");
    assert_int_equal(fixture_vcpu(0)->pending, 0);
    sched_advance(cpu, START + 12);
    follow(1);
    assert_ptr_equal(cpu->next_plan, &fixture.plan[1]);
    assert_int_equal(cpu->plan_start, START);
    sched_advance(cpu, START + 29);
    assert_ptr_equal(cpu->plan, &fixture.plan[0]);
    sched_advance(cpu, START + 30);
    assert_ptr_equal(cpu->plan, &fixture.plan[1]);
    assert_int_equal(cpu->frame_start, START + 30);
    assert_ptr_equal(cpu->owner, fixture_vcpu(0));
    for (uint32_t id = 0; id < 3; id++) {
        assert_string_equal(fixture_vcpu(id)->info->plan_name, "other");
        assert_int_equal(fixture_vcpu(id)->info->plan, 1);
        assert_int_equal(fixture_vcpu(id)->sources[BH_LINE_PLAN], 1);
    }
    assert_int_equal(cpu->plan_start, START + 30);
    follow(0);
    follow(1); /* thought better of it */
    sched_advance(cpu, START + 60);
    assert_ptr_equal(cpu->plan, &fixture.plan[1]);
}

/* Standing still does not pass over a plan that was to follow. */
static void a_plan_follows_a_machine_that_stood_still(void **state)
{
    static const struct bh_config_slot slots[] = {{10, 0, 0}, {30, 1, 1}};
    struct cpu *cpu = boot(slots, 2);

    (void)state;
    follow(1);
    sched_advance(cpu, START + 30 * 7 + 15);
    assert_ptr_equal(cpu->plan, &fixture.plan[1]);
    assert_int_equal(cpu->frame_start, START + 30 * 7);
    assert_ptr_equal(cpu->owner, fixture_vcpu(1));
    assert_int_equal(cpu->plan_start, START + 30);
}

static void a_plan_acts_on_partitions_when_it_begins(void **state)
{
    static const uint32_t states[] = {
        [BH_PLAN_ACTION_NONE] = BH_STATE_NORMAL,
        [BH_PLAN_ACTION_COLD_RESET] = BH_STATE_COLD_START,
        [BH_PLAN_ACTION_WARM_RESET] = BH_STATE_WARM_START,
        [BH_PLAN_ACTION_SUSPEND] = BH_STATE_SUSPENDED,
        [BH_PLAN_ACTION_RESUME] = BH_STATE_NORMAL,
        [BH_PLAN_ACTION_HALT] = BH_STATE_HALTED,
    };

    (void)state;
    for (uint8_t action = 0; action < BH_PLAN_ACTION_COUNT; action++) {
        struct cpu *cpu;

        fixture_build(3);
        fixture.config->plans.count = 2;
        fixture.plan[0].action[1] = BH_PLAN_ACTION_HALT; /* not at the start */
        fixture.plan[1].action[2] = action;
        fixture.partitions[0].rights = BH_RIGHT_PLAN;
        cpu = fixture_boot()->cpu;
        follow(1);
        sched_advance(cpu, fixture.plan->frame);
        assert_int_equal(fixture_vcpu(2)->state, states[action]);
        assert_int_equal(fixture_vcpu(1)->state, BH_STATE_NORMAL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_follow_each_other_for_ever),
        cmocka_unit_test(each_owner_is_told_of_each_slot),
        cmocka_unit_test(lateness_moves_nothing),
        cmocka_unit_test(a_guard_enters_each_slot_before_its_start),
        cmocka_unit_test(frames_that_are_lost_are_counted),
        cmocka_unit_test(any_delay_ends_in_the_right_slot),
        cmocka_unit_test(an_age_of_standing_still_costs_no_age),
        cmocka_unit_test(a_plan_of_one_slot_repeats_it),
        cmocka_unit_test(a_slot_may_be_one_tick),
        cmocka_unit_test(nobodys_slot_is_published_to_nobody),
        cmocka_unit_test(without_a_slot_nothing_is_published),
        cmocka_unit_test(a_new_slot_ends_a_yield),
        cmocka_unit_test(a_plan_follows_at_the_end_of_the_frame),
        cmocka_unit_test(a_plan_follows_a_machine_that_stood_still),
        cmocka_unit_test(a_plan_acts_on_partitions_when_it_begins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
