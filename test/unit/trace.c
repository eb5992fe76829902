/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trace: what is recorded of a running system, what is not, and what
 * becomes of the oldest record when the ring is full.
 */
#include "test/unit/fixture/fixture.h"

#define SLOT FIXTURE_SLOT
#define ALL ((1u << BH_TRACE_KINDS) - 1)
#define KIND(name) (1u << BH_TRACE_##name)

static struct bh_trace_ring *ring;

/* Boots a system with a trace of these kinds. */
static struct vcpu *boot(uint32_t kinds)
{
    fixture_build(3);
    ring = fixture_trace(kinds);
    return fixture_boot();
}

static const struct bh_trace_record *record_at(uint64_t number)
{
    const struct bh_trace_record *records = (const void *)(ring + 1);

    return &records[number % FIXTURE_RECORDS];
}

#define assert_record(number, kind_, partition_, detail_, a_, b_)              \
    do {                                                                       \
        const struct bh_trace_record *record_ = record_at(number);             \
        assert_int_equal(record_->kind, kind_);                                \
        assert_int_equal(record_->partition, partition_);                      \
        assert_int_equal(record_->detail, detail_);                            \
        assert_int_equal(record_->a, a_);                                      \
        assert_int_equal(record_->b, b_);                                      \
    } while (0)

static void write_event(struct vcpu *self, uint64_t code, uint64_t value)
{
    assert_value(
        0, fixture_call(self, BH_EXT_TRACE, BH_TRACE_WRITE, code, value, 0));
}

static void the_ring_says_what_it_is(void **state)
{
    (void)state;
    fixture_build(3);
    host.time = 77;
    ring = fixture_trace(KIND(GUEST) | KIND(PLAN));
    fixture_boot();
    assert_int_equal(ring->magic, BH_TRACE_MAGIC);
    assert_memory_equal(&ring->magic, "BHtrace", 8);
    assert_int_equal(ring->version, BH_TRACE_VERSION);
    assert_int_equal(ring->capacity, FIXTURE_RECORDS);
    assert_int_equal(ring->events, KIND(GUEST) | KIND(PLAN));
    assert_int_equal(ring->start, 77);
    assert_int_equal(ring->head, 1); /* the plan has begun */
    assert_record(0, BH_TRACE_PLAN, BH_TRACE_NOBODY, 0, 77, 0);
}

static void nothing_is_recorded_without_a_ring(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    self = fixture_boot();
    assert_int_equal(trace_kinds, 0);
    fixture_take_snapshot();
    write_event(self, 1, 2);
    fixture_check_nothing_changed();
}

static void only_what_is_wanted_is_recorded(void **state)
{
    (void)state;
    for (uint32_t kind = 0; kind < BH_TRACE_KINDS; kind++) {
        struct vcpu *self = boot(1u << kind);

        write_event(self, 1, 2);
        fixture_call(self, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, FIXTURE_RAM,
                     5);
        host.time += SLOT;
        fixture_resume(self);
        for (uint64_t i = 0; i < ring->head; i++)
            assert_int_equal(record_at(i)->kind, kind);
    }
}

static void a_record_tells_when(void **state)
{
    struct vcpu *self = boot(KIND(GUEST));

    (void)state;
    host.time = 123;
    write_event(self, UINT64_C(1) << 32 | 7, UINT64_MAX);
    assert_int_equal(ring->head, 1);
    assert_int_equal(record_at(0)->time, 123);
    assert_record(0, BH_TRACE_GUEST, 0, 7, UINT64_MAX, 0);
}

static void the_newest_replaces_the_oldest(void **state)
{
    const uint64_t count = 3 * FIXTURE_RECORDS + 5;
    struct vcpu *self = boot(KIND(GUEST));

    (void)state;
    for (uint64_t i = 0; i < count; i++) {
        write_event(self, (uint32_t)i, i);
        assert_int_equal(ring->head, i + 1);
    }
    for (uint64_t i = count - FIXTURE_RECORDS; i < count; i++)
        assert_record(i, BH_TRACE_GUEST, 0, i, i, 0);
}

static void nothing_else_of_memory_is_written(void **state)
{
    struct vcpu *self = boot(KIND(GUEST));
    struct fixture_range whole = {
        ring, sizeof(*ring) + FIXTURE_RECORDS * sizeof(*record_at(0))};

    (void)state;
    fixture_take_snapshot();
    for (uint64_t i = 0; i < 5 * FIXTURE_RECORDS; i++)
        write_event(self, i, i);
    fixture_check_snapshot(&whole, 1);
}

static void calls_are_recorded_with_their_errors(void **state)
{
    struct vcpu *self = boot(KIND(HYPERCALL));

    (void)state;
    fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_NULL, 9, 0, 0);
    fixture_call(self, BH_EXT_QUEUING, BH_QUEUING_SEND, 0, FIXTURE_RAM, 4);
    fixture_call(self, BH_EXT_CONSOLE, BH_EXT_FUNCTIONS - 1, 3, 0, 0);
    fixture_call(self, BH_EXT_BASE, BH_BASE_GET_IMPL_ID, 0, 0, 0);
    assert_int_equal(ring->head, 3);
    assert_record(0, BH_TRACE_HYPERCALL, 0, 0, 9, BH_OK);
    assert_record(1, BH_TRACE_HYPERCALL, 0, 4 << 16, 0, BH_E_KIND);
    assert_record(2, BH_TRACE_HYPERCALL, 0, 1 << 16 | (BH_EXT_FUNCTIONS - 1), 3,
                  BH_E_NOT_SUPPORTED);
}

static void messages_are_recorded_with_their_length(void **state)
{
    struct vcpu *p0 = boot(KIND(PORT)), *p1 = fixture_vcpu(1);

    (void)state;
    fixture_call(p0, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, FIXTURE_RAM, 5);
    fixture_call(p1, BH_EXT_SAMPLING, BH_SAMPLING_READ, 0, FIXTURE_RAM, 32);
    fixture_call(p0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, FIXTURE_RAM, 7);
    fixture_call(p1, BH_EXT_QUEUING, BH_QUEUING_GET_COUNT, 1, 0, 0);
    fixture_call(p1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE, 1, FIXTURE_RAM, 16);
    fixture_call(p1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE, 1, FIXTURE_RAM, 16);
    assert_int_equal(ring->head, 4); /* what failed moved nothing */
    assert_record(0, BH_TRACE_PORT, 0, 0, 5, 1);
    assert_record(1, BH_TRACE_PORT, 1, 0, 5, 1);
    assert_record(2, BH_TRACE_PORT, 0, 1, 7, 1);
    assert_record(3, BH_TRACE_PORT, 1, 1, 7, 1);
}

static void all_ways_to_move_messages_are_recorded(void **state)
{
    struct vcpu *p0 = boot(KIND(PORT)), *p1 = fixture_vcpu(1);
    const uint64_t read = BH_SAMPLING_READ_VALID;
    const uint64_t read_new = BH_SAMPLING_READ_NEW;

    (void)state;
    fixture_call(p0, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, FIXTURE_RAM, 5);
    fixture_call(p1, BH_EXT_SAMPLING, read, 0, FIXTURE_RAM, 32);
    fixture_call(p1, BH_EXT_SAMPLING, read_new, 0, FIXTURE_RAM, 32);
    fixture_call(fixture_vcpu(2), BH_EXT_SAMPLING, read_new, 0, FIXTURE_RAM,
                 32);
    memset(fixture_memory(0, FIXTURE_RAM), 0, 48);
    *fixture_memory(0, FIXTURE_RAM) = 7;
    *fixture_memory(0, FIXTURE_RAM + 24) = 8;
    fixture_call(p0, BH_EXT_QUEUING, BH_QUEUING_SEND_MANY, 1, FIXTURE_RAM, 2);
    fixture_call(p1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY, 1, FIXTURE_RAM,
                 9);
    fixture_call(p1, BH_EXT_QUEUING, BH_QUEUING_CLEAR, 1, 0, 0);
    fixture_call(p1, BH_EXT_PORT, BH_PORT_RING, 1, 0, 0); /* is no doorbell */
    assert_int_equal(ring->head, 5);
    assert_record(1, BH_TRACE_PORT, 1, 0, 5, 1);
    assert_record(2, BH_TRACE_PORT, 2, 0, 5, 1);
    assert_record(3, BH_TRACE_PORT, 0, 1, 0, 2); /* bytes are not counted */
    assert_record(4, BH_TRACE_PORT, 1, 1, 0, 2);
}

/* p0 runs on into p1's slot, which yields: the rest of it is nobody's. */
static void slots_and_who_runs_are_recorded(void **state)
{
    struct vcpu *self = boot(KIND(SLOT) | KIND(IDLE) | KIND(RUN));

    (void)state;
    assert_int_equal(ring->head, 1);
    assert_record(0, BH_TRACE_SLOT, 0, 0, 0, SLOT);
    host.time = SLOT + 3;
    self = fixture_resume(self);
    assert_int_equal(ring->head, 2);
    assert_record(1, BH_TRACE_SLOT, 1, 1, SLOT, 2 * SLOT);
    assert_int_equal(record_at(1)->time, SLOT + 3);
    fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_YIELD, 0, 0, 0);
    fixture_resume(self);
    assert_int_equal(ring->head, 5);
    assert_record(2, BH_TRACE_IDLE, BH_TRACE_NOBODY, 0, 0, 0);
    assert_record(3, BH_TRACE_SLOT, 2, 2, 2 * SLOT, 3 * SLOT);
    assert_record(4, BH_TRACE_RUN, 2, 0, 0, 0);
}

static void who_waits_is_recorded(void **state)
{
    struct vcpu *self = boot(KIND(IDLE) | KIND(RUN));

    (void)state;
    self->arch->enabled = VIRQ_TIMER;
    virq_set_timer(self, SLOT / 2);
    assert_int_equal(upcall_wait(self)->vcpu->id, 0);
    assert_int_equal(ring->head, 2);
    assert_record(0, BH_TRACE_IDLE, BH_TRACE_NOBODY, 0, 0, 0);
    assert_record(1, BH_TRACE_RUN, 0, 0, 0, 0);
}

static void interrupts_that_are_taken_are_recorded(void **state)
{
    struct vcpu *self = boot(KIND(INTERRUPT));

    (void)state;
    virq_raise(self, VIRQ_SOFTWARE);
    self->arch->enabled = VIRQ_SOFTWARE;
    fixture_resume(self); /* masked */
    assert_int_equal(ring->head, 0);
    self->arch->masked = false;
    self->arch->registers[0] = 0x1234;
    fixture_resume(self);
    assert_int_equal(ring->head, 1);
    assert_record(0, BH_TRACE_INTERRUPT, 0, 3, 0x1234, 0);
}

static void events_and_states_are_recorded(void **state)
{
    const struct health_event event = {BH_EVENT_MEMORY_VIOLATION, 5, 0x4321};
    struct vcpu *self = boot(KIND(HEALTH) | KIND(PARTITION));

    (void)state;
    assert_int_equal(ring->head, 6);
    for (uint32_t id = 0; id < 3; id++) {
        assert_record(id, BH_TRACE_PARTITION, id, BH_STATE_COLD_START, 0, 0);
        assert_record(3 + id, BH_TRACE_PARTITION, id, BH_STATE_NORMAL, 0, 0);
    }
    health_raise(self, &event);
    assert_int_equal(ring->head, 8);
    assert_record(6, BH_TRACE_HEALTH, 0, BH_EVENT_MEMORY_VIOLATION, 5, 0x4321);
    assert_record(7, BH_TRACE_PARTITION, 0, BH_STATE_HALTED, 0, 0);
}

static void a_ring_outside_is_refused(void **state)
{
    const char *outside = "trace outside the kernel's memory";

    (void)state;
    assert_change_accepted(3, fixture_trace(ALL));
    assert_damage_refused(3, "trace without records",
                          fixture.config->trace_events = 1);
#define REFUSED(change)                                                        \
    assert_damage_refused(3, outside, (fixture_trace(ALL), change))
    REFUSED(fixture.config->trace_records = BH_TRACE_RECORDS_MIN / 2);
    REFUSED(fixture.config->trace_records = 24);
    REFUSED(fixture.config->trace_records = 128); /* more than there is */
    REFUSED(fixture.config->trace_records = 2 * BH_TRACE_RECORDS_MAX);
    REFUSED(fixture.config->trace_buffer += 4);
    REFUSED(fixture.config->trace_buffer = fixture.config->private_start - 8);
    REFUSED(fixture.config->trace_buffer += BH_PAGE_SIZE);
    REFUSED(fixture.config->trace_buffer = UINT64_MAX - 7);
    REFUSED(fixture.config->trace_buffer = 0);
}

static struct result read_trace(struct vcpu *self, uint64_t from)
{
    return fixture_call(self, BH_EXT_TRACE, BH_TRACE_READ, from, FIXTURE_RAM,
                        2 * sizeof(struct bh_trace_record));
}

/* However large the number is, and whether there is a ring or none. */
static void a_record_that_is_not_there_cannot_be_read(void **state)
{
    static const uint64_t wrong[] = {1, FIXTURE_RECORDS, UINT64_C(1) << 63,
                                     UINT64_MAX};
    struct vcpu *self;

    (void)state;
    for (uint32_t kinds = 0; kinds <= KIND(GUEST); kinds += KIND(GUEST)) {
        fixture_build(3);
        fixture.partitions[0].rights = BH_RIGHT_TRACE;
        if (kinds != 0)
            ring = fixture_trace(kinds);
        self = fixture_boot();
        assert_value(0, read_trace(self, 0));
        for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
            assert_error(BH_E_INVALID_PARAM, read_trace(self, wrong[i]));
        assert_error(BH_E_DENIED, read_trace(fixture_vcpu(1), 0));
    }
}

static void a_reader_is_told_what_it_has_missed(void **state)
{
    const struct bh_trace_record *read =
        (const void *)fixture_memory(0, FIXTURE_RAM);
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    fixture.partitions[0].rights = BH_RIGHT_TRACE;
    ring = fixture_trace(KIND(GUEST));
    self = fixture_boot();
    for (uint64_t i = 0; i < FIXTURE_RECORDS + 3; i++)
        write_event(self, 1, i);
    assert_value(2 | 3 << BH_TRACE_LOST_SHIFT, read_trace(self, 0));
    assert_int_equal(read[0].a, 3);
    assert_int_equal(read[1].a, 4);
    assert_value(1, read_trace(self, FIXTURE_RECORDS + 2));
    assert_int_equal(read[0].a, FIXTURE_RECORDS + 2);
    assert_value(0, read_trace(self, FIXTURE_RECORDS + 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ring_says_what_it_is),
        cmocka_unit_test(nothing_is_recorded_without_a_ring),
        cmocka_unit_test(only_what_is_wanted_is_recorded),
        cmocka_unit_test(a_record_tells_when),
        cmocka_unit_test(the_newest_replaces_the_oldest),
        cmocka_unit_test(nothing_else_of_memory_is_written),
        cmocka_unit_test(calls_are_recorded_with_their_errors),
        cmocka_unit_test(messages_are_recorded_with_their_length),
        cmocka_unit_test(all_ways_to_move_messages_are_recorded),
        cmocka_unit_test(slots_and_who_runs_are_recorded),
        cmocka_unit_test(who_waits_is_recorded),
        cmocka_unit_test(interrupts_that_are_taken_are_recorded),
        cmocka_unit_test(events_and_states_are_recorded),
        cmocka_unit_test(a_ring_outside_is_refused),
        cmocka_unit_test(a_record_that_is_not_there_cannot_be_read),
        cmocka_unit_test(a_reader_is_told_what_it_has_missed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
