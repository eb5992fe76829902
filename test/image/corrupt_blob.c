/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Header and lists damaged in one place each: the blob must be refused, and for
 * that reason.
 */
#include "corrupt.h"

#include "image/blob.h"
#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

static struct bh_config_segment *segments(void)
{
    return (void *)(blob + config()->segments.offset);
}

/* The blob, damaged and with a CRC that fits, must be refused for `reason`. */
static void refused(const char *name, const char *reason)
{
    const char *error;
    char full[128], why[192];

    config()->crc = blob_crc(blob, blob_size);
    error = blob_error(blob, blob_size);
    snprintf(full, sizeof(full), "blob: %s", name);
    snprintf(why, sizeof(why), "\"%s\" instead of \"%s\"",
             error ? error : "no error", reason);
    result(error && strstr(error, reason), full, why);
    restore();
}

/* Changes a field of the header to a value, and asks for the reason. */
#define HEADER_CASE(field, value, reason)                                      \
    do {                                                                       \
        config()->field = (value);                                             \
        refused(#field " = " #value, reason);                                  \
    } while (0)

static void test_header(void)
{
    HEADER_CASE(magic, 0, "does not begin");
    HEADER_CASE(version, 1, "another version");
    HEADER_CASE(size, blob_size + PAGE, "another size");
    HEADER_CASE(address, RAM + 1, "not made of pages");
    HEADER_CASE(address, 0, "out of order");
    HEADER_CASE(name[0], 0, "name is none");
    HEADER_CASE(name[0], 27, "name is none");
    HEADER_CASE(ram_size, PAGE, "out of order");
    HEADER_CASE(ram_size, 0 - (uint64_t)PAGE, "out of order");
    HEADER_CASE(private_start, RAM, "out of order");
    HEADER_CASE(private_size, 1ull << 40, "out of order");
    HEADER_CASE(tick_frequency, 0, "clock");
    HEADER_CASE(console_input, 5, "console");
    HEADER_CASE(first_plan, 1, "no plan");
    HEADER_CASE(trace_records, 0, "trace without records");
    HEADER_CASE(trace_records, 8, "none that can be");
    HEADER_CASE(trace_records, 255, "none that can be");
    HEADER_CASE(trace_records, 1u << 21, "none that can be");
    HEADER_CASE(trace_records, 1u << 20, "trace lies outside");
    HEADER_CASE(trace_events, 0, "none that can be");
    HEADER_CASE(trace_events, 1u << 30, "none that can be");
    HEADER_CASE(trace_buffer, config()->trace_buffer + 4, "trace lies outside");
    HEADER_CASE(trace_buffer, config()->private_start, "trace lies outside");
    HEADER_CASE(trace_buffer, ~7ull, "trace lies outside");
    HEADER_CASE(pmp.cfg0, 0x000f0f8908898d0b, "PMP");
    HEADER_CASE(pmp.address[0], RAM, "PMP");
    HEADER_CASE(pmp.address[3], 0, "PMP");
    HEADER_CASE(partitions.count, 0, "where it belongs");
    HEADER_CASE(partitions.count, 33, "where it belongs");
    HEADER_CASE(regions.count, 1, "where it belongs");
    HEADER_CASE(slots.offset, 4, "where it belongs");
    HEADER_CASE(slots.offset, 0xfffffff8, "where it belongs");
    HEADER_CASE(tables.count, 0xffffffff, "where it belongs");
    HEADER_CASE(tables.offset, config()->tables.offset + 8, "where it belongs");
}

/* What stands in the information page of a partition. */
static struct bh_info *info_of(uint32_t index)
{
    return (struct bh_info *)(uintptr_t)blob_info(config(), partition(index));
}

static void test_devices(void)
{
    struct bh_config_region *region = regions();

    region += partition(HIGH)->region_first;
    while (region->address != FLASH)
        region++;
    region->mapped |= BH_ACCESS_EXECUTE;
    refused("device that is executed", "none that can be");
    region->size = 1ull << 31;
    refused("device that reaches the RAM", "none that can be");
    region->physical = config()->address;
    refused("device in RAM", "outside the partitions' RAM");
    region = regions() + partition(MACHINE)->region_first;
    while (region->physical != 0x10200000)
        region++;
    region[0].address = 0x10000000;
    region[0].size = PAGE;
    refused("device over an emulated one", "in a memory region");
    partition(MACHINE)->second_uart[0] = '\0';
    refused("second serial port without a name", "name is none");
    memset(partition(MACHINE)->second_uart, 0, BH_NAME_SIZE);
    refused("second serial port with no name", "has no name");
    partition(SOURCE)->second_uart[0] = 'x';
    refused("name of no second serial port", "no such port");
    partition(SOURCE)->interrupts = 1;
    refused("interrupt 0", "an interrupt that it cannot have");
    partition(SOURCE)->interrupts = 1ull << BH_LINE_SOURCE;
    refused("interrupt of a line", "an interrupt that it cannot have");
    partition(HIGH)->interrupts |= 1ull << 11;
    refused("interrupt of another", "an interrupt that it cannot have");
    info_of(HIGH)->memory_physical += PAGE;
    refused("memory elsewhere for devices", "where it is not");
    info_of(HIGH)->memory_physical = 0;
    refused("memory nowhere for devices", "where it is not");
    info_of(SOURCE)->memory_physical = memory_of(SOURCE, RAM);
    refused("memory for no device", "where it is not");
}

/* The area `index` of those that a partition's information page lists. */
static struct bh_info_shared *area_of(uint32_t partition_index, uint32_t index)
{
    struct bh_info *info = info_of(partition_index);

    return (struct bh_info_shared *)(void *)((uint8_t *)info +
                                             info->shared_offset) +
           index;
}

static void test_areas(void)
{
    struct bh_config_region *region =
        regions() + partition(SOURCE)->region_first;
    const char *other = "other areas than there are";

    region[0].access |= BH_ACCESS_SHARED;
    refused("text that is shared", "rights");
    while (region->address != TRACK)
        region++;
    region->access |= BH_ACCESS_WRITE << 4;
    refused("area with an unknown right", "rights");
    region->mapped |= BH_ACCESS_EXECUTE;
    region->access |= BH_ACCESS_EXECUTE;
    refused("area that is executed", "rights");
    region->physical = memory_of(SOURCE, RAM);
    refused("area in one's own memory", "segment fills shared");
    region->physical = memory_of(MACHINE, RAM + MEGA);
    refused("area in another's memory", "segment fills shared");
    region->physical += PAGE;
    refused("areas that overlap", "areas of shared memory overlap");
    region->size = PAGE;
    refused("area of two sizes", "areas of shared memory overlap");
    region->access &= ~BH_ACCESS_SHARED;
    refused("area that is said to be one's own", "does not fill");
    info_of(SOURCE)->shared_count = 1;
    refused("area that is not told of", other);
    info_of(SINK)->shared_offset += 8;
    refused("areas told of elsewhere", other);
    area_of(SOURCE, 1)->address = area_of(SOURCE, 0)->address;
    refused("area told of twice", other);
    area_of(SOURCE, 1)->size += PAGE;
    refused("area told of with another size", other);
    area_of(SINK, 0)->access |= BH_SHARED_WRITE;
    refused("area told of as writable", other);
    area_of(SINK, 0)->name[0] = '\0';
    refused("area without a name", "name of shared memory");
}

static void test_lists(void)
{
    struct bh_config_region *region = regions();
    struct bh_config_segment *segment = segments();
    struct bh_config_device *device = (void *)(blob + config()->devices.offset);
    struct bh_config_channel *channel =
        (void *)(blob + config()->channels.offset);
    struct bh_config_notice *notice = (void *)(blob + config()->notices.offset);
    struct bh_config_port *port = (void *)(blob + config()->ports.offset);
    struct bh_config_plan *plan = (void *)(blob + config()->plans.offset);
    struct bh_config_slot *slot = (void *)(blob + config()->slots.offset);

    partition(SINK)->entry = 0;
    refused("entry outside memory", "cannot execute");
    partition(MACHINE)->argument = 0x5000;
    refused("argument outside memory", "argument");
    partition(SINK)->state += PAGE;
    refused("state page elsewhere", "state page");
    partition(SINK)->info = partition(SINK)->state;
    refused("information page elsewhere", "information page");
    partition(SINK)->action[BH_EVENT_UNHANDLED] = BH_ACTION_PROPAGATE;
    refused("what cannot be handled handed over", "health action");
    partition(SINK)->action[BH_EVENTS_MAX - 1] = 1;
    refused("action of no event", "health action");
    partition(SINK)->action[BH_EVENT_EXCEPTION] = BH_ACTION_IGNORE;
    refused("exception ignored", "health action");
    partition(SINK)->action[BH_EVENT_INCOMPATIBLE] = BH_ACTION_COLD_RESET;
    refused("reset of what stays incompatible", "health action");
    partition(SINK)->action[BH_EVENT_RESET] = BH_ACTION_SYSTEM_HALT + 1;
    refused("action that there is not", "health action");
    partition(SINK)->action[BH_EVENT_RESET] = BH_ACTION_PLAN + 63;
    refused("plan that there is not", "health action");
    partition(SINK)->action[BH_EVENT_RESET] = 0xc0;
    refused("action above all", "health action");
    config()->panic_action = BH_ACTION_HALT;
    refused("half an action when the kernel breaks", "the kernel breaks");
    config()->lost_action = BH_ACTION_HALT;
    refused("half an action when frames are lost", "frames are lost");
    partition(SINK)->restarts = 1;
    refused("one restart too many", "health action");
    partition(SINK)->restarts = 2;
    refused("restarts within no time", "health action");
    partition(SINK)->region_first = 0xffffffff;
    refused("regions outside", "where they belong");
    partition(SINK)->segment_first = partition(SOURCE)->segment_first;
    refused("segments of another", "where they belong");
    region[0].physical = config()->ram_start;
    refused("region in the kernel", "outside the partitions' RAM");
    region[0].size = 0;
    refused("region of no size", "not made of pages");
    region[0].address = region[1].address;
    refused("regions that overlap", "out of order");
    region[0].mapped = region[0].access = BH_ACCESS_WRITE;
    refused("region that is only writable", "rights");
    region[0].physical = memory_of(MACHINE, RAM);
    refused("region in another's memory", "does not fill");
    segment[0].physical = config()->address;
    refused("segment over the blob", "outside the partitions' RAM");
    segment[0].physical = memory_of(MACHINE, RAM);
    refused("segment over another's memory", "two segments fill");
    segment[0].file_offset = blob_size;
    refused("segment from outside", "where it belongs");
    segment[0].file_size = ~0ull;
    refused("segment from outside, far", "where it belongs");
    segment[0].size -= 8;
    refused("segment too short", "does not fill");
    device[0].kind = BH_DEVICE_KINDS;
    refused("device of no kind", "no known kind");
    device[0].address = RAM;
    refused("device in memory", "in a memory region");
    device[partition(HOSTED)->device_first + 1].address += PAGE;
    refused("host interface elsewhere", "host interface");
    region = regions() + partition(HOSTED)->region_first;
    while (region->address != HOST)
        region++;
    region->physical = memory_of(HOSTED, HOST + 2 * PAGE);
    refused("host's page in other memory", "host interface");
    partition(HOSTED)->fromhost += PAGE;
    refused("host's words in two pages", "host interface");
    partition(HOSTED)->tohost += 4;
    refused("host's word misaligned", "host interface");
    partition(HOSTED)->tohost = 0;
    refused("host's page without words", "rights");
    device[partition(HOSTED)->device_first + 1].kind = BH_DEVICE_FINISHER;
    refused("host's words without a device", "in a memory region");
    partition(SINK)->tohost = partition(SINK)->fromhost = 8;
    refused("host's words without a page", "host interface");
    channel[0].stride = 8;
    refused("messages that overlap", "out of range");
    channel[1].flags = BH_CHANNEL_DROP_OLDEST + 1;
    refused("queue of an unknown kind", "out of range");
    channel[0].flags = BH_CHANNEL_DROP_OLDEST;
    refused("sampling channel that overflows", "out of range");
    channel[0].depth = 2;
    refused("sampling channel with a queue", "out of range");
    channel[0].buffer = config()->ram_start;
    refused("buffer in the kernel", "outside the kernel's memory");
    channel[1].buffer = channel[0].buffer;
    refused("buffers that overlap", "two channels overlap");
    port[0].channel = 2;
    refused("port of no channel", "does not fit its channel");
    port[0].kind = BH_PORT_QUEUING;
    refused("port of another kind", "does not fit its channel");
    port[0].direction = BH_PORT_DESTINATION;
    refused("port reversed", "describes another port");
    notice[0].partition = 99;
    refused("notice to no partition", "notice is none");
    notice[0].port = 2;
    refused("notice of another channel", "notice is none");
    port[0].notice_count = BH_NOTICES_MAX + 1;
    refused("too many notices", "notice is none");
    channel[2].message_size = 1;
    refused("doorbell with a message", "out of range");
    plan[0].frame++;
    refused("frame not filled", "do not fill");
    plan[0].guard = slot[0].end;
    refused("guard as long as a slot", "longer than its plan's guard");
    slot[1].end = slot[0].end;
    refused("slot of no length", "out of order");
    slot[0].id = UINT16_MAX + 1;
    refused("slot with too large a number", "identifier");
    slot[0].partition = 5;
    refused("slot of no partition", "of no partition");
}

/* Without a CRC that fits, any one bit is seen. */
static void test_crc(void)
{
    size_t missed = 0, tried = 0;

    for (size_t at = 0; at < blob_size; at += 509, tried++) {
        blob[at] ^= (uint8_t)(1u << (at % 8));
        if (!blob_error(blob, blob_size))
            missed++;
        blob[at] = good[at];
    }
    result(missed == 0 && tried > 100, "blob: single bits, without a new CRC",
           "some were not noticed");
}

/*
 * What may have another value without being wrong: the rest of header and lists
 * is tied to something else.
 */
static const struct field {
    const char *name;
    size_t table; /* offset in the header of the table's place, 0: header */
    size_t offset;
    size_t size;
} free_fields[] = {
#define FIELD(table, type, member)                                             \
    {                                                                          \
#type "." #member, offsetof(struct bh_config, table),                  \
            offsetof(struct type, member),                                     \
            sizeof(((struct type *)NULL)->member)                              \
    }
    {"bh_config.crc", 0, offsetof(struct bh_config, crc), 4}, /* see test_crc */
    {"bh_config.name", 0, offsetof(struct bh_config, name), BH_NAME_SIZE},
    {"bh_config.kernel_digest", 0, offsetof(struct bh_config, kernel_digest),
     8},
    {"bh_config.tick_frequency", 0, offsetof(struct bh_config, tick_frequency),
     8},
    {"bh_config.pmp: text's and constants' end", 0,
     offsetof(struct bh_config, pmp.address[1]), 16}, /* see kernel_digest */
    {"bh_config.console_input", 0, offsetof(struct bh_config, console_input),
     4},
    {"bh_config.panic_action", 0, offsetof(struct bh_config, panic_action), 1},
    {"bh_config.lost_action", 0, offsetof(struct bh_config, lost_action), 1},
    {"bh_config.trace_events", 0, offsetof(struct bh_config, trace_events), 4},
    FIELD(partitions, bh_config_partition, entry),
    FIELD(partitions, bh_config_partition, argument),
    FIELD(partitions, bh_config_partition, action),
    FIELD(partitions, bh_config_partition, second_uart),
    FIELD(partitions, bh_config_partition, watchdog),
    FIELD(partitions, bh_config_partition, interrupts),
    FIELD(partitions, bh_config_partition, rights),
    FIELD(partitions, bh_config_partition, flags),
    FIELD(partitions, bh_config_partition, start_after),
    FIELD(partitions, bh_config_partition, tohost), /* within its page */
    FIELD(partitions, bh_config_partition, fromhost),
    FIELD(devices, bh_config_device, address),
    FIELD(devices, bh_config_device, size),
    FIELD(devices, bh_config_device, kind),
    FIELD(channels, bh_config_channel, name),
    FIELD(channels, bh_config_channel, buffer),
    FIELD(channels, bh_config_channel, flags),
    FIELD(plans, bh_config_plan, name),
    FIELD(plans, bh_config_plan, guard),
    FIELD(plans, bh_config_plan, action),
    FIELD(plans, bh_config_plan, background),
    FIELD(plans, bh_config_plan, background_count),
    FIELD(partitions, bh_config_partition, abi_version),
    FIELD(partitions, bh_config_partition, extensions),
    FIELD(slots, bh_config_slot, end),
    FIELD(slots, bh_config_slot, partition),
    FIELD(slots, bh_config_slot, id),
#undef FIELD
};

static bool is_free(size_t table, size_t offset)
{
    for (size_t i = 0; i < sizeof(free_fields) / sizeof(free_fields[0]); i++) {
        if (free_fields[i].table == table && offset >= free_fields[i].offset &&
            offset - free_fields[i].offset < free_fields[i].size)
            return true;
    }
    return false;
}

static void ignore(void *context, const struct walk_finding *finding)
{
    (void)context;
    (void)finding;
}

/* Whether nobody notices that the byte at `at` has changed. */
static bool unnoticed(size_t at)
{
    const uint8_t changes[] = {0x01, 0x08, 0x80, 0xff};
    bool passed = false;

    for (size_t i = 0; i < sizeof(changes) && !passed; i++) {
        blob[at] = good[at] ^ changes[i];
        config()->crc = blob_crc(blob, blob_size);
        passed =
            !blob_error(blob, blob_size) && walk_blob(blob, ignore, NULL) == 0;
        restore();
    }
    return passed;
}

/* Changes each byte of a list of `count` entries of `size` bytes. */
static void sweep(const char *name, size_t table, size_t start, size_t size,
                  size_t count)
{
    char full[64], why[96] = "";

    for (size_t i = 0; i < size * count; i++) {
        if (!is_free(table, i % size) && unnoticed(start + i))
            snprintf(why, sizeof(why), "byte %zu of entry %zu is not judged",
                     i % size, i / size);
    }
    snprintf(full, sizeof(full), "blob: every byte of the %s", name);
    result(why[0] == '\0', full, why);
}

static void test_sweep(void)
{
    const struct bh_config *header = (const void *)good;

    sweep("header", 0, 0, sizeof(*header), 1);
#define SWEEP(table, type)                                                     \
    sweep(#table, offsetof(struct bh_config, table), header->table.offset,     \
          sizeof(struct type), header->table.count)
    SWEEP(partitions, bh_config_partition);
    SWEEP(regions, bh_config_region);
    SWEEP(segments, bh_config_segment);
    SWEEP(devices, bh_config_device);
    SWEEP(channels, bh_config_channel);
    SWEEP(ports, bh_config_port);
    SWEEP(notices, bh_config_notice);
    SWEEP(plans, bh_config_plan);
    SWEEP(slots, bh_config_slot);
#undef SWEEP
}

void test_blob(void)
{
    test_header();
    test_lists();
    test_devices();
    test_areas();
    test_sweep();
    test_crc();
}
