/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel finds wrong with the partitions of a configuration blob:
 * each field that could lead outside, damaged in each partition in turn.
 */
#include "test/unit/fixture/fixture.h"

#define PARTITIONS 3
#define PAGE BH_PAGE_SIZE

/* Fails unless partition `p`, damaged so, is refused, whichever it is. */
#define assert_partition_refused(reason, damage)                               \
    do {                                                                       \
        for (uint32_t id_ = 0; id_ < PARTITIONS; id_++) {                      \
            struct bh_config_partition *p;                                     \
            struct bh_config_region *r;                                        \
            struct bh_config_segment *s;                                       \
            struct bh_config_device *d;                                        \
            fixture_build(PARTITIONS);                                         \
            p = &fixture.partitions[id_];                                      \
            r = &fixture.regions[p->region_first];                             \
            s = &fixture.segments[p->segment_first];                           \
            d = &fixture.devices[p->device_first];                             \
            (void)r, (void)s, (void)d;                                         \
            damage;                                                            \
            assert_refused(reason);                                            \
        }                                                                      \
    } while (0)

/* Ends of the guests' RAM. */
static uint64_t ram_start(void)
{
    return fixture.config->private_start + fixture.config->private_size;
}

static uint64_t ram_end(void)
{
    return fixture.config->ram_start + fixture.config->ram_size;
}

static void names_end(void **state)
{
    (void)state;
    assert_partition_refused("name without end",
                             memset(p->name, 'x', sizeof(p->name)));
    assert_partition_refused("name without end",
                             memset(p->second_uart, 'x', BH_NAME_SIZE));
}

static void entries_lie_in_their_tables(void **state)
{
    const char *outside = "partition's entries outside their table";

    (void)state;
    assert_partition_refused(outside, p->region_first = UINT32_MAX);
    assert_partition_refused(outside, p->region_first = 4 * PARTITIONS);
    assert_partition_refused(outside, p->region_count = UINT32_MAX);
    assert_partition_refused(outside, p->region_count = 4 * PARTITIONS + 1);
    assert_partition_refused(outside, p->segment_first = UINT32_MAX);
    assert_partition_refused(outside, p->segment_first = 4 * PARTITIONS);
    assert_partition_refused(outside, p->segment_count = UINT32_MAX);
    assert_partition_refused(outside, p->segment_count = 4 * PARTITIONS + 1);
    assert_partition_refused(outside, p->device_first = UINT32_MAX);
    assert_partition_refused(outside, p->device_first = PARTITIONS);
    assert_partition_refused(outside, p->device_count = UINT32_MAX);
    assert_partition_refused(outside, p->device_count = PARTITIONS + 1);
    assert_partition_refused(outside, p->port_first = UINT32_MAX);
    assert_partition_refused(outside, p->port_first = 7);
    assert_partition_refused(outside, p->port_count = UINT32_MAX);
    assert_partition_refused(outside, p->port_count = 8);
}

static void entries_are_no_more_than_the_kernel_takes(void **state)
{
    const char *outside = "partition's entries outside their table";
    struct bh_config *config;

    (void)state;
    assert_damage_refused(BH_PARTITIONS_MAX, outside,
                          fixture.partitions[0].region_count =
                              BH_REGIONS_MAX + 1);
    assert_damage_refused(BH_PARTITIONS_MAX, outside,
                          fixture.partitions[0].device_count =
                              BH_DEVICES_MAX + 1);
    assert_change_accepted(BH_PARTITIONS_MAX,
                           fixture.partitions[0].device_count = BH_DEVICES_MAX);

    /* As many as can be: it is no longer their number that is wrong. */
    assert_damage_refused(BH_PARTITIONS_MAX, "memory region misplaced",
                          fixture.partitions[0].region_count = BH_REGIONS_MAX);

    /* The page tables' page, all zeros, serves as a long table of ports. */
    for (uint32_t count = BH_PORTS_MAX; count <= BH_PORTS_MAX + 1; count++) {
        fixture_build(1);
        config = fixture.config;
        config->ports = config->tables;
        config->ports.count = fixture.partitions[0].port_count = count;
        fixture_seal();
        if (count == BH_PORTS_MAX)
            assert_null(fixture_config_error());
        else
            assert_string_equal(fixture_config_error(), outside);
    }
}

static void a_partition_has_memory(void **state)
{
    (void)state;
    assert_partition_refused("partition without memory", p->region_count = 0);
}

static void pages_of_state_and_information_are_guest_ram(void **state)
{
    const char *outside =
        "state, information, flag or timer page outside guests' RAM";

    (void)state;
    assert_partition_refused(outside, p->state += 8);
    assert_partition_refused(outside, p->info += PAGE / 2);
    assert_partition_refused(outside, p->state = 0);
    assert_partition_refused(outside, p->info = 0);
    assert_partition_refused(outside, p->state = ram_start() - PAGE);
    assert_partition_refused(outside, p->info = ram_start() - PAGE);
    assert_partition_refused(outside, p->state = ram_end());
    assert_partition_refused(outside, p->info = ram_end());
    assert_partition_refused(outside, p->state = -(uint64_t)PAGE);
    assert_partition_refused(outside, p->info = -(uint64_t)PAGE);
    assert_partition_refused(outside, p->info = fixture.config->address);
    assert_change_accepted(3, fixture.partitions[1].state = ram_start());
    assert_change_accepted(3, fixture.partitions[1].info = ram_end() - PAGE);
}

static void actions_are_known_and_make_sense(void **state)
{
    const char *unknown = "health action unknown";

    (void)state;
    for (int event = 0; event < BH_EVENT_COUNT; event++)
        for (int action = 0; action < 256; action++) {
            bool ignorable =
                event >= BH_EVENT_APPLICATION && event != BH_EVENT_INCOMPATIBLE;
            int plan = action & BH_ACTION_PLAN_MASK;
            bool known = action <= BH_ACTION_SYSTEM_HALT ||
                         (plan == 0 && action == BH_ACTION_PLAN) ||
                         (plan == 0 && action == BH_ACTION_PLAN_NOW);

            if (action == BH_ACTION_PROPAGATE)
                known = event < BH_EVENT_UNHANDLED;
            if (action == BH_ACTION_IGNORE)
                known = ignorable;
            if (known)
                assert_change_accepted(3, fixture.partitions[2].action[event] =
                                              (uint8_t)action);
            else
                assert_partition_refused(unknown,
                                         p->action[event] = (uint8_t)action);
        }
}

static void restarts_are_limited_by_a_number_that_can_be(void **state)
{
    const char *unknown = "health action unknown";

    (void)state;
    assert_partition_refused(unknown, p->restarts = 1);
    assert_partition_refused(unknown, p->restarts = BH_RESTARTS_MAX + 1);
    assert_partition_refused(unknown, p->restarts = UINT32_MAX);
    assert_change_accepted(3, fixture.partitions[1].restarts = 2);
    assert_change_accepted(3, fixture.partitions[1].restarts = BH_RESTARTS_MAX);
}

static void regions_are_pages_in_order(void **state)
{
    const char *misplaced = "memory region misplaced";

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_partition_refused(misplaced, r[i].address += 8);
        assert_partition_refused(misplaced, r[i].size += 8);
        assert_partition_refused(misplaced, r[i].physical += 8);
        assert_partition_refused(misplaced, r[i].size = 0);
        assert_partition_refused(misplaced, r[i].size = -(uint64_t)PAGE);
    }
    /* Overlapping its successor, in its place, behind it. */
    assert_partition_refused(misplaced, r[0].size += PAGE);
    assert_partition_refused(misplaced, r[1].address = r[0].address);
    assert_partition_refused(misplaced, r[0].address = r[3].address);
    /* The topmost page is the last one, whatever its place in the table. */
    assert_partition_refused(misplaced, r[2].address = r[3].address;
                             r[3].address = 0);
    assert_partition_refused(misplaced, r[3].size += PAGE);
}

static void regions_are_guest_ram(void **state)
{
    const char *outside = "memory region outside the guests' RAM";

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_partition_refused(outside, r[i].physical = 0);
        assert_partition_refused(outside, r[i].physical = ram_start() - PAGE);
        assert_partition_refused(outside,
                                 r[i].physical = fixture.config->address);
        assert_partition_refused(outside, r[i].physical = ram_end());
        assert_partition_refused(outside, r[i].physical = -(uint64_t)PAGE);
        assert_partition_refused(outside,
                                 r[i].physical = ram_end() - r[i].size + PAGE);
    }
    assert_partition_refused(outside, r[0].address = 0; r[0].size = 1ull << 30);
    assert_change_accepted(3, fixture.regions[0].physical = ram_start());
    assert_change_accepted(3, fixture.regions[1].physical =
                                  ram_end() - FIXTURE_RAM_SIZE);
}

static void segments_fill_guest_ram(void **state)
{
    const char *outside = "segment outside the guests' RAM";

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_partition_refused(outside, s[i].physical += 4);
        assert_partition_refused(outside, s[i].size += 4);
        assert_partition_refused(outside, s[i].physical = 0);
        assert_partition_refused(outside, s[i].physical = ram_start() - 8);
        assert_partition_refused(outside, s[i].physical = ram_end());
        assert_partition_refused(outside, s[i].physical = -(uint64_t)8);
        assert_partition_refused(outside, s[i].size = -(uint64_t)8);
        assert_partition_refused(outside,
                                 s[i].size = ram_end() - s[i].physical + 8);
    }
    assert_change_accepted(3, fixture.segments[5].size =
                                  ram_end() - fixture.segments[5].physical);
}

static void segments_come_from_the_blob(void **state)
{
    const char *outside = "segment outside the configuration";

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_partition_refused(outside, s[i].file_size = s[i].size + 8);
        assert_partition_refused(outside, s[i].file_size = UINT64_MAX);
        assert_partition_refused(outside, s[i].file_offset = UINT64_MAX);
        assert_partition_refused(outside, s[i].file_offset = -(uint64_t)8;
                                 s[i].file_size = 8);
        assert_partition_refused(outside,
                                 s[i].file_offset = fixture.config->size + 1);
        assert_partition_refused(outside,
                                 s[i].file_offset = fixture.config->size - 7;
                                 s[i].file_size = 8);
    }
    assert_change_accepted(3, fixture.segments[5].file_offset =
                                  fixture.config->size - 8;
                           fixture.segments[5].file_size = 8);
    assert_change_accepted(3, fixture.segments[5].file_offset =
                                  fixture.config->size;
                           fixture.segments[5].file_size = 0);
}

/* Gives the partition memory that it has not already: what p2 has of RAM. */
static void share(struct bh_config_region *r)
{
    r->physical = fixture.regions[4 * (PARTITIONS - 1) + 1].physical + PAGE;
    r->size = PAGE;
    r->mapped = r->access = BH_ACCESS_READ | BH_ACCESS_WRITE;
    r->access |= BH_ACCESS_SHARED;
}

static void shared_memory_is_never_filled(void **state)
{
    const char *filled = "segment in shared memory";

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_partition_refused(filled, r[i].access &= ~BH_ACCESS_EXECUTE;
                                 r[i].access |= BH_ACCESS_SHARED);
    for (uint32_t id = 0; id < PARTITIONS - 1; id++) {
        assert_change_accepted(3, share(&fixture.regions[4 * id + 1]));
        /* One byte of it, at either end. */
        assert_damage_refused(3, filled, share(&fixture.regions[4 * id + 1]);
                              fixture.segments[4 * id].physical =
                                  fixture.regions[4 * id + 1].physical + PAGE -
                                  8);
        assert_damage_refused(3, filled, share(&fixture.regions[4 * id + 1]);
                              fixture.segments[4 * id].physical =
                                  fixture.regions[4 * id + 1].physical - PAGE;
                              fixture.segments[4 * id].size = PAGE + 8);
    }
}

static void shared_memory_has_rights_that_are_known(void **state)
{
    const char *unknown = "shared memory with unknown rights";

    (void)state;
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const uint32_t known =
            BH_ACCESS_READ | BH_ACCESS_WRITE | BH_ACCESS_SHARED;

        if ((bit & known) == 0)
            assert_damage_refused(3, unknown, share(&fixture.regions[1]);
                                  fixture.regions[1].access |= bit);
    }
}

static void devices_are_known(void **state)
{
    const char *unknown = "device of no known kind";

    (void)state;
    assert_partition_refused(unknown, d->kind = BH_DEVICE_KINDS);
    assert_partition_refused(unknown, d->kind = UINT32_MAX);
    assert_partition_refused(unknown, d->size = 0);
    assert_partition_refused(unknown, d->address = -(uint64_t)PAGE;
                             d->size = PAGE + 1);
    assert_partition_refused(unknown, d->address = UINT64_MAX;
                             d->size = UINT32_MAX);
    assert_change_accepted(3, fixture.devices[1].kind = BH_DEVICE_CLINT);
    assert_change_accepted(3, fixture.partitions[1].device_count = 0);
}

static void interrupts_are_there_and_one_partitions(void **state)
{
    (void)state;
    assert_partition_refused("interrupt unknown", p->interrupts = 1);
    assert_partition_refused("interrupt unknown",
                             p->interrupts = UINT64_C(1) << BH_LINE_SOURCE);
    assert_partition_refused("interrupt unknown", p->interrupts = UINT64_C(1)
                                                                  << 63);
    assert_damage_refused(3, "interrupt of two partitions",
                          fixture.partitions[0].interrupts = 6;
                          fixture.partitions[2].interrupts = 12);
    assert_damage_refused(3, "interrupt of two partitions",
                          fixture.partitions[1].interrupts = 2;
                          fixture.partitions[2].interrupts = 2);
    assert_change_accepted(3, fixture.partitions[0].interrupts = 6;
                           fixture.partitions[2].interrupts =
                               BH_INTERRUPTS_ALL - 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_end),
        cmocka_unit_test(entries_lie_in_their_tables),
        cmocka_unit_test(entries_are_no_more_than_the_kernel_takes),
        cmocka_unit_test(a_partition_has_memory),
        cmocka_unit_test(pages_of_state_and_information_are_guest_ram),
        cmocka_unit_test(actions_are_known_and_make_sense),
        cmocka_unit_test(restarts_are_limited_by_a_number_that_can_be),
        cmocka_unit_test(regions_are_pages_in_order),
        cmocka_unit_test(regions_are_guest_ram),
        cmocka_unit_test(segments_fill_guest_ram),
        cmocka_unit_test(segments_come_from_the_blob),
        cmocka_unit_test(shared_memory_is_never_filled),
        cmocka_unit_test(shared_memory_has_rights_that_are_known),
        cmocka_unit_test(devices_are_known),
        cmocka_unit_test(interrupts_are_there_and_one_partitions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
