/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables damaged in one place each: the walk must say what, and where.
 */
#include "corrupt.h"

#include "walk/walk.h"

#include <stdio.h>
#include <string.h>

#define PTE_V 0x01u
#define PTE_R 0x02u
#define PTE_W 0x04u
#define PTE_X 0x08u
#define PTE_U 0x10u
#define PTE_G 0x20u
#define PTE_A 0x40u
#define PTE_D 0x80u

/* What the walk is to find. */
struct expected {
    const char *check;
    uint32_t partition;
    uint64_t address;
    bool met;
};

static void compare(void *context, const struct walk_finding *finding)
{
    struct expected *expected = context;

    if (strcmp(finding->check, expected->check) == 0 &&
        finding->partition == expected->partition &&
        finding->address == expected->address)
        expected->met = true;
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
    partition(SINK)->satp_masked = partition(SINK)->satp;
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

/* The region of `index` that begins at a guest address. */
static struct bh_config_region *region_at(uint32_t index, uint64_t address)
{
    struct bh_config_region *region = regions();

    region += partition(index)->region_first;
    while (region->address != address)
        region++;
    return region;
}

/* Devices of the board: table and region agree, and still it must not be. */
static void test_devices(void)
{
    struct bh_config_region *virtio = region_at(HIGH, VIRTIO);

    virtio->physical = 0x10000000;
    set_frame(entry(HIGH, VIRTIO, 0), virtio->physical);
    walk_finds("kernel's serial port as a device", "walk-device", HIGH, VIRTIO);
    virtio->physical = 0xc200000;
    set_frame(entry(HIGH, VIRTIO, 0), virtio->physical);
    walk_finds("kernel's PLIC as a device", "walk-device", HIGH, VIRTIO);
    virtio->mapped |= BH_ACCESS_EXECUTE;
    *entry(HIGH, VIRTIO, 0) |= PTE_X;
    walk_finds("device made executable", "walk-device", HIGH, VIRTIO);
    virtio->physical = 0x101000;
    set_frame(entry(HIGH, VIRTIO, 0), virtio->physical);
    walk_finds("device of two partitions", "walk-shared", HIGH, VIRTIO);
    set_frame(entry(HIGH, VIRTIO, 0), 0x10005000);
    walk_finds("another device", "walk-device", HIGH, VIRTIO);
    set_frame(entry(SOURCE, RAM + 4 * PAGE, 0), VIRTIO);
    walk_finds("device of another", "walk-device", SOURCE, RAM + 4 * PAGE);
    *entry(HIGH, FLASH, 1) |= PTE_W | PTE_D;
    walk_finds("device made writable", "walk-region", HIGH, FLASH);
    *entry(HIGH, FLASH, 1) = 0;
    walk_finds("device not mapped", "walk-region", HIGH, FLASH);
}

/*
 * Shared memory: what is shared is what all say, and nothing beside it. Where a
 * region is changed as well, table and region agree.
 */
static void test_areas(void)
{
    uint64_t track = memory_of(SOURCE, TRACK);

    region_at(SOURCE, TRACK)->access &= ~BH_ACCESS_SHARED;
    walk_finds("area that one does not declare", "walk-shared", SINK, TRACK);
    region_at(SINK, TRACK)->access &= ~BH_ACCESS_SHARED;
    walk_finds("area that the other does not declare", "walk-shared", SINK,
               TRACK);
    set_frame(entry(HIGH, HIGH_RAM, 0), track);
    walk_finds("area of others in a page of one's own", "walk-shared", HIGH,
               HIGH_RAM);
    region_at(SINK, TRACK)->physical = memory_of(HIGH, PICTURE);
    set_frame(entry(SINK, TRACK, 0), memory_of(HIGH, PICTURE));
    set_frame(entry(SINK, TRACK + PAGE, 0), memory_of(HIGH, PICTURE) + PAGE);
    walk_finds("another area's place", "walk-shared", SINK, TRACK);
    region_at(SINK, TRACK)->physical = memory_of(MACHINE, RAM);
    set_frame(entry(SINK, TRACK, 0), memory_of(MACHINE, RAM));
    set_frame(entry(SINK, TRACK + PAGE, 0), memory_of(MACHINE, RAM) + PAGE);
    walk_finds("another's memory as an area", "walk-shared", MACHINE, RAM);
    *entry(SINK, TRACK, 0) |= PTE_W | PTE_D;
    walk_finds("area made writable", "walk-region", SINK, TRACK);
    *entry(SOURCE, TRACK, 0) |= PTE_X;
    walk_finds("area made executable", "walk-region", SOURCE, TRACK);
    set_frame(entry(SINK, TRACK, 0), track + PAGE);
    walk_finds("area with its pages elsewhere", "walk-region", SINK, TRACK);
    *entry(MACHINE, TRACK_OF_MACHINE, 0) = 0;
    walk_finds("area not mapped", "walk-region", MACHINE, TRACK_OF_MACHINE);
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
    *entry(HOSTED, HOST, 0) = frame(memory_of(HOSTED, HOST)) | 0xd7;
    walk_finds("page of the host's words mapped", "walk-region", HOSTED, HOST);
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

/* Without a flag page the two are one. */
static void set_satp(uint32_t index, uint64_t satp)
{
    partition(index)->satp = satp;
    partition(index)->satp_masked = satp;
}

static void test_satp(void)
{
    set_satp(SINK, partition(SINK)->satp ^ (8ull << 60));
    walk_finds("translation off", "walk-satp", SINK, 0);
    set_satp(SINK, partition(SINK)->satp ^ (1ull << 60));
    walk_finds("Sv48", "walk-satp", SINK, 0);
    set_satp(SINK, partition(SINK)->satp + (1ull << 40));
    walk_finds("root elsewhere", "walk-satp", SINK, 0);
    set_satp(SINK, partition(SINK)->satp ^ (3ull << 44));
    walk_finds("ASID of another", "walk-satp", SINK, 0);
    set_satp(SOURCE, partition(SOURCE)->satp ^ (1ull << 44));
    walk_finds("ASID 0", "walk-satp", SOURCE, 0);
}

void test_walk(void)
{
    struct expected expected = {.check = "none"};

    result(walk_blob(blob, compare, &expected) == 0, "walk: good blob",
           "it has findings");
    test_shared();
    test_forbidden();
    test_devices();
    test_areas();
    test_regions();
    test_pages();
    test_entries();
    test_satp();
}
