/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From reset to the first slot: a configuration that is wrong starts nobody; a
 * right one fills memory as it says, and each partition begins as it should.
 */
#include "kernel/core/console.h"
#include "test/unit/fixture/fixture.h"

/* Has the kernel refuse to start for `reason`, with nothing done. */
static void assert_refused_at_boot(const char *reason)
{
    char line[200];

    assert_null(host_main());
    assert_int_equal(host.end, BOARD_END_FAILED);
    snprintf(line, sizeof(line), "[bulkhead] configuration refused: %s\r\n",
             reason);
    assert_string_equal(fixture_printed(), line);
    assert_false(host.is_protected);
    assert_int_equal(host.switches, 0);
    for (uint32_t id = 0; id < 3; id++) {
        struct fixture_range range = fixture_guest(id);
        const uint8_t *bytes = range.start;

        for (size_t i = 0; i < range.size; i++)
            assert_int_equal(bytes[i], 0);
    }
}

static void what_core_finds_wrong_is_told(void **state)
{
    (void)state;
    fixture_seal();
    fixture.config->size -= 8;
    assert_refused_at_boot("configuration larger than what was loaded");
}

static void a_damaged_blob_is_told(void **state)
{
    (void)state;
    fixture_seal();
    fixture.slots[1].end++;
    assert_refused_at_boot("configuration damaged (CRC)");
}

static void what_the_processor_finds_wrong_is_told(void **state)
{
    (void)state;
    fixture_seal();
    host.config_error = "the processor does not like it";
    assert_refused_at_boot("the processor does not like it");
}

static void more_than_was_loaded_is_not_read(void **state)
{
    (void)state;
    fixture_seal();
    host.config_room = fixture.config->size - 1;
    assert_refused_at_boot("configuration larger than what was loaded");
}

static void the_greeting_names_system_and_plan(void **state)
{
    const char *printed;

    (void)state;
    fixture_seal();
    assert_non_null(host_main());
    printed = fixture_printed();
    assert_memory_equal(printed, "[bulkhead] Bulkhead ", 20);
    assert_non_null(strstr(printed, ", system \"system\": 3 partitions, plan "
                                    "\"plan\", frame 350 us\r\n"));
}

static void the_longest_greeting_is_whole(void **state)
{
    const char *printed;

    (void)state;
    fixture_build(BH_PARTITIONS_MAX);
    memset(fixture.config->name, 's', BH_NAME_SIZE - 1);
    memset(fixture.plan->name, 'p', BH_NAME_SIZE - 1);
    fixture.config->tick_frequency = 1000000;
    fixture.slots[fixture.plan->slot_count - 1].end = UINT64_MAX / 4;
    fixture.plan->frame = UINT64_MAX / 4;
    fixture_seal();
    assert_non_null(host_main());
    printed = fixture_printed();
    assert_non_null(strstr(printed, "frame 4611686018427387903 us\r\n"));
}

static void memory_is_filled_from_the_image(void **state)
{
    uint32_t segments = fixture.config->segments.count;

    (void)state;
    for (uint32_t id = 0; id < 3; id++) {
        struct fixture_range range = fixture_guest(id);

        memset(arch_memory((uintptr_t)range.start), 0xee, range.size);
    }
    fixture_boot();
    for (uint32_t i = 0; i < segments; i++) {
        const struct bh_config_segment *segment = &fixture.segments[i];
        const uint8_t *memory = arch_memory(segment->physical);
        const uint8_t *image =
            (const uint8_t *)fixture.config + segment->file_offset;

        /* The kernel has written to the information page since. */
        if (memory == (const uint8_t *)fixture_vcpu(i / 4)->info)
            continue;
        assert_memory_equal(memory, image, segment->file_size);
        for (size_t j = segment->file_size; j < segment->size; j++)
            assert_int_equal(memory[j], 0);
    }
}

/* Nor is more than each segment filled: not even what is filled later. */
static void segments_may_come_in_any_order(void **state)
{
    uint32_t count = fixture.config->segments.count;

    for (uint32_t i = 0; i < count; i += 4)
        for (uint32_t j = 0; j < 2; j++) {
            struct bh_config_segment low = fixture.segments[i + j];

            fixture.segments[i + j] = fixture.segments[i + 3 - j];
            fixture.segments[i + 3 - j] = low;
        }
    memory_is_filled_from_the_image(state);
}

static void nothing_else_is_filled(void **state)
{
    struct fixture_range buffers = fixture_private();
    const uint8_t *bytes = buffers.start;

    (void)state;
    fixture_boot();
    for (size_t i = 0; i < buffers.size; i++)
        assert_int_equal(bytes[i], 0xa5);
}

/* The tool's part of the information page stays; the kernel writes the rest. */
static void the_information_page_is_both_ones_work(void **state)
{
    (void)state;
    host.time = 5000;
    fixture_boot();
    for (uint32_t id = 0; id < 3; id++) {
        const struct bh_info *info = fixture_vcpu(id)->info;

        assert_int_equal(info->magic, BH_INFO_MAGIC);
        assert_int_equal(info->abi_version, BH_ABI_VERSION);
        assert_int_equal(info->partition, id);
        assert_string_equal(info->name, fixture.partitions[id].name);
        assert_int_equal(info->state, BH_STATE_NORMAL);
        assert_int_equal(info->slot_count, id == 0);
    }
    assert_int_equal(fixture_vcpu(0)->info->slot_start, 5000);
    assert_int_equal(fixture_vcpu(0)->info->slot_end, 5000 + FIXTURE_SLOT);
    assert_int_equal(fixture_vcpu(0)->info->frame_start, 5000);
}

static void partitions_begin_as_after_reset(void **state)
{
    (void)state;
    fixture.partitions[1].entry = 0x80000100;
    fixture.partitions[1].argument = 0x1000;
    fixture_boot();
    for (uint32_t id = 0; id < 3; id++) {
        const struct vcpu *self = fixture_vcpu(id);

        assert_int_equal(self->id, id);
        assert_int_equal(self->state, BH_STATE_NORMAL);
        assert_int_equal(self->pending, 0);
        assert_int_equal(self->timer, BH_TIME_NEVER);
        assert_int_equal(self->arch->registers[0],
                         fixture.partitions[id].entry);
        assert_int_equal(self->arch->registers[1],
                         fixture.partitions[id].argument);
    }
    assert_int_equal(fixture_vcpu(1)->arch->registers[0], 0x80000100);
}

static void protection_comes_before_the_first_guest(void **state)
{
    (void)state;
    fixture_boot();
    assert_true(host.is_protected);
    assert_int_equal(host.switches, 1);
    assert_int_equal(host.timer, FIXTURE_SLOT);
}

/* The first slot may be anybody's, and nobody's. */
static void the_first_to_run_is_the_plans_choice(void **state)
{
    static const struct bh_config_slot last_first[] = {{100, 2, 0},
                                                       {200, 0, 1}};
    static const struct bh_config_slot nobody_first[] = {{100, BH_SLOT_IDLE, 0},
                                                         {200, 1, 1}};

    (void)state;
    fixture_set_slots(last_first, 2);
    assert_int_equal(fixture_boot()->id, 2);
    assert_int_equal(host.time, 0);
    fixture_build(3);
    fixture_set_slots(nobody_first, 2);
    assert_int_equal(fixture_boot()->id, 1);
    assert_int_equal(host.time, 100);
}

static void boot_with_need(uint32_t abi_version, uint32_t extensions)
{
    fixture_build(3);
    fixture.partitions[0].abi_version = abi_version;
    fixture.partitions[0].extensions = extensions;
    fixture_seal();
    assert_non_null(host_main());
}

/* What is older, or asks for less, is served. */
static void a_program_for_an_older_kernel_runs(void **state)
{
    const uint32_t major = BH_ABI_VERSION & 0xffff0000;
    const uint32_t all = (1u << BH_EXT_COUNT) - 1;

    (void)state;
    for (uint32_t version = major; version <= BH_ABI_VERSION; version++) {
        boot_with_need(version, all & version);
        assert_int_equal(fixture_vcpu(0)->state, BH_STATE_NORMAL);
    }
    boot_with_need(BH_ABI_VERSION, all);
    assert_int_equal(fixture_vcpu(0)->state, BH_STATE_NORMAL);
}

static void assert_incompatible(uint32_t abi_version, uint32_t extensions)
{
    char text[100];

    boot_with_need(abi_version, extensions);
    assert_int_equal(fixture_vcpu(0)->state, BH_STATE_HALTED);
    assert_int_equal(fixture_vcpu(1)->state, BH_STATE_NORMAL);
    assert_int_equal(fixture_vcpu(2)->state, BH_STATE_NORMAL);
    snprintf(text, sizeof(text), "needs ABI %u.%u, extensions 0x%x; the kernel",
             abi_version >> 16, abi_version & 0xffff, extensions);
    console_flush();
    assert_non_null(strstr(fixture_printed(), text));
}

static void a_program_for_another_kernel_does_not(void **state)
{
    (void)state;
    assert_incompatible(BH_ABI_VERSION + 1, 0);
    assert_incompatible(BH_ABI_VERSION + 0x10000, 0);
    assert_incompatible(BH_ABI_VERSION & 0xffff, 0);
    assert_incompatible(UINT32_MAX, UINT32_MAX);
    for (uint32_t n = BH_EXT_COUNT; n < 32; n++)
        assert_incompatible(BH_ABI_VERSION, 1u << n | 1);
}

static void a_system_may_be_as_large_as_can_be(void **state)
{
    struct vcpu *self;

    (void)state;
    fixture_build(BH_PARTITIONS_MAX);
    self = fixture_boot();
    for (uint32_t id = 0; id < BH_PARTITIONS_MAX; id++) {
        assert_int_equal(self->id, id);
        host.time = (id + 1) * FIXTURE_SLOT;
        self = fixture_resume(self);
    }
    assert_int_equal(self->id, 0);
}

#define TEST(test) cmocka_unit_test_setup(test, fixture_setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_core_finds_wrong_is_told),
        TEST(a_damaged_blob_is_told),
        TEST(what_the_processor_finds_wrong_is_told),
        TEST(more_than_was_loaded_is_not_read),
        TEST(the_greeting_names_system_and_plan),
        TEST(the_longest_greeting_is_whole),
        TEST(memory_is_filled_from_the_image),
        TEST(segments_may_come_in_any_order),
        TEST(nothing_else_is_filled),
        TEST(the_information_page_is_both_ones_work),
        TEST(partitions_begin_as_after_reset),
        TEST(protection_comes_before_the_first_guest),
        TEST(the_first_to_run_is_the_plans_choice),
        TEST(a_program_for_an_older_kernel_runs),
        TEST(a_program_for_another_kernel_does_not),
        TEST(a_system_may_be_as_large_as_can_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
