/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shows that the judges of a blob see what they are there to see: takes a good
 * image, damages its blob in one place at a time, with a CRC that fits, and
 * asks for the finding that this must give. Prints PASS or FAIL for each case.
 *
 * usage: corrupt IMAGE, made of system.xml
 *        corrupt IMAGE OUTPUT: only writes an image with a changed page table
 */
#include "image/blob.h"
#include "image/file.h"
#include "image/image.h"
#include "walk/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PTE_V 0x01u
#define PTE_R 0x02u
#define PTE_W 0x04u
#define PTE_X 0x08u
#define PTE_U 0x10u
#define PTE_G 0x20u
#define PTE_A 0x40u
#define PTE_D 0x80u
#define PAGE 4096u
#define MEGA 0x200000u

#define RAM 0x80000000u /* guest and physical address alike */
#define HIGH_RAM 0x3fc0000000u

/* Partitions of system.xml. */
enum { SOURCE, SINK, MACHINE, HIGH };

static const uint8_t *good;
static size_t blob_size;
static uint8_t *blob; /* the copy being damaged */
static int failures;

static struct bh_config *config(void)
{
    return (void *)blob;
}

static struct bh_config_partition *partition(uint32_t index)
{
    return (struct bh_config_partition *)(void *)(blob +
                                                  config()->partitions.offset) +
           index;
}

static struct bh_config_region *regions(void)
{
    return (void *)(blob + config()->regions.offset);
}

static struct bh_config_segment *segments(void)
{
    return (void *)(blob + config()->segments.offset);
}

/* The entry at `level` that translates `address` for the partition. */
static uint64_t *entry(uint32_t index, uint64_t address, int level)
{
    uint64_t physical = (partition(index)->satp & 0xfffffffffff) * PAGE;
    uint64_t *at = NULL;

    for (int i = 2; i >= level; i--) {
        uint64_t *table = (void *)(blob + (physical - config()->address));

        at = &table[(address >> (12 + 9 * i)) & 511];
        physical = (*at >> 10) * PAGE;
    }
    return at;
}

static uint64_t frame(uint64_t physical)
{
    return physical / PAGE << 10;
}

/* Physical address of the partition's RAM, from the regions. */
static uint64_t memory_of(uint32_t index, uint64_t address)
{
    const struct bh_config_region *region =
        regions() + partition(index)->region_first;

    for (uint32_t i = 0; i < partition(index)->region_count; i++, region++) {
        if (address - region->address < region->size)
            return region->physical + (address - region->address);
    }
    abort();
}

static void set_frame(uint64_t *at, uint64_t physical)
{
    *at = (*at & 0x3ff) | frame(physical);
}

/* What the walk is to find. */
struct expected {
    const char *check;
    uint32_t partition;
    uint64_t address;
    bool met;
    size_t others; /* findings of other checks or places */
};

static void compare(void *context, const struct walk_finding *finding)
{
    struct expected *expected = context;

    if (strcmp(finding->check, expected->check) == 0 &&
        finding->partition == expected->partition &&
        finding->address == expected->address)
        expected->met = true;
    else
        expected->others++;
}

static void result(bool good_case, const char *name, const char *why)
{
    if (good_case) {
        printf("PASS %s\n", name);
    } else {
        printf("FAIL %s: %s\n", name, why);
        failures++;
    }
}

static void restore(void)
{
    memcpy(blob, good, blob_size);
}

/* The walk of the damaged blob must find this, there. */
static void walk_finds(const char *name, const char *check, uint32_t index,
                       uint64_t address)
{
    struct expected expected = {
        .check = check, .partition = index, .address = address};
    char full[128], why[128];
    size_t count = walk_blob(blob, compare, &expected);

    snprintf(full, sizeof(full), "walk: %s", name);
    snprintf(why, sizeof(why), "%zu findings, but no %s at 0x%llx", count,
             check, (unsigned long long)address);
    result(expected.met, full, why);
    restore();
}

static void test_shared(void)
{
    uint64_t data = memory_of(SOURCE, RAM + 2 * PAGE);

    set_frame(entry(SINK, RAM + 2 * PAGE, 0), data);
    walk_finds("page of data in two partitions", "walk-shared", SINK,
               RAM + 2 * PAGE);
    set_frame(entry(SINK, RAM, 0), memory_of(SOURCE, RAM));
    walk_finds("page of text in two partitions", "walk-shared", SINK, RAM);
    *entry(SINK, RAM, 1) = frame(memory_of(MACHINE, RAM)) | 0xdf;
    walk_finds("large page in two partitions", "walk-shared", MACHINE, RAM);
    set_frame(entry(SOURCE, RAM + 3 * PAGE, 0),
              memory_of(MACHINE, RAM) + 5 * PAGE);
    walk_finds("page inside another's large page", "walk-shared", SOURCE,
               RAM + 3 * PAGE);
    set_frame(entry(SINK, BH_STATE_PAGE_ADDRESS, 0), partition(SOURCE)->state);
    walk_finds("state page of another", "walk-shared", SINK,
               BH_STATE_PAGE_ADDRESS);
    set_frame(entry(SINK, BH_INFO_PAGE_ADDRESS, 0), partition(HIGH)->info);
    walk_finds("information page of another", "walk-shared", HIGH,
               BH_INFO_PAGE_ADDRESS);
    partition(SINK)->satp = (partition(SINK)->satp & ~0xfffffffffffu) |
                            (partition(SOURCE)->satp & 0xfffffffffff);
    walk_finds("page table of another", "walk-shared", SINK, RAM);
    *entry(SINK, RAM, 2) = *entry(SOURCE, RAM, 2);
    walk_finds("part of another's page table", "walk-shared", SINK, RAM);
}

static void test_forbidden(void)
{
    const struct {
        const char *name;
        const char *check;
        uint64_t physical;
    } cases[] = {
        {"kernel's text", "walk-kernel", config()->ram_start},
        {"kernel's data", "walk-kernel", config()->address - PAGE},
        {"header of the blob", "walk-kernel", config()->address},
        {"page table", "walk-kernel",
         config()->address + config()->tables.offset},
        {"end of the blob", "walk-kernel",
         config()->address + config()->size - PAGE},
        {"message buffers", "walk-kernel", config()->private_start},
        {"serial port", "walk-device", 0x10000000},
        {"interruptor", "walk-device", 0x02000000},
        {"address 0", "walk-device", 0},
        {"behind the RAM", "walk-device",
         config()->ram_start + config()->ram_size},
        {"highest physical address", "walk-device", 0xfffffffffff000},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        set_frame(entry(SOURCE, RAM + 4 * PAGE, 0), cases[i].physical);
        walk_finds(cases[i].name, cases[i].check, SOURCE, RAM + 4 * PAGE);
    }
    *entry(MACHINE, RAM + MEGA, 1) = frame(config()->ram_start) | 0xdf;
    walk_finds("large page over the kernel", "walk-kernel", MACHINE,
               RAM + MEGA);
}

static void test_regions(void)
{
    uint64_t *first = entry(SOURCE, RAM + 2 * PAGE, 0), swapped = *first;

    *first = 0;
    walk_finds("page not mapped", "walk-region", SOURCE, RAM + 2 * PAGE);
    *entry(MACHINE, RAM + MEGA, 1) = 0;
    walk_finds("large page not mapped", "walk-region", MACHINE, RAM + MEGA);
    *entry(SINK, RAM, 2) = 0;
    walk_finds("nothing mapped", "walk-region", SINK, RAM);
    *first = first[1];
    first[1] = swapped;
    walk_finds("two pages swapped", "walk-region", SOURCE, RAM + 2 * PAGE);
    *first |= PTE_X;
    walk_finds("data made executable", "walk-region", SOURCE, RAM + 2 * PAGE);
    *entry(SOURCE, RAM, 0) |= PTE_W | PTE_D;
    walk_finds("text made writable", "walk-region", SOURCE, RAM);
    *first &= ~(uint64_t)(PTE_W | PTE_D);
    walk_finds("data made constant", "walk-region", SOURCE, RAM + 2 * PAGE);
    *entry(SOURCE, RAM + 64 * PAGE, 0) =
        frame(config()->ram_start + config()->ram_size - PAGE) | 0xd7;
    walk_finds("page behind the RAM mapped", "walk-region", SOURCE,
               RAM + 64 * PAGE);
    *entry(SOURCE, BH_STATE_PAGE_ADDRESS - 2 * PAGE, 0) =
        frame(config()->ram_start + config()->ram_size - PAGE) | 0xd7;
    walk_finds("page in the upper half mapped", "walk-region", SOURCE,
               BH_STATE_PAGE_ADDRESS - 2 * PAGE);
    *entry(SOURCE, 0x3f80000000, 2) = frame(0xc0000000) | 0xd7;
    walk_finds("large page far away mapped", "walk-region", SOURCE,
               0x3f80000000);
    *entry(SOURCE, 0x4000000000, 2) = frame(0xc0000000) | 0xd7;
    walk_finds("lowest address of the upper half mapped", "walk-region", SOURCE,
               0xffffffc000000000);
}

static void test_pages(void)
{
    *entry(HIGH, BH_STATE_PAGE_ADDRESS, 0) &= ~(uint64_t)(PTE_W | PTE_D);
    walk_finds("state page not writable", "walk-page", HIGH,
               BH_STATE_PAGE_ADDRESS);
    *entry(HIGH, BH_STATE_PAGE_ADDRESS, 0) |= PTE_X;
    walk_finds("state page executable", "walk-page", HIGH,
               BH_STATE_PAGE_ADDRESS);
    *entry(HIGH, BH_STATE_PAGE_ADDRESS, 0) = 0;
    walk_finds("state page missing", "walk-page", HIGH, BH_STATE_PAGE_ADDRESS);
    set_frame(entry(HIGH, BH_STATE_PAGE_ADDRESS, 0),
              memory_of(HIGH, HIGH_RAM + MEGA));
    walk_finds("state page elsewhere", "walk-page", HIGH,
               BH_STATE_PAGE_ADDRESS);
    *entry(HIGH, BH_INFO_PAGE_ADDRESS, 0) |= PTE_W | PTE_D;
    walk_finds("information page writable", "walk-page", HIGH,
               BH_INFO_PAGE_ADDRESS);
    *entry(HIGH, BH_INFO_PAGE_ADDRESS, 0) |= PTE_X;
    walk_finds("information page executable", "walk-page", HIGH,
               BH_INFO_PAGE_ADDRESS);
    set_frame(entry(SOURCE, RAM + 5 * PAGE, 0), partition(SOURCE)->info);
    walk_finds("information page at a second address", "walk-page", SOURCE,
               RAM + 5 * PAGE);
}

static void test_entries(void)
{
    const uint64_t bits[] = {1ull << 8,  1ull << 9,  1ull << 54, 1ull << 60,
                             1ull << 62, 1ull << 63, PTE_G,      PTE_U,
                             PTE_A,      PTE_D,      PTE_R};
    char name[64];

    for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
        *entry(SOURCE, RAM + 2 * PAGE, 0) ^= bits[i];
        snprintf(name, sizeof(name), "bit 0x%llx of a page changed",
                 (unsigned long long)bits[i]);
        walk_finds(name, "walk-entry", SOURCE, RAM + 2 * PAGE);
    }
    *entry(SOURCE, RAM, 0) |= PTE_D;
    walk_finds("text marked dirty", "walk-entry", SOURCE, RAM);
    *entry(MACHINE, RAM + MEGA, 1) += frame(PAGE);
    walk_finds("misaligned large page", "walk-entry", MACHINE, RAM + MEGA);
    *entry(SOURCE, RAM, 2) = frame(RAM + PAGE) | 0xd7;
    walk_finds("misaligned gigabyte page", "walk-entry", SOURCE, RAM);
    for (unsigned int bit = PTE_U; bit <= PTE_D; bit <<= 1) {
        *entry(SOURCE, RAM, 1) |= bit;
        snprintf(name, sizeof(name), "bit 0x%x of a pointer set", bit);
        walk_finds(name, "walk-entry", SOURCE, RAM);
    }
    *entry(SOURCE, RAM, 1) |= 1ull << 61;
    walk_finds("reserved bit of a pointer set", "walk-entry", SOURCE, RAM);
    set_frame(entry(SOURCE, RAM, 1), memory_of(SOURCE, RAM));
    walk_finds("table in a partition's memory", "walk-entry", SOURCE, RAM);
    set_frame(entry(SOURCE, RAM, 1), config()->address);
    walk_finds("table among the blob's lists", "walk-entry", SOURCE, RAM);
    *entry(SOURCE, RAM, 0) =
        frame(config()->address + config()->tables.offset) | PTE_V;
    walk_finds("fourth level", "walk-entry", SOURCE, RAM);
    for (unsigned int i = 0; i < 512; i++)
        entry(SOURCE, 0, 2)[i] = *entry(SOURCE, RAM, 2);
    for (unsigned int i = 0; i < 512; i++)
        entry(SOURCE, 0, 1)[i] = *entry(SOURCE, RAM, 1);
    /* Root and second table count, too, among twice the tables there are. */
    walk_finds("table reached over and over", "walk-entry", SOURCE,
               (2 * (uint64_t)config()->tables.count - 2) * MEGA);
}

static void test_satp(void)
{
    partition(SINK)->satp ^= 8ull << 60;
    walk_finds("translation off", "walk-satp", SINK, 0);
    partition(SINK)->satp ^= 1ull << 60;
    walk_finds("Sv48", "walk-satp", SINK, 0);
    partition(SINK)->satp += 1ull << 40;
    walk_finds("root elsewhere", "walk-satp", SINK, 0);
    partition(SINK)->satp ^= 3ull << 44;
    walk_finds("ASID of another", "walk-satp", SINK, 0);
    partition(SOURCE)->satp ^= 1ull << 44;
    walk_finds("ASID 0", "walk-satp", SOURCE, 0);
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
    HEADER_CASE(version, 2, "another version");
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
    HEADER_CASE(console_input, 4, "console");
    HEADER_CASE(first_plan, 1, "no plan");
    HEADER_CASE(pmp.cfg0, 0x000f0f8908898d0b, "PMP");
    HEADER_CASE(pmp.address[0], RAM, "PMP");
    HEADER_CASE(pmp.address[3], 0, "PMP");
    HEADER_CASE(partitions.count, 0, "number of partitions");
    HEADER_CASE(partitions.count, 33, "number of partitions");
    HEADER_CASE(regions.count, 1, "outside their table");
    HEADER_CASE(slots.offset, 4, "outside the configuration");
    HEADER_CASE(slots.offset, 0xfffffff8, "outside the configuration");
    HEADER_CASE(tables.count, 0xffffffff, "outside the configuration");
    HEADER_CASE(tables.offset, config()->tables.offset + 8, "outside the con");
}

static void test_lists(void)
{
    struct bh_config_region *region = regions();
    struct bh_config_segment *segment = segments();
    struct bh_config_device *device = (void *)(blob + config()->devices.offset);
    struct bh_config_channel *channel =
        (void *)(blob + config()->channels.offset);
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
    partition(SINK)->action[7] = 1;
    refused("action of no event", "health action");
    partition(SINK)->region_first = 0xffffffff;
    refused("regions outside", "outside their table");
    partition(SINK)->segment_first = partition(SOURCE)->segment_first;
    refused("segments of another", "two segments fill");
    region[0].physical = config()->ram_start;
    refused("region in the kernel", "outside the partitions' RAM");
    region[0].size = 0;
    refused("region of no size", "not made of pages");
    region[0].address = region[1].address;
    refused("regions that overlap", "out of order");
    region[0].access = BH_ACCESS_WRITE;
    refused("region that is only writable", "rights");
    region[0].physical = memory_of(MACHINE, RAM);
    refused("region in another's memory", "does not fill");
    segment[0].physical = config()->address;
    refused("segment over the blob", "outside the partitions' RAM");
    segment[0].physical = memory_of(MACHINE, RAM);
    refused("segment over another's memory", "two segments fill");
    segment[0].file_offset = blob_size;
    refused("segment from outside", "outside the configuration");
    segment[0].file_size = ~0ull;
    refused("segment from outside, far", "outside the configuration");
    segment[0].size -= 8;
    refused("segment too short", "does not fill");
    device[0].kind = BH_DEVICE_KINDS;
    refused("device of no kind", "no known kind");
    device[0].address = RAM;
    refused("device in memory", "in a memory region");
    channel[0].stride = 8;
    refused("messages that overlap", "out of range");
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
    plan[0].frame++;
    refused("frame not filled", "do not fill");
    slot[1].end = slot[0].end;
    refused("slot of no length", "out of order");
    slot[0].partition = 4;
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

/* Lets the first partition's text lead to another page, and writes that. */
static int tamper(uint8_t *data, size_t size, const char *path)
{
    uint64_t *at = entry(0, RAM, 0);
    FILE *out = fopen(path, "w");
    size_t offset = 0, written = 0;

    while (memcmp(data + offset, good, blob_size) != 0)
        offset++;
    set_frame(at, memory_of(0, RAM + PAGE));
    config()->crc = blob_crc(blob, blob_size);
    memcpy(data + offset, blob, blob_size);
    if (out) {
        written = fwrite(data, 1, size, out);
        fclose(out);
    }
    free(blob);
    free(data);
    return written == size ? 0 : 2;
}

int main(int argc, char **argv)
{
    struct expected expected = {.check = "none"};
    struct image image;
    uint8_t *data;
    size_t size;

    if (argc < 2 || argc > 3 || file_read(argv[1], &data, &size) ||
        image_find_blob(data, size, &image)) {
        fprintf(stderr, "usage: corrupt IMAGE [OUTPUT]\n");
        return 2;
    }
    good = image.blob;
    blob_size = image.size;
    blob = malloc(blob_size);
    restore();
    if (argc == 3) {
        int status = tamper(data, size, argv[2]);

        free(image.blob);
        return status;
    }
    result(walk_blob(blob, compare, &expected) == 0, "walk: good blob",
           "it has findings");
    test_shared();
    test_forbidden();
    test_regions();
    test_pages();
    test_entries();
    test_satp();
    test_header();
    test_lists();
    test_crc();
    free(blob);
    free(image.blob);
    free(data);
    return failures > 0;
}
