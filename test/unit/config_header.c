/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel finds wrong with a configuration blob as a whole: its header,
 * its CRC, its memory areas, the bounds of its tables.
 */
#include "test/unit/fixture/fixture.h"
#include <stdlib.h>

#define PAGE FIXTURE_PAGE

static void a_good_blob_is_taken(void **state)
{
    (void)state;
    for (uint32_t count = 1; count <= BH_PARTITIONS_MAX; count++)
        assert_change_accepted(count, (void)0);
    assert_change_accepted(3, fixture.config->console_input = 2);
    assert_change_accepted(3, memset(fixture.config->name, 'x', 31));
    assert_change_accepted(3, host.config_room = fixture.config->size);
    assert_change_accepted(3, host.config_room = UINT64_MAX);
}

static void identity_must_be_right(void **state)
{
    const char *magic = "no configuration behind the kernel (magic number)";
    const char *version = "configuration of another version";

    (void)state;
    assert_damage_refused(3, magic, fixture.config->magic ^= 1);
    assert_damage_refused(3, magic, fixture.config->magic ^= 1ull << 63);
    assert_damage_refused(3, magic, memset(fixture.config, 0, PAGE));
    assert_damage_refused(3, version, fixture.config->version++);
    assert_damage_refused(3, version, fixture.config->version = 0);
}

static void size_must_be_whole_pages_that_are_there(void **state)
{
    static const uint64_t sizes[] = {
        0, 8, 4095, 4097, 16 * BH_PAGE_SIZE, 1ull << 63, UINT64_MAX - 4095,
    };
    const char *larger = "configuration larger than what was loaded";

    (void)state;
    assert_damage_refused(3, larger, fixture.config->ram_size = 0);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        fixture_build(3);
        fixture_seal();
        host.config_room = fixture.config->size;
        fixture.config->size = sizes[i];
        assert_string_equal(fixture_config_error(), larger);
    }
    fixture_build(3);
    host.config_room = fixture.config->size - 1;
    assert_refused(larger);
    fixture_build(3);
    fixture_seal();
    fixture.config->size |= UINT64_C(1) << 30; /* room enough, but no RAM */
    assert_string_equal(fixture_config_error(), larger);
}

/* The blob's first bytes, in a buffer that has no more than them. */
static void a_piece_of_a_header_is_no_blob(void **state)
{
    (void)state;
    for (size_t size = 1; size <= sizeof(struct bh_config); size++) {
        struct bh_config *piece = malloc(size);
        const char *error;

        assert_non_null(piece);
        fixture_build(3);
        fixture_seal();
        memcpy(piece, fixture.config, size);
        error = config_error(piece, size);
        free(piece);
        assert_non_null(error);
    }
}

static void every_flipped_bit_is_seen(void **state)
{
    uint8_t *bytes;

    (void)state;
    fixture_build(2);
    fixture_seal();
    host.config_room = fixture.config->size;
    bytes = (uint8_t *)fixture.config;
    for (size_t bit = 0; bit < 8 * host.config_room; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_non_null(fixture_config_error());
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    assert_null(fixture_config_error());
}

static void the_crc_is_named_as_the_reason(void **state)
{
    uint8_t *bytes;

    (void)state;
    fixture_build(2);
    fixture_seal();
    bytes = (uint8_t *)fixture.config;
    bytes[fixture.config->size - 1] ^= 1;
    assert_string_equal(fixture_config_error(), "configuration damaged (CRC)");
}

static void a_blob_lies_where_it_was_made_for(void **state)
{
    const char *elsewhere = "configuration made for another address";

    (void)state;
    assert_damage_refused(3, elsewhere, fixture.config->address += PAGE);
    assert_damage_refused(3, elsewhere, fixture.config->address = 0);
    assert_damage_refused(3, elsewhere, fixture.config->address += 1ull << 63);
}

static void memory_areas_follow_each_other(void **state)
{
    const char *order = "memory areas out of order";

    (void)state;
    assert_damage_refused(3, order, fixture.config->ram_start += PAGE);
    assert_damage_refused(3, order, fixture.config->ram_size = UINT64_MAX);
    assert_damage_refused(3, order,
                          fixture.config->ram_size = fixture.config->size);
    assert_damage_refused(3, order, fixture.config->private_start += PAGE);
    assert_damage_refused(3, order, fixture.config->private_start -= PAGE);
    assert_damage_refused(3, order, fixture.config->private_start = 0);
    assert_damage_refused(3, order, fixture.config->private_size += 8);
    assert_damage_refused(
        3, order, fixture.config->private_size = fixture.config->ram_size);
    assert_damage_refused(3, order,
                          fixture.config->private_size = -(uint64_t)PAGE);
}

/* The kernel may have it all; then there is nothing left for guests. */
static void private_memory_may_reach_the_end(void **state)
{
    (void)state;
    assert_damage_refused(
        3, "state, information, flag or timer page outside guests' RAM",
        fixture.config->private_size =
            fixture.config->ram_size - fixture.config->size);
}

static void the_clock_gives_whole_ticks(void **state)
{
    (void)state;
    assert_damage_refused(3, "clock too slow",
                          fixture.config->tick_frequency = 0);
    assert_damage_refused(3, "clock too slow",
                          fixture.config->tick_frequency = 999999);
    assert_change_accepted(3, fixture.config->tick_frequency = 1000000);
    assert_change_accepted(3, fixture.config->tick_frequency = UINT64_MAX);
}

static void the_systems_name_ends(void **state)
{
    (void)state;
    assert_damage_refused(3, "name without end",
                          memset(fixture.config->name, 'x', BH_NAME_SIZE));
}

/* The tables of a header, in its order, and the sizes of their entries. */
#define TABLES 10
static const size_t entry_sizes[TABLES] = {
    sizeof(struct bh_config_partition), sizeof(struct bh_config_region),
    sizeof(struct bh_config_segment),   sizeof(struct bh_config_device),
    sizeof(struct bh_config_channel),   sizeof(struct bh_config_port),
    sizeof(struct bh_config_notice),    sizeof(struct bh_config_plan),
    sizeof(struct bh_config_slot),      BH_PAGE_SIZE,
};

static struct bh_config_table *table(size_t index)
{
    return &fixture.config->partitions + index;
}

static void tables_lie_inside(void **state)
{
    const char *outside = "table outside the configuration";

    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        assert_damage_refused(3, outside, table(i)->offset += 4);
        assert_damage_refused(3, outside, table(i)->offset += 1);
        assert_damage_refused(3, outside, table(i)->offset = 0);
        assert_damage_refused(3, outside,
                              table(i)->offset = sizeof(struct bh_config) - 8);
        assert_damage_refused(3, outside,
                              table(i)->offset =
                                  (uint32_t)(fixture.config->size + PAGE));
        assert_damage_refused(3, outside, table(i)->offset = 0xfffff000);
        assert_damage_refused(3, outside, table(i)->count = UINT32_MAX);
        assert_damage_refused(3, outside, table(i)->count = 1u << 31);
    }
    assert_damage_refused(3, outside, fixture.config->tables.offset -= 8);
}

/* The most entries that fit behind the table's offset, and one more. */
static void tables_may_reach_the_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        uint32_t room, end;

        fixture_build(3);
        end = (uint32_t)fixture.config->size;
        room = (end - table(i)->offset) / (uint32_t)entry_sizes[i];
        assert_damage_refused(3, "table outside the configuration",
                              table(i)->count = room + 1);
        fixture_build(3);
        table(i)->count = room;
        fixture_seal();
        if (fixture_config_error() != NULL)
            assert_string_not_equal(fixture_config_error(),
                                    "table outside the configuration");
    }
    assert_change_accepted(3, fixture.config->tables.offset =
                                  (uint32_t)fixture.config->size;
                           fixture.config->tables.count = 0);
}

static void numbers_of_things_are_bounded(void **state)
{
    (void)state;
    assert_damage_refused(3, "number of partitions",
                          fixture.config->partitions.count = 0);
    assert_damage_refused(BH_PARTITIONS_MAX, "number of partitions",
                          fixture.config->partitions.count++);
    assert_damage_refused(3, "console input to no partition",
                          fixture.config->console_input = 3);
    assert_damage_refused(3, "console input to no partition",
                          fixture.config->console_input = UINT32_MAX - 1);
    assert_damage_refused(3, "no plan to start with",
                          fixture.config->first_plan = 1);
    assert_damage_refused(3, "no plan to start with",
                          fixture.config->first_plan = UINT32_MAX);
    assert_damage_refused(3, "no plan to start with",
                          fixture.config->plans.count = 0);
}

static void channels_are_bounded(void **state)
{
    struct bh_config_channel *channels;

    (void)state;
    for (uint32_t n = BH_CHANNELS_MAX; n <= BH_CHANNELS_MAX + 1; n++) {
        fixture_build_roomy(3);
        channels =
            (void *)((uint8_t *)fixture.config + fixture.config->tables.offset);
        for (uint32_t i = 0; i < n; i++)
            channels[i] = fixture.channels[i < 3 ? i : 2];
        fixture.config->channels.offset = fixture.config->tables.offset;
        fixture.config->channels.count = n;
        fixture_seal();
        if (n == BH_CHANNELS_MAX)
            assert_null(fixture_config_error());
        else
            assert_string_equal(fixture_config_error(), "number of channels");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_blob_is_taken),
        cmocka_unit_test(identity_must_be_right),
        cmocka_unit_test(size_must_be_whole_pages_that_are_there),
        cmocka_unit_test(a_piece_of_a_header_is_no_blob),
        cmocka_unit_test(every_flipped_bit_is_seen),
        cmocka_unit_test(the_crc_is_named_as_the_reason),
        cmocka_unit_test(a_blob_lies_where_it_was_made_for),
        cmocka_unit_test(memory_areas_follow_each_other),
        cmocka_unit_test(private_memory_may_reach_the_end),
        cmocka_unit_test(the_clock_gives_whole_ticks),
        cmocka_unit_test(the_systems_name_ends),
        cmocka_unit_test(tables_lie_inside),
        cmocka_unit_test(tables_may_reach_the_end),
        cmocka_unit_test(numbers_of_things_are_bounded),
        cmocka_unit_test(channels_are_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
