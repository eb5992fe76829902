/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The states of a partition, who may change them, and what is left of it after
 * a reset.
 */
#include "test/unit/fixture/fixture.h"

#include "kernel/core/partition.h"
#include "kernel/core/sched.h"

#define SLOT FIXTURE_SLOT
#define FRAME (3 * SLOT + SLOT / 2)

static void suspend(struct vcpu *self)
{
    assert_int_equal(partition_apply(self, BH_PLAN_ACTION_SUSPEND, 0, 0),
                     BH_OK);
}

static struct result call(uint32_t id, uint64_t function, uint64_t a0,
                          uint64_t a1, uint64_t a2)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_PARTITION, function, a0, a1,
                        a2);
}

/* Three partitions, of which p1 has these rights. */
static struct vcpu *boot_with(uint32_t rights)
{
    fixture_build(3);
    fixture.partitions[0].rights = BH_RIGHTS_ALL;
    fixture.partitions[1].rights = rights;
    return fixture_boot();
}

static struct vcpu *boot(void)
{
    return boot_with(0);
}

static void others_need_a_right(void **state)
{
    static const uint64_t functions[] = {
        BH_PARTITION_GET_STATE, BH_PARTITION_SUSPEND, BH_PARTITION_RESUME,
        BH_PARTITION_RESET,     BH_PARTITION_STOP,    BH_PARTITION_GET_STATUS,
    };
    static const uint32_t rights[] = {BH_RIGHT_STATUS,  BH_RIGHT_CONTROL,
                                      BH_RIGHT_CONTROL, BH_RIGHT_CONTROL,
                                      BH_RIGHT_CONTROL, BH_RIGHT_STATUS};

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        bool resets = functions[i] == BH_PARTITION_RESET;
        uint64_t second = resets ? BH_STATE_COLD_START : FIXTURE_RAM;

        boot_with(BH_RIGHTS_ALL & ~rights[i]);
        fixture_take_snapshot();
        assert_error(BH_E_DENIED, call(1, functions[i], 2, second, 100));
        assert_error(BH_E_INVALID_PARAM, call(1, functions[i], 3, second, 100));
        fixture_check_nothing_changed();
        boot_with(rights[i]);
        if (functions[i] == BH_PARTITION_RESUME)
            suspend(fixture_vcpu(2));
        assert_int_equal(call(1, functions[i], 2, second, 100).error, BH_OK);
    }
}

static void a_suspended_partition_goes_on_where_it_was(void **state)
{
    struct vcpu *self = boot(), *other = fixture_vcpu(1);

    (void)state;
    other->arch->registers[0] = 0x1234;
    assert_value(0, call(0, BH_PARTITION_SUSPEND, 1, 0, 0));
    assert_value(BH_STATE_SUSPENDED, call(0, BH_PARTITION_GET_STATE, 1, 0, 0));
    assert_error(BH_E_STATE, call(0, BH_PARTITION_SUSPEND, 1, 0, 0));
    host.time = SLOT;
    assert_int_equal(fixture_resume(self)->id, 2);
    assert_int_equal(host.time, 2 * SLOT);
    host.time = FRAME;
    assert_int_equal(fixture_resume(fixture_vcpu(2))->id, 0);
    assert_value(0, call(0, BH_PARTITION_RESUME, 1, 0, 0));
    assert_error(BH_E_STATE, call(0, BH_PARTITION_RESUME, 1, 0, 0));
    assert_value(BH_STATE_NORMAL, call(0, BH_PARTITION_GET_STATE, 1, 0, 0));
    host.time = FRAME + SLOT;
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(other->arch->registers[0], 0x1234);
}

static void one_that_suspends_itself_needs_another(void **state)
{
    struct vcpu *self = boot(), *other = fixture_vcpu(1);

    (void)state;
    host.time = SLOT;
    assert_ptr_equal(fixture_resume(self), other);
    assert_value(0, call(1, BH_PARTITION_SUSPEND, 1, 0, 0));
    assert_int_equal(fixture_resume(other)->id, 2);
    host.time = FRAME;
    assert_ptr_equal(fixture_resume(fixture_vcpu(2)), self);
    assert_value(0, call(0, BH_PARTITION_RESUME, 1, 0, 0));
    host.time = FRAME + SLOT;
    assert_ptr_equal(fixture_resume(self), other);
}

/* Its memory as built; and nothing of the others has changed. */
static void a_cold_reset_brings_the_image_back(void **state)
{
    struct vcpu *self = boot(), *other = fixture_vcpu(1);
    uint8_t *memory =
        arch_memory(fixture.regions[other->partition->region_first].physical);
    uint8_t fresh = memory[0];

    (void)state;
    memory[0] = (uint8_t)~fresh;
    virq_set_timer(other, SLOT + 1);
    virq_signal(other, BH_LINE_SLOT, 1);
    assert_value(0, call(0, BH_PARTITION_RESET, 1, BH_STATE_COLD_START, 99));
    assert_int_equal(other->state, BH_STATE_COLD_START);
    assert_int_equal(memory[0], (uint8_t)~fresh); /* not in p0's time */
    host.time = SLOT;
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(memory[0], fresh);
    assert_int_equal(other->state, BH_STATE_NORMAL);
    assert_int_equal(other->arch->registers[0], FIXTURE_ROM);
    assert_int_equal(other->info->reset_count, 1);
    assert_int_equal(other->info->reset_cause, BH_RESET_REQUEST);
    assert_int_equal(other->info->reset_status, 99);
    assert_int_equal(other->timer, BH_TIME_NEVER);
    assert_int_equal(other->pending, 0);
    assert_int_equal(other->sources[BH_LINE_SLOT], 0);
}

static void a_warm_reset_keeps_memory(void **state)
{
    struct vcpu *self = boot(), *other = fixture_vcpu(1);
    uint8_t *memory =
        arch_memory(fixture.regions[other->partition->region_first].physical);

    (void)state;
    memory[0] = 0x77;
    assert_value(0, call(0, BH_PARTITION_RESET, 1, BH_STATE_WARM_START, 1));
    assert_int_equal(other->state, BH_STATE_WARM_START);
    host.time = SLOT;
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(memory[0], 0x77);
    assert_int_equal(other->arch->registers[0], FIXTURE_ROM);
    assert_error(BH_E_INVALID_PARAM,
                 call(0, BH_PARTITION_RESET, 1, BH_STATE_NORMAL, 1));
}

/* Filling takes several slots if it must, and what is half full stays cold. */
static void filling_costs_the_partitions_own_time(void **state)
{
    struct vcpu *self = boot(), *other = fixture_vcpu(1);

    (void)state;
    host.pace = 200;
    assert_value(0, call(0, BH_PARTITION_RESET, 1, BH_STATE_COLD_START, 0));
    host.time = SLOT;
    assert_int_equal(fixture_resume(self)->id, 2);
    assert_int_equal(other->state, BH_STATE_COLD_START);
    assert_in_range(host.time, 2 * SLOT, 2 * SLOT + 6 * host.pace);
    assert_true(other->fill_segment < other->partition->segment_count);
    assert_value(0, call(0, BH_PARTITION_RESET, 1, BH_STATE_WARM_START, 0));
    assert_int_equal(other->state, BH_STATE_COLD_START);
    host.pace = 1;
    host.time = FRAME + SLOT;
    assert_ptr_equal(fixture_resume(fixture_vcpu(2)), other);
    assert_int_equal(other->state, BH_STATE_NORMAL);
    assert_int_equal(other->info->reset_count, 2);
}

/* The hart may have come to the slot from a rest. */
static void filling_begins_with_the_slot(void **state)
{
    struct vcpu *self = boot();

    (void)state;
    assert_value(0, call(0, BH_PARTITION_RESET, 1, BH_STATE_WARM_START, 0));
    host.time = 300;
    assert_value(0, call(0, BH_PARTITION_YIELD, 0, 0, 0));
    fixture_assert_next(self, 1, SLOT, 2 * SLOT);
}

static void one_that_resets_itself_starts_in_its_slot(void **state)
{
    struct vcpu *self = boot();

    (void)state;
    host.time = 300;
    self->arch->registers[0] = 1;
    assert_value(0, call(0, BH_PARTITION_SET_MODE, BH_STATE_COLD_START, 0, 0));
    assert_ptr_equal(fixture_resume(self), self);
    assert_int_equal(host.time, 300);
    assert_int_equal(self->arch->registers[0], FIXTURE_ROM);
    assert_int_equal(self->info->reset_count, 1);
}

static void a_halted_partition_can_be_reset(void **state)
{
    struct vcpu *self = boot(), *other = fixture_vcpu(1);

    (void)state;
    assert_value(0, call(0, BH_PARTITION_STOP, 1, 0, 0));
    assert_error(BH_E_STATE, call(0, BH_PARTITION_STOP, 1, 0, 0));
    assert_error(BH_E_STATE, call(0, BH_PARTITION_RESUME, 1, 0, 0));
    assert_error(BH_E_STATE, call(0, BH_PARTITION_SUSPEND, 1, 0, 0));
    assert_false(self->cpu->any_stopped);
    assert_int_equal(self->cpu->still_count, 1);
    assert_value(0, call(0, BH_PARTITION_RESET, 1, BH_STATE_WARM_START, 0));
    assert_int_equal(self->cpu->still_count, 0);
    host.time = SLOT;
    assert_ptr_equal(fixture_resume(self), other);
}

static void modes_are_those_of_arinc(void **state)
{
    struct vcpu *self, *other;

    (void)state;
    fixture_build(3);
    fixture.partitions[0].flags = 0;
    fixture.partitions[1].start_after = 0;
    fixture.partitions[2].start_after = BH_START_IDLE;
    self = fixture_boot();
    other = &vcpus[1]; /* not there for the hart yet */
    assert_int_equal(self->state, BH_STATE_COLD_START);
    assert_int_equal(other->state, BH_STATE_IDLE);
    assert_int_equal(self->cpu->still_count, 2);
    assert_error(BH_E_STATE,
                 call(0, BH_PARTITION_SET_MODE, BH_STATE_WARM_START, 0, 0));
    assert_error(BH_E_INVALID_PARAM,
                 call(0, BH_PARTITION_SET_MODE, BH_STATE_SUSPENDED, 0, 0));
    assert_value(0, call(0, BH_PARTITION_SET_MODE, BH_STATE_NORMAL, 0, 0));
    assert_error(BH_E_STATE,
                 call(0, BH_PARTITION_SET_MODE, BH_STATE_NORMAL, 0, 0));
    assert_int_equal(other->state, BH_STATE_COLD_START); /* it was to follow */
    host.time = SLOT;
    assert_ptr_equal(fixture_resume(self), other);
    assert_int_equal(other->info->reset_cause, BH_RESET_START);
    assert_int_equal(other->info->reset_count, 0);
    assert_int_equal(vcpus[2].state, BH_STATE_IDLE);
    assert_value(0, call(1, BH_PARTITION_SET_MODE, BH_STATE_IDLE, 0, 0));
    assert_int_equal(other->state, BH_STATE_HALTED);
}

static void status_is_told(void **state)
{
    struct vcpu *self = boot();
    struct bh_partition_status *status = arch_memory(
        fixture.regions[self->partition->region_first + 1].physical);
    uint64_t address =
        fixture.regions[self->partition->region_first + 1].address;

    (void)state;
    host.time = 700;
    fixture_take_snapshot();
    assert_error(BH_E_SIZE, call(0, BH_PARTITION_GET_STATUS, 0, address,
                                 sizeof(*status) - 1));
    assert_error(BH_E_INVALID_ADDRESS,
                 call(0, BH_PARTITION_GET_STATUS, 0, 8, sizeof(*status)));
    fixture_check_nothing_changed();
    assert_value(0,
                 call(0, BH_PARTITION_GET_STATUS, 0, address, sizeof(*status)));
    assert_int_equal(status->state, BH_STATE_NORMAL);
    assert_int_equal(status->executed, 700);
    assert_int_equal(status->slot_count, 1);
    assert_int_equal(status->reset_cause, BH_RESET_POWER_ON);
}

/* Who is idle or suspended cannot go on by itself. */
static void a_machine_of_still_partitions_ends(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture_build(3);
    fixture.partitions[2].start_after = BH_START_IDLE;
    self = fixture_boot();
    suspend(fixture_vcpu(1));
    partition_halt(self, false);
    assert_null(fixture_resume(self));
    assert_int_equal(host.end, BOARD_END_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_need_a_right),
        cmocka_unit_test(a_suspended_partition_goes_on_where_it_was),
        cmocka_unit_test(one_that_suspends_itself_needs_another),
        cmocka_unit_test(a_cold_reset_brings_the_image_back),
        cmocka_unit_test(a_warm_reset_keeps_memory),
        cmocka_unit_test(filling_costs_the_partitions_own_time),
        cmocka_unit_test(filling_begins_with_the_slot),
        cmocka_unit_test(one_that_resets_itself_starts_in_its_slot),
        cmocka_unit_test(a_halted_partition_can_be_reset),
        cmocka_unit_test(modes_are_those_of_arinc),
        cmocka_unit_test(status_is_told),
        cmocka_unit_test(a_machine_of_still_partitions_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
