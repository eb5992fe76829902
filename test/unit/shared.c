/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that partitions share: cleared when the system starts, and by no start
 * of a partition; open to calls as far as each party's rights go.
 */
#include "test/unit/fixture/fixture.h"

#include "kernel/core/guest_mem.h"
#include "kernel/core/partition.h"

#define PAGE BH_PAGE_SIZE
#define AREA (FIXTURE_RAM + 0x100000)

/* The area: a page that p2 has no longer. */
static uint8_t *area;

/* Puts the area behind what partition `id` has below the last two pages. */
static void add_party(uint32_t id, uint32_t access)
{
    struct bh_config_region *region = &fixture.regions[4 * id];

    region[0] = region[1]; /* its ROM goes */
    region[1] = (struct bh_config_region){AREA, PAGE, (uintptr_t)area, access,
                                          access | BH_ACCESS_SHARED};
}

/* p0 writes and reads, p1 reads, p2 has nothing of it. */
static struct vcpu *boot(void)
{
    struct bh_config_region *ram;

    fixture_build(3);
    ram = &fixture.regions[4 * 2 + 1];
    ram->size -= PAGE;
    fixture.segments[4 * 2 + 1].size -= PAGE;
    area = arch_memory(ram->physical + ram->size);
    add_party(0, BH_ACCESS_READ | BH_ACCESS_WRITE);
    add_party(1, BH_ACCESS_READ);
    fixture.partitions[0].rights = BH_RIGHT_CONTROL;
    memset(area, 0xaa, PAGE);
    return fixture_boot();
}

static bool is_all(uint8_t value)
{
    for (size_t i = 0; i < PAGE; i++)
        if (area[i] != value)
            return false;
    return true;
}

static void the_start_of_the_system_clears_it(void **state)
{
    (void)state;
    boot();
    assert_true(is_all(0));
}

static void no_reset_of_a_party_changes_it(void **state)
{
    struct vcpu *self = boot();

    (void)state;
    memset(area, 0x55, PAGE);
    assert_value(0, fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_RESET, 1,
                                 BH_STATE_COLD_START, 0));
    assert_value(0, fixture_call(self, BH_EXT_PARTITION, BH_PARTITION_RESET, 0,
                                 BH_STATE_COLD_START, 0));
    for (uint32_t id = 0; id < 2; id++)
        while (fixture_vcpu(id)->blocked == BLOCKED_FILLING)
            partition_fill_step(fixture_vcpu(id));
    assert_int_equal(fixture_vcpu(0)->info->reset_count, 1);
    assert_int_equal(fixture_vcpu(1)->info->reset_count, 1);
    assert_int_equal(fixture_vcpu(1)->state, BH_STATE_NORMAL);
    assert_true(is_all(0x55));
}

static void *open(uint32_t id, uint64_t address, uint64_t size, uint32_t access)
{
    struct guest_address guest_address = {address};

    return guest_mem_open(fixture_vcpu(id), guest_address, size, access);
}

static void each_party_opens_it_by_its_rights(void **state)
{
    (void)state;
    boot();
    assert_ptr_equal(open(0, AREA, PAGE, BH_ACCESS_WRITE), area);
    assert_ptr_equal(open(0, AREA + 8, PAGE - 8, BH_ACCESS_READ), area + 8);
    assert_ptr_equal(open(1, AREA, PAGE, BH_ACCESS_READ), area);
    assert_null(open(1, AREA, 1, BH_ACCESS_WRITE));
    assert_null(open(2, AREA, 1, BH_ACCESS_READ));
    for (uint32_t id = 0; id < 2; id++) {
        assert_null(open(id, AREA, 2, BH_ACCESS_EXECUTE));
        assert_null(open(id, AREA - 1, 2, BH_ACCESS_READ));
        assert_null(open(id, AREA + PAGE - 1, 2, BH_ACCESS_READ));
    }
}

static void a_message_goes_from_and_to_it(void **state)
{
    struct vcpu *self = boot();

    (void)state;
    memcpy(area, "through an area", 16);
    assert_value(
        0, fixture_call(self, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, AREA, 16));
    fixture_take_snapshot();
    assert_error(BH_E_INVALID_ADDRESS,
                 fixture_call(fixture_vcpu(1), BH_EXT_SAMPLING,
                              BH_SAMPLING_READ, 0, AREA + 32, 32));
    assert_error(BH_E_INVALID_ADDRESS,
                 fixture_call(fixture_vcpu(2), BH_EXT_SAMPLING,
                              BH_SAMPLING_READ, 0, AREA + 32, 32));
    fixture_check_nothing_changed();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_start_of_the_system_clears_it),
        cmocka_unit_test(no_reset_of_a_party_changes_it),
        cmocka_unit_test(each_party_opens_it_by_its_rights),
        cmocka_unit_test(a_message_goes_from_and_to_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
