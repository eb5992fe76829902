/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/core/guest_mem, against a definition that has no tricks: every
 * address near an edge with every size near an edge, whatever was opened just
 * before.
 */
#include "test/unit/fixture/fixture.h"

#define REGIONS 4
#define ADDRESSES (5 * REGIONS + 6)
#define SIZES 16

static const uint32_t rights[] = {BH_ACCESS_READ, BH_ACCESS_WRITE,
                                  BH_ACCESS_EXECUTE};
#define RIGHTS (sizeof(rights) / sizeof(*rights))

static const struct bh_config_region *region_of(uint32_t id, int number)
{
    return &fixture.regions[fixture.partitions[id].region_first +
                            (uint32_t)number];
}

static void *open(uint32_t id, uint64_t address, uint64_t size, uint32_t access)
{
    struct guest_address guest_address = {address};

    return guest_mem_open(fixture_vcpu(id), guest_address, size, access);
}

static void collect_addresses(uint32_t id, uint64_t addresses[ADDRESSES])
{
    static const uint64_t others[6] = {
        0, 1, 1ull << 63, UINT64_MAX, UINT64_MAX - 4095, 0x10000000,
    };

    for (int i = 0; i < REGIONS; i++) {
        const struct bh_config_region *region = region_of(id, i);
        uint64_t end = region->address + region->size;

        addresses[5 * i] = region->address - 1;
        addresses[5 * i + 1] = region->address;
        addresses[5 * i + 2] = region->address + 8;
        addresses[5 * i + 3] = end - 1;
        addresses[5 * i + 4] = end;
    }
    memcpy(addresses + 5 * REGIONS, others, sizeof(others));
}

static void collect_sizes(uint64_t address, uint64_t sizes[SIZES])
{
    const uint64_t all[SIZES] = {
        0,
        1,
        2,
        8,
        4088,
        4095,
        4096,
        4097,
        8192,
        8193,
        1ull << 32,
        1ull << 63,
        UINT64_MAX,
        UINT64_MAX - 7,
        -address, /* to the end of 64 bits, and one beyond */
        -address + 1,
    };

    memcpy(sizes, all, sizeof(all));
}

static void check_address(uint32_t id, uint64_t address)
{
    uint64_t sizes[SIZES];

    collect_sizes(address, sizes);
    for (int i = 0; i < SIZES; i++)
        for (size_t j = 0; j < RIGHTS; j++)
            assert_ptr_equal(
                open(id, address, sizes[i], rights[j]),
                fixture_find_memory(id, address, sizes[i], rights[j]));
}

static void edges_are_as_the_table_says(void **state)
{
    uint64_t addresses[ADDRESSES];

    (void)state;
    for (uint32_t id = 0; id < 3; id++) {
        collect_addresses(id, addresses);
        for (int i = 0; i < ADDRESSES; i++)
            check_address(id, addresses[i]);
    }
}

/* What was opened before, with whatever right, changes no answer. */
static void the_region_opened_last_is_no_privilege(void **state)
{
    uint64_t addresses[ADDRESSES];

    (void)state;
    collect_addresses(1, addresses);
    for (int before = 0; before < ADDRESSES; before++)
        for (size_t right = 0; right < RIGHTS; right++)
            for (int i = 0; i < ADDRESSES; i++) {
                open(1, addresses[before], 1, rights[right]);
                check_address(1, addresses[i]);
            }
}

/* Where `id` alone has memory, below and above what all have. */
static uint64_t own_address(uint32_t id, bool above)
{
    uint64_t distance = (id + 1) * UINT64_C(0x100000);

    return above ? -distance : distance;
}

static void what_another_has_is_not_ones_own(void **state)
{
    fixture_build(3);
    for (uint32_t id = 0; id < 3; id++) {
        uint32_t first = fixture.partitions[id].region_first;

        fixture.regions[first].address = own_address(id, false);
        fixture.regions[first + 2].address = own_address(id, true);
    }
    fixture_boot();
    for (uint32_t i = 0; i < 9; i++) {
        uint32_t id = i % 3, of = i / 3;

        for (int above = 0; above < 2; above++) {
            check_address(id, own_address(of, above));
            assert_int_equal(
                open(id, own_address(of, above), 4, BH_ACCESS_READ) != NULL,
                of == id);
        }
    }
    fixture_setup_booted(state);
}

/* Code in two regions, executed and read by turns. */
static void code_may_lie_in_several_regions(void **state)
{
    fixture_build(3);
    fixture.regions[1].access |= BH_ACCESS_EXECUTE;
    fixture_boot();
    for (int i = 0; i < 3; i++) {
        assert_ptr_equal(open(0, FIXTURE_RAM, 2, BH_ACCESS_EXECUTE),
                         fixture_memory(0, FIXTURE_RAM));
        check_address(0, FIXTURE_ROM);
        assert_ptr_equal(open(0, FIXTURE_ROM, 2, BH_ACCESS_EXECUTE),
                         fixture_memory(0, FIXTURE_ROM));
        check_address(0, FIXTURE_RAM);
    }
    fixture_setup_booted(state);
}

static void partitions_do_not_share_what_they_opened(void **state)
{
    (void)state;
    for (uint32_t id = 0; id < 3; id++) {
        uint8_t *memory = open(id, FIXTURE_RAM, 8, BH_ACCESS_WRITE);

        assert_ptr_equal(memory, fixture_memory(id, FIXTURE_RAM));
        for (uint32_t other = 0; other < id; other++)
            assert_ptr_not_equal(memory, fixture_memory(other, FIXTURE_RAM));
    }
}

/* Two regions side by side are two: no buffer lies in both. */
static void no_buffer_crosses_from_one_region_to_the_next(void **state)
{
    (void)state;
    assert_int_equal(FIXTURE_ROM + FIXTURE_ROM_SIZE, FIXTURE_RAM);
    assert_non_null(open(0, FIXTURE_RAM - 8, 8, BH_ACCESS_READ));
    assert_null(open(0, FIXTURE_RAM - 8, 9, BH_ACCESS_READ));
    assert_null(open(0, FIXTURE_ROM, FIXTURE_ROM_SIZE + FIXTURE_RAM_SIZE,
                     BH_ACCESS_READ));
    assert_non_null(open(0, FIXTURE_ROM, FIXTURE_ROM_SIZE, BH_ACCESS_READ));
}

static void rights_are_those_of_the_region(void **state)
{
    (void)state;
    assert_non_null(open(2, FIXTURE_ROM, 4, BH_ACCESS_EXECUTE));
    assert_null(open(2, FIXTURE_ROM, 4, BH_ACCESS_WRITE));
    assert_null(open(2, FIXTURE_RAM, 4, BH_ACCESS_EXECUTE));
    assert_null(open(2, BH_INFO_PAGE_ADDRESS, 4, BH_ACCESS_WRITE));
    assert_null(open(2, BH_INFO_PAGE_ADDRESS, 4, BH_ACCESS_EXECUTE));
    assert_non_null(open(2, BH_STATE_PAGE_ADDRESS, 4096, BH_ACCESS_WRITE));
    assert_null(open(2, BH_STATE_PAGE_ADDRESS, 4097, BH_ACCESS_WRITE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_are_as_the_table_says),
        cmocka_unit_test(the_region_opened_last_is_no_privilege),
        cmocka_unit_test(what_another_has_is_not_ones_own),
        cmocka_unit_test(code_may_lie_in_several_regions),
        cmocka_unit_test(partitions_do_not_share_what_they_opened),
        cmocka_unit_test(no_buffer_crosses_from_one_region_to_the_next),
        cmocka_unit_test(rights_are_those_of_the_region),
    };

    return cmocka_run_group_tests(tests, fixture_setup_booted, NULL);
}
