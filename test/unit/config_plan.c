/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel finds wrong with the channels, ports, plans and slots of a
 * configuration blob.
 */
#include "test/unit/fixture/fixture.h"

#define PARTITIONS 3
#define PORTS 7
#define CHANNELS 3

/* Fails unless channel `c`, damaged so, is refused, whichever it is. */
#define assert_channel_refused(reason, damage)                                 \
    do {                                                                       \
        for (uint32_t index_ = 0; index_ < CHANNELS; index_++) {               \
            struct bh_config_channel *c;                                       \
            fixture_build(PARTITIONS);                                         \
            c = &fixture.channels[index_];                                     \
            damage;                                                            \
            assert_refused(reason);                                            \
        }                                                                      \
    } while (0)

static void messages_are_within_range(void **state)
{
    const char *range = "channel's messages out of range";

    (void)state;
    assert_channel_refused(range, c->kind = BH_PORT_QUEUING + 1);
    assert_channel_refused(range, c->kind = UINT16_MAX);
    assert_channel_refused(range, c->flags = 2);
    assert_channel_refused(range, c->flags = UINT16_MAX);
    assert_channel_refused(range, c->message_size = 0);
    assert_channel_refused(range, c->message_size = BH_MESSAGE_SIZE_MAX + 1);
    assert_channel_refused(range, c->message_size = UINT32_MAX);
    assert_channel_refused(range, c->depth = 0);
    assert_channel_refused(range, c->depth = BH_QUEUE_DEPTH_MAX + 1);
    assert_channel_refused(range, c->depth = UINT32_MAX);
    assert_channel_refused(range, c->stride = 0);
    assert_channel_refused(range, c->stride += 4);
    assert_channel_refused(range, c->stride -= 8);
    assert_channel_refused(range, c->message_size = c->stride - 7);
    assert_channel_refused(range, c->stride = 16 + BH_MESSAGE_SIZE_MAX + 8);
    assert_channel_refused(range, c->stride = UINT32_MAX - 7);
}

static void buffers_are_the_kernels_own_memory(void **state)
{
    const char *outside = "channel's buffer outside the kernel's memory";
    struct bh_config *config;

    (void)state;
    fixture_build(PARTITIONS);
    config = fixture.config;
    assert_channel_refused(outside, c->buffer += 4);
    assert_channel_refused(outside, c->buffer = 0);
    assert_channel_refused(outside, c->buffer = config->private_start - 8);
    assert_channel_refused(
        outside, c->buffer = config->private_start + config->private_size -
                             (uint64_t)c->stride * c->depth + 8);
    assert_channel_refused(outside, c->buffer = config->address);
    assert_channel_refused(outside, c->buffer = -(uint64_t)8);
    assert_channel_refused(outside, c->depth = BH_QUEUE_DEPTH_MAX);
    assert_channel_refused(outside, c->message_size = BH_MESSAGE_SIZE_MAX;
                           c->stride = 8 + BH_MESSAGE_SIZE_MAX);
    assert_channel_refused(outside, c->message_size = BH_MESSAGE_SIZE_MAX;
                           c->stride = 8 + BH_MESSAGE_SIZE_MAX;
                           c->depth = BH_QUEUE_DEPTH_MAX);
    assert_change_accepted(PARTITIONS,
                           fixture.channels[1].buffer =
                               config->private_start + config->private_size -
                               (uint64_t)fixture.channels[1].stride *
                                   fixture.channels[1].depth);
}

static void ports_are_ends_of_their_channels(void **state)
{
    const char *without = "port without its channel";

    (void)state;
    for (int i = 0; i < PORTS; i++) {
        assert_damage_refused(PARTITIONS, without,
                              fixture.ports[i].channel = CHANNELS);
        assert_damage_refused(PARTITIONS, without,
                              fixture.ports[i].channel = UINT16_MAX);
        assert_damage_refused(PARTITIONS, without, fixture.ports[i].kind ^= 1);
        assert_damage_refused(PARTITIONS, without,
                              fixture.ports[i].kind = UINT8_MAX);
        assert_damage_refused(PARTITIONS, without,
                              fixture.ports[i].direction =
                                  BH_PORT_DESTINATION + 1);
        assert_damage_refused(PARTITIONS, without,
                              fixture.ports[i].direction = UINT8_MAX);
    }
    assert_damage_refused(PARTITIONS, without,
                          fixture.config->channels.count = 0);
}

static void plans_have_slots(void **state)
{
    const char *outside = "plan's slots outside their table";

    (void)state;
    assert_damage_refused(PARTITIONS, outside, fixture.plan->slot_count = 0);
    assert_damage_refused(PARTITIONS, outside,
                          fixture.plan->slot_count = FIXTURE_SLOTS_MAX + 1);
    assert_damage_refused(PARTITIONS, outside,
                          fixture.plan->slot_count = UINT32_MAX);
    assert_damage_refused(PARTITIONS, outside,
                          fixture.plan->slot_first = UINT32_MAX);
    assert_damage_refused(PARTITIONS, outside,
                          fixture.plan->slot_first = FIXTURE_SLOTS_MAX);
    assert_damage_refused(PARTITIONS, "name without end",
                          memset(fixture.plan->name, 'x', BH_NAME_SIZE));
}

static void a_plan_has_no_more_slots_than_the_kernel_takes(void **state)
{
    struct bh_config_slot *slots;

    (void)state;
    for (uint32_t n = BH_SLOTS_MAX; n <= BH_SLOTS_MAX + 1; n++) {
        fixture_build_roomy(PARTITIONS);
        slots =
            (void *)((uint8_t *)fixture.config + fixture.config->tables.offset);
        for (uint32_t i = 0; i < n; i++)
            slots[i] = (struct bh_config_slot){i + 1, i % PARTITIONS, i};
        fixture.config->slots.offset = fixture.config->tables.offset;
        fixture.config->slots.count = n;
        fixture.plan->slot_count = n;
        fixture.plan->frame = n;
        fixture_seal();
        if (n == BH_SLOTS_MAX)
            assert_null(fixture_config_error());
        else
            assert_string_equal(fixture_config_error(),
                                "plan's slots outside their table");
    }
}

static void slots_follow_each_other_and_fill_the_frame(void **state)
{
    const char *order = "slots out of order";

    (void)state;
    for (uint32_t i = 0; i <= PARTITIONS; i++) {
        assert_damage_refused(PARTITIONS, order, fixture.slots[i].end = 0);
        if (i > 0)
            assert_damage_refused(PARTITIONS, order,
                                  fixture.slots[i].end =
                                      fixture.slots[i - 1].end);
        if (i < PARTITIONS)
            assert_damage_refused(PARTITIONS, order,
                                  fixture.slots[i].end = UINT64_MAX);
    }
    assert_damage_refused(PARTITIONS, "slots do not fill the frame",
                          fixture.plan->frame++);
    assert_damage_refused(PARTITIONS, "slots do not fill the frame",
                          fixture.plan->frame--);
    assert_damage_refused(PARTITIONS, "slots do not fill the frame",
                          fixture.plan->frame = 0);
    assert_damage_refused(PARTITIONS, "slots do not fill the frame",
                          fixture.plan->slot_count--);
}

static void guards_leave_something_of_each_slot(void **state)
{
    const char *reason = "slot not longer than its plan's guard";

    (void)state;
    assert_damage_refused(PARTITIONS, reason,
                          fixture.plan->guard = FIXTURE_SLOT);
    assert_damage_refused(PARTITIONS, reason,
                          fixture.plan->guard = fixture.plan->frame);
    assert_damage_refused(PARTITIONS, "guard longer than its frame",
                          fixture.plan->guard = fixture.plan->frame + 1);
    assert_damage_refused(PARTITIONS, "guard longer than its frame",
                          fixture.plan->guard = UINT64_MAX);
    assert_change_accepted(PARTITIONS, fixture.plan->guard = FIXTURE_SLOT - 1);
    /* The last slot is nobody's, and may be as short as it likes. */
    assert_change_accepted(PARTITIONS, fixture.plan->guard = FIXTURE_SLOT - 1;
                           fixture.slots[3].end = fixture.slots[2].end + 1;
                           fixture.plan->frame = fixture.slots[3].end);
}

static void frames_leave_room_for_sums_of_times(void **state)
{
    uint64_t longest = UINT64_MAX / 4;

    (void)state;
    assert_damage_refused(PARTITIONS, "frame too long",
                          fixture.plan->frame = fixture.slots[3].end =
                              longest + 1);
    assert_damage_refused(PARTITIONS, "frame too long",
                          fixture.plan->frame = fixture.slots[3].end =
                              UINT64_MAX);
    assert_change_accepted(PARTITIONS, fixture.plan->frame =
                                           fixture.slots[3].end = longest);
}

static void slots_belong_to_partitions(void **state)
{
    (void)state;
    for (uint32_t i = 0; i <= PARTITIONS; i++) {
        assert_damage_refused(PARTITIONS, "slot of no partition",
                              fixture.slots[i].partition = PARTITIONS);
        assert_damage_refused(PARTITIONS, "slot of no partition",
                              fixture.slots[i].partition = BH_SLOT_IDLE - 1);
        assert_change_accepted(PARTITIONS,
                               fixture.slots[i].partition = BH_SLOT_IDLE);
    }
}

/* Fields that the kernel hands on, or does not read, may have any value. */
static void what_cannot_lead_outside_is_free(void **state)
{
    (void)state;
    assert_change_accepted(PARTITIONS,
                           fixture.partitions[1].entry = UINT64_MAX);
    assert_change_accepted(PARTITIONS,
                           fixture.partitions[1].argument = UINT64_MAX);
    assert_change_accepted(PARTITIONS, fixture.slots[1].id = UINT32_MAX);
    for (int i = BH_EVENT_COUNT; i < BH_EVENTS_MAX; i++)
        assert_change_accepted(PARTITIONS, fixture.partitions[1].action[i] = 7);
    assert_change_accepted(PARTITIONS,
                           fixture.channels[0].refresh = UINT64_MAX);
    assert_change_accepted(PARTITIONS, fixture.channels[0].refresh = 0);
}

static void plans_say_what_they_do(void **state)
{
    (void)state;
    assert_damage_refused(3, "action at a plan's start unknown",
                          fixture.plan->action[31] = BH_PLAN_ACTION_COUNT);
    assert_damage_refused(3, "too many partitions in the background",
                          fixture.plan->background_count = 33);
    assert_damage_refused(3, "no such partition in the background", {
        fixture.plan->background_count = 1;
        fixture.plan->background[0] = 3;
    });
    assert_change_accepted(3, fixture.plan->background_count = 32);
    assert_damage_refused(3, "right unknown",
                          fixture.partitions[2].rights = BH_RIGHTS_ALL + 1);
    assert_damage_refused(3, "start after no partition",
                          fixture.partitions[2].start_after = 3);
    assert_change_accepted(3, fixture.partitions[2].start_after = 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_within_range),
        cmocka_unit_test(buffers_are_the_kernels_own_memory),
        cmocka_unit_test(ports_are_ends_of_their_channels),
        cmocka_unit_test(plans_have_slots),
        cmocka_unit_test(a_plan_has_no_more_slots_than_the_kernel_takes),
        cmocka_unit_test(slots_follow_each_other_and_fill_the_frame),
        cmocka_unit_test(guards_leave_something_of_each_slot),
        cmocka_unit_test(frames_leave_room_for_sums_of_times),
        cmocka_unit_test(slots_belong_to_partitions),
        cmocka_unit_test(what_cannot_lead_outside_is_free),
        cmocka_unit_test(plans_say_what_they_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
