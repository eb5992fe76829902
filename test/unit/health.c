/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The health monitor: the configured action and no other, a log that takes the
 * event at once, a report for people later, and a count of what it lost.
 */
#include "test/unit/fixture/fixture.h"
#include "test/unit/fixture/screen.h"

#include "kernel/core/console.h"
#include "kernel/core/health.h"

#define LOG_EACH 4u /* records that a partition has in the log */
#define CAUSE 5u
#define ADDRESS 0x123456789abcdef0u

/* What is said of an event before its registers. */
#define HEAD_ROWS 2u

static uint8_t raise(uint32_t id, uint32_t kind)
{
    const struct health_event event = {kind, CAUSE, ADDRESS};

    return health_raise(fixture_vcpu(id), &event);
}

static bool report(void)
{
    return health_report_step(fixture_vcpu(0)->cpu);
}

/* Fails unless the row is the kernel's and has this in it. */
static void assert_tells(unsigned row, const char *text)
{
    assert_ptr_equal(strstr(screen_row(row), "[bulkhead] health: "),
                     screen_row(row));
    if (strstr(screen_row(row), text) == NULL)
        fail_msg("no %s in: %s", text, screen_row(row));
}

/* All that the monitor and the console have to say. */
static void report_all(void)
{
    do
        screen_run();
    while (report());
}

static void boot(uint32_t count)
{
    fixture_build(count);
    fixture_boot();
    screen_clear();
}

static void each_event_has_its_own_action(void **state)
{
    (void)state;
    for (uint32_t set = 0; set < 8; set++)
        for (uint32_t kind = 0; kind < 3; kind++) {
            bool propagates = (set >> kind & 1) != 0;

            fixture_build(3);
            for (uint32_t i = 0; i < 3; i++)
                fixture.partitions[1].action[i] =
                    (set >> i & 1) != 0 ? BH_ACTION_PROPAGATE : BH_ACTION_HALT;
            fixture_boot();
            fixture_take_snapshot();
            assert_int_equal(raise(1, kind),
                             propagates ? BH_ACTION_PROPAGATE : BH_ACTION_HALT);
            if (propagates)
                fixture_check_snapshot(NULL, 0);
            assert_int_equal(report(), !propagates);
            assert_int_equal(raise(0, kind), BH_ACTION_HALT);
        }
}

static void what_halts_is_halted(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < BH_EVENT_COUNT; kind++) {
        struct vcpu *self;

        boot(3);
        self = fixture_vcpu(1);
        assert_int_equal(raise(1, kind), BH_ACTION_HALT);
        assert_int_equal(self->state, BH_STATE_HALTED);
        assert_int_equal(self->info->state, BH_STATE_HALTED);
        assert_true(self->arch->leave);
        assert_true(self->cpu->any_stopped);
        assert_int_equal(self->cpu->still_count, 1);
        assert_int_equal(fixture_vcpu(0)->state, BH_STATE_NORMAL);
        assert_int_equal(fixture_vcpu(2)->state, BH_STATE_NORMAL);
    }
}

static void a_halt_changes_nothing_of_others(void **state)
{
    struct vcpu *self;

    (void)state;
    boot(3);
    self = fixture_vcpu(1);
    {
        struct fixture_range ranges[] = {
            fixture_module("health"),
            fixture_module("console"),
            {self, sizeof(*self)},
            {self->arch, sizeof(*self->arch)},
            {self->info, sizeof(*self->info)},
            {self->cpu, sizeof(*self->cpu)},
        };

        fixture_take_snapshot();
        raise(1, BH_EVENT_MEMORY_VIOLATION);
        fixture_check_snapshot(ranges, 6);
    }
}

static void the_report_names_event_and_partition(void **state)
{
    static const char *const names[] = {
        "memory violation", "illegal instruction", "exception",
        "unhandled exception", "unsupported operation"};
    (void)state;
    for (uint32_t kind = 0; kind < BH_EVENT_APPLICATION; kind++) {
        boot(3);
        raise(2, kind);
        report_all();
        assert_tells(0, "\"p2\"");
        assert_tells(0, names[kind]);
        assert_tells(0, arch_cause_name(CAUSE));
        assert_tells(0, "address 0x123456789abcdef0");
        assert_tells(1, "\"p2\"");
        assert_tells(1, "halted");
    }
}

/* `self` gives its slot back; what is printed until somebody runs. */
static const char *printed_meanwhile(struct vcpu *self)
{
    assert_value(
        0, fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_YIELD, 0, 0, 0));
    fixture_resume(self);
    return fixture_printed();
}

/* Though nobody has written anything that would be printed. */
static void idle_time_is_for_reports(void **state)
{
    struct vcpu *self;

    (void)state;
    boot(3);
    self = fixture_vcpu(0);
    raise(1, BH_EVENT_EXCEPTION);
    assert_non_null(strstr(printed_meanwhile(self), "health: partition"));
    boot(3);
    self = fixture_vcpu(0);
    host.time = 1000 * FIXTURE_SLOT;
    self = fixture_resume(self);
    assert_non_null(strstr(printed_meanwhile(self), "frames lost"));
}

/* The number of the slot is the one that its owner sees. */
static void the_report_tells_slot_and_time(void **state)
{
    static const struct bh_config_slot slots[] = {{1000, 0, 17}, {2000, 1, 42}};

    (void)state;
    fixture_build(3);
    fixture_set_slots(slots, 2);
    host.time = 500000;
    fixture_boot();
    screen_clear();
    host.time = 501000;
    assert_int_equal(fixture_resume(fixture_vcpu(0))->id, 1);
    host.time = 501234;
    raise(1, BH_EVENT_EXCEPTION);
    host.time = 502000; /* that of the report does not count */
    report_all();
    assert_tells(1, "slot 42");
    assert_tells(1, "501234 ticks");
}

/* Every register by its name, as it was when it happened. */
static void the_report_has_all_registers(void **state)
{
    uint64_t *registers;
    char text[64];
    unsigned found;

    (void)state;
    boot(3);
    registers = fixture_vcpu(0)->arch->registers;
    for (uint64_t i = 0; i < ARCH_REGISTERS; i++)
        registers[i] = i * 0x0123456789abcdef;
    raise(0, BH_EVENT_ILLEGAL_INSTRUCTION);
    memset(registers, 0, ARCH_REGISTERS * sizeof(*registers));
    report_all();
    for (uint64_t i = 0; i < ARCH_REGISTERS; i++) {
        snprintf(text, sizeof(text), " %s %016lx", arch_register_names[i],
                 i * 0x0123456789abcdef);
        found = 0;
        for (unsigned row = HEAD_ROWS; row < screen_rows(); row++)
            found += strstr(screen_row(row), text) != NULL;
        assert_int_equal(found, 1);
    }
    for (unsigned row = 0; row < screen_rows(); row++)
        assert_null(strchr(screen_row(row), '?')); /* nothing but text */
}

static void the_partitions_last_words_come_out(void **state)
{
    (void)state;
    boot(3);
    screen_write(0, "last words");
    raise(0, BH_EVENT_EXCEPTION);
    screen_run();
    assert_row(0, "[p0] last words");
}

/* One line for each step, and none when the console has no room. */
static void a_report_comes_in_bounded_steps(void **state)
{
    unsigned steps = 0;
    size_t room;

    (void)state;
    boot(3);
    raise(0, BH_EVENT_EXCEPTION);
    do {
        room = console_room(CONSOLE_KERNEL);
        steps++;
        assert_true(report());
        assert_true(room - console_room(CONSOLE_KERNEL) <= 161);
    } while (console_room(CONSOLE_KERNEL) > 161);
    assert_false(report()); /* no room: later */
    screen_run();
    assert_int_equal(screen_rows(), steps);
    while (report()) {
        screen_run();
        steps++;
    }
    assert_int_equal(screen_rows(), steps);
}

/* Rows that have both, or the first if the second is NULL. */
static unsigned rows_with(const char *one, const char *two)
{
    unsigned count = 0;

    for (unsigned row = 0; row < screen_rows(); row++)
        if (strstr(screen_row(row), one) != NULL &&
            (two == NULL || strstr(screen_row(row), two) != NULL))
            count++;
    return count;
}

#define EVENT "cause of the host" /* stands in an event's first line */

static void reports_come_in_order(void **state)
{
    char name[16];
    unsigned rows;

    (void)state;
    boot(16);
    for (uint32_t id = 0; id < 16; id++)
        raise(id, BH_EVENT_EXCEPTION);
    report_all();
    assert_int_equal(rows_with("lost", NULL), 0);
    assert_int_equal(rows_with(EVENT, NULL), 16);
    rows = screen_rows() / 16;
    for (uint32_t id = 0; id < 16; id++) {
        snprintf(name, sizeof(name), "\"p%u\"", id);
        assert_tells(id * rows, name);
    }
}

/* Resets come as often as they may: none of them ends the partition. */
static void boot_resetting(void)
{
    fixture_build(3);
    memset(fixture.partitions[1].action, BH_ACTION_WARM_RESET, BH_EVENT_COUNT);
    fixture_boot();
    screen_clear();
}

/* And only its own reports are. */
static void a_partition_that_floods_the_log_loses_its_oldest(void **state)
{
    (void)state;
    boot_resetting();
    raise(0, BH_EVENT_EXCEPTION);
    for (uint32_t i = 0; i < LOG_EACH + 5; i++)
        raise(1, i == 4 ? BH_EVENT_ILLEGAL_INSTRUCTION : BH_EVENT_EXCEPTION);
    raise(2, BH_EVENT_EXCEPTION);
    report_all();
    assert_int_equal(rows_with("lost", NULL), 1);
    assert_int_equal(rows_with("[bulkhead] health: 5 reports lost", NULL), 1);
    assert_int_equal(rows_with("\"p0\"", EVENT), 1);
    assert_int_equal(rows_with("\"p1\"", EVENT), LOG_EACH);
    assert_int_equal(rows_with("illegal", NULL), 0);
    assert_int_equal(rows_with("\"p2\"", EVENT), 1);
}

/* A report that has begun is cut, and what follows is whole. */
static void a_report_may_be_lost_while_it_comes_out(void **state)
{
    (void)state;
    boot_resetting();
    for (uint32_t i = 0; i < LOG_EACH; i++)
        raise(1, BH_EVENT_EXCEPTION);
    assert_true(report());
    raise(1, BH_EVENT_EXCEPTION);
    report_all();
    assert_tells(0, "\"p1\"");
    assert_row(1, "[bulkhead] health: 1 reports lost");
    assert_int_equal(rows_with(EVENT, NULL), LOG_EACH + 1);
    assert_int_equal(rows_with("warm reset", NULL), LOG_EACH);
}

/* What is no exception is told in one line, and keeps nobody else. */
static void what_is_posted_is_seen_to_before_it_goes_on(void **state)
{
    struct vcpu *self;

    (void)state;
    boot(3);
    self = fixture_vcpu(0);
    assert_value(0,
                 fixture_call(self, BH_EXT_HEALTH, BH_HEALTH_RAISE, 77, 78, 0));
    assert_true(self->arch->leave);
    assert_int_equal(self->state, BH_STATE_NORMAL);
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_int_equal(self->state, BH_STATE_HALTED);
    assert_true(self->cpu->any_stopped);
    report_all();
    assert_int_equal(screen_rows(), 1);
    assert_tells(0, "\"p0\": failed (code 77), halted");
}

static void what_is_ignored_is_told(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    fixture.partitions[0].action[BH_EVENT_APPLICATION] = BH_ACTION_IGNORE;
    fixture.partitions[0].action[BH_EVENT_RESET] = BH_ACTION_SUSPEND;
    self = fixture_boot();
    screen_clear();
    partition_post(self, BH_EVENT_APPLICATION, 3, 0);
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(self->blocked, 0);
    assert_int_equal(self->posted, 0);
    partition_post(self, BH_EVENT_RESET, 0, 0);
    partition_post(self, BH_EVENT_APPLICATION, 4, 0);
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_int_equal(self->state, BH_STATE_SUSPENDED);
    report_all();
    assert_tells(0, "\"p0\": failed (code 3), ignored");
    assert_tells(1, "\"p0\": failed (code 4), ignored");
    assert_tells(2, "\"p0\": asked for a reset (code 0), suspended");
}

/* Suspended with something posted: that waits until it is resumed. */
static void what_is_posted_waits_for_who_is_still(void **state)
{
    struct vcpu *self;

    (void)state;
    boot(3);
    self = fixture_vcpu(0);
    partition_post(self, BH_EVENT_APPLICATION, 3, 0);
    partition_apply(self, BH_PLAN_ACTION_SUSPEND, 0, 0);
    assert_int_equal(fixture_resume(self)->id, 1);
    assert_int_equal(self->state, BH_STATE_SUSPENDED);
    partition_apply(self, BH_PLAN_ACTION_RESUME, 0, 0);
    host.time = 4 * FIXTURE_SLOT;
    assert_int_equal(fixture_resume(fixture_vcpu(1))->id, 1);
    assert_int_equal(self->state, BH_STATE_HALTED);
}

static void a_reset_tells_why(void **state)
{
    const uint8_t actions[] = {BH_ACTION_COLD_RESET, BH_ACTION_WARM_RESET};

    (void)state;
    for (uint32_t i = 0; i < 2; i++) {
        struct vcpu *self;

        fixture_build(3);
        fixture.partitions[0].action[BH_EVENT_UNSUPPORTED] = actions[i];
        self = fixture_boot();
        memset(fixture_memory(0, FIXTURE_RAM), 0x5a, 8);
        raise(0, BH_EVENT_UNSUPPORTED);
        assert_int_equal(self->state, actions[i]); /* cold or warm start */
        assert_ptr_equal(fixture_resume(self), self);
        assert_int_equal(self->state, BH_STATE_NORMAL);
        assert_int_equal(self->info->reset_cause, BH_RESET_HEALTH);
        assert_int_equal(self->info->reset_status, BH_EVENT_UNSUPPORTED);
        assert_int_equal(self->info->reset_count, 1);
        assert_int_equal(*fixture_memory(0, FIXTURE_RAM) == 0x5a, i == 1);
    }
}

#define LIMIT 3u
#define WITHIN 100u

/* Of a row of resets, each is judged by those before it. */
static void restarts_too_often_are_the_end(void **state)
{
    static const struct {
        uint64_t at;
        bool halts;
    } steps[] = {{5000, false}, {5010, false}, {5100, false},
                 {5110, false}, {5300, false}, {5399, false},
                 {5400, false}, {5498, true},  {5499, false}};
    struct vcpu *self;

    (void)state;
    boot_resetting();
    fixture_build(3);
    fixture.partitions[1].action[0] = BH_ACTION_COLD_RESET;
    fixture.partitions[1].restarts = LIMIT;
    fixture.partitions[1].restarts_within = WITHIN;
    fixture_boot();
    self = fixture_vcpu(1);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        host.time = steps[i].at;
        assert_int_equal(raise(1, 0), steps[i].halts ? BH_ACTION_HALT
                                                     : BH_ACTION_COLD_RESET);
        assert_int_equal(self->state, steps[i].halts ? BH_STATE_HALTED
                                                     : BH_STATE_COLD_START);
    }
}

/* The plan's frame begins with the event, or when the current one ends. */
static void an_event_switches_plans(void **state)
{
    (void)state;
    for (uint64_t now = 0; now < 2; now++) {
        struct vcpu *self;

        fixture_build(3);
        fixture.config->plans.count = 2;
        fixture.partitions[1].action[0] =
            (uint8_t)((now ? BH_ACTION_PLAN_NOW : BH_ACTION_PLAN) + 1);
        self = fixture_boot();
        host.time = FIXTURE_SLOT + 300;
        self = fixture_resume(self);
        assert_int_equal(self->id, 1);
        raise(1, 0);
        assert_int_equal(self->state, BH_STATE_SUSPENDED);
        assert_int_equal(self->cpu->plan - self->cpu->next_plan, now - 1);
        self = fixture_resume(self);
        assert_int_equal(self->info->plan, now);
        assert_int_equal(self->id, now ? 0 : 2);
        assert_int_equal(self->info->frame_start, now ? FIXTURE_SLOT + 300 : 0);
        assert_int_equal(host.time,
                         now ? FIXTURE_SLOT + 300 : 2 * FIXTURE_SLOT);
    }
}

/* Frames are lost one by one or by the dozen, and told as one number. */
static void lost_frames_are_told(void **state)
{
    const uint64_t frame = 3 * FIXTURE_SLOT + FIXTURE_SLOT / 2;
    struct vcpu *self;

    (void)state;
    boot(3);
    host.time = 2 * frame; /* one of which nothing ran */
    self = fixture_resume(fixture_vcpu(0));
    report_all();
    assert_tells(0, "1 frames lost");
    host.time = 7 * frame;
    self = fixture_resume(self);
    host.time = 9 * frame;
    self = fixture_resume(self);
    assert_int_equal(self->id, 0);
    report_all();
    assert_int_equal(screen_rows(), 2);
    assert_tells(1, "5 frames lost");
    assert_false(report());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_has_its_own_action),
        cmocka_unit_test(what_halts_is_halted),
        cmocka_unit_test(a_halt_changes_nothing_of_others),
        cmocka_unit_test(the_report_names_event_and_partition),
        cmocka_unit_test(idle_time_is_for_reports),
        cmocka_unit_test(the_report_tells_slot_and_time),
        cmocka_unit_test(the_report_has_all_registers),
        cmocka_unit_test(the_partitions_last_words_come_out),
        cmocka_unit_test(a_report_comes_in_bounded_steps),
        cmocka_unit_test(reports_come_in_order),
        cmocka_unit_test(a_partition_that_floods_the_log_loses_its_oldest),
        cmocka_unit_test(a_report_may_be_lost_while_it_comes_out),
        cmocka_unit_test(what_is_posted_is_seen_to_before_it_goes_on),
        cmocka_unit_test(what_is_ignored_is_told),
        cmocka_unit_test(what_is_posted_waits_for_who_is_still),
        cmocka_unit_test(a_reset_tells_why),
        cmocka_unit_test(restarts_too_often_are_the_end),
        cmocka_unit_test(an_event_switches_plans),
        cmocka_unit_test(lost_frames_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
