/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A partition's memory as regions: each page has the rights of the segments of
 * its program that lie in it, pages that none lies in are data. So a program
 * linked with its text on pages of its own has no page that it can both write
 * and execute; one that cannot have that is named.
 */
#include "diag/diag.h"
#include "layout/internal.h"
#include "memory.h"

#include <stdlib.h>

#define WRITE_EXECUTE (BH_ACCESS_WRITE | BH_ACCESS_EXECUTE)
#define READ_WRITE (BH_ACCESS_READ | BH_ACCESS_WRITE)

/* The pages that a segment lies in, clamped to the partition's RAM. */
struct extent {
    uint64_t start;
    uint64_t end; /* 0 bytes long: lies outside */
};

static struct extent segment_pages(const struct model_partition *partition,
                                   const struct elf_segment *segment)
{
    uint64_t ram_end = partition->memory_address + partition->memory_size;
    uint64_t size = segment->size;
    struct extent pages = {0, 0};

    if (size == 0 || segment->address < partition->memory_address ||
        segment->address >= ram_end)
        return pages;
    if (size > ram_end - segment->address)
        size = ram_end - segment->address;
    pages.start = layout_round_down(segment->address, BH_PAGE_SIZE);
    pages.end = layout_round_up(segment->address + size, BH_PAGE_SIZE);
    return pages;
}

/*
 * A page that can be written can be read: Sv39 has no other. Nor is there
 * memory without any right: a segment that claims none can be read.
 */
static uint32_t segment_access(const struct elf_segment *segment)
{
    if (segment->access == 0 || (segment->access & BH_ACCESS_WRITE))
        return segment->access | BH_ACCESS_READ;
    return segment->access;
}

static const char *access_text(uint32_t access)
{
    static const char *const texts[8] = {"---", "r--", "-w-", "rw-",
                                         "--x", "r-x", "-wx", "rwx"};

    return texts[(access >> 1) & 7];
}

static const char *region_name(uint32_t access)
{
    if ((access & WRITE_EXECUTE) == WRITE_EXECUTE)
        return "memory";
    if (access & BH_ACCESS_EXECUTE)
        return "text";
    return access & BH_ACCESS_WRITE ? "data" : "constants";
}

static void warn_shared_pages(const struct model_partition *partition)
{
    const struct elf_program *program = &partition->program;

    for (size_t i = 0; i + 1 < program->segment_count; i++) {
        const struct elf_segment *low = &program->segments[i];
        const struct elf_segment *high = &program->segments[i + 1];
        struct extent first = segment_pages(partition, low);
        struct extent second = segment_pages(partition, high);

        if (first.end == 0 || second.start >= first.end ||
            segment_access(low) == segment_access(high))
            continue;
        diag_warning(
            &partition->image_position, "shared-page",
            "partition '%s': its segments at 0x%llx (%s) and 0x%llx (%s) "
            "share the page at 0x%llx, which gets the rights of both",
            partition->name, (unsigned long long)low->address,
            access_text(low->access), (unsigned long long)high->address,
            access_text(high->access), (unsigned long long)second.start);
    }
}

/* Rights of the pages that no segment lies in. */
static uint32_t rest_access(const struct model_partition *partition)
{
    const struct elf_program *program = &partition->program;

    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        if ((segment->access & WRITE_EXECUTE) != WRITE_EXECUTE)
            continue;
        if (partition->platform != PLATFORM_NONE) {
            diag_warning(
                &partition->image_position, "wx",
                "partition '%s': its segment at 0x%llx is writable and "
                "executable, and as it may move its code, so is all of its "
                "RAM that no other segment lies in",
                partition->name, (unsigned long long)segment->address);
            return READ_WRITE | BH_ACCESS_EXECUTE;
        }
        diag_warning(&partition->image_position, "wx",
                     "partition '%s': its segment at 0x%llx is writable and "
                     "executable",
                     partition->name, (unsigned long long)segment->address);
        break;
    }
    return READ_WRITE;
}

static uint32_t page_access(const struct model_partition *partition,
                            uint64_t page, uint32_t rest)
{
    uint32_t access = 0;
    bool covered = false;

    for (size_t i = 0; i < partition->program.segment_count; i++) {
        const struct elf_segment *segment = &partition->program.segments[i];
        struct extent pages = segment_pages(partition, segment);

        if (page >= pages.start && page < pages.end) {
            access |= segment_access(segment);
            covered = true;
        }
    }
    return covered ? access : rest;
}

static void add_region(struct model_partition *partition, uint64_t address,
                       uint64_t size, uint32_t access, const char *what)
{
    size_t count = partition->region_count;
    struct model_region *last = NULL;

    if (count > 0)
        last = &partition->regions[count - 1];
    if (last && last->address + last->size == address &&
        last->access == access && last->what == what) {
        last->size += size;
        return;
    }
    partition->regions =
        memory_resize(partition->regions, count + 1, sizeof(*last));
    partition->regions[count] = (struct model_region){
        .address = address, .size = size, .access = access, .what = what};
    partition->region_count = count + 1;
}

/* Adds a page whose bytes are the value of registers. */
static void add_register_page(struct model_partition *partition,
                              uint64_t address, uint32_t access,
                              const char *what)
{
    add_region(partition, address, BH_PAGE_SIZE, access, what);
    partition->regions[partition->region_count - 1].is_register = true;
}

/* Adds the pages of a device of the board, never joined to others. */
static void add_assigned(struct model_partition *partition,
                         const struct model_assigned *assigned)
{
    size_t count = partition->region_count++;

    partition->regions =
        memory_resize(partition->regions, partition->region_count,
                      sizeof(*partition->regions));
    partition->regions[count] = (struct model_region){
        .address = assigned->address,
        .size = assigned->size,
        .physical = assigned->physical,
        .access = assigned->access,
        .is_register = true,
        .is_assigned = true,
        .what = "device",
    };
}

/* Adds the part that the partition has in an area, never joined to others. */
static void add_shared(struct model_partition *partition,
                       const struct model_shared *shared,
                       const struct model_party *party)
{
    size_t count = partition->region_count++;

    partition->regions =
        memory_resize(partition->regions, partition->region_count,
                      sizeof(*partition->regions));
    partition->regions[count] = (struct model_region){
        .address = party->address,
        .size = shared->size,
        .access = party->access,
        .shared = shared,
        .what = "shared memory",
    };
}

static int compare_regions(const void *a, const void *b)
{
    const struct model_region *x = a, *y = b;

    return (x->address > y->address) - (x->address < y->address);
}

/* Adds a page of memory in which the kernel carries out each access. */
static void add_device_page(struct model_partition *partition, uint64_t address,
                            const char *what)
{
    add_region(partition, address, BH_PAGE_SIZE, 0, what);
    partition->regions[partition->region_count - 1].is_device = true;
}

/* The page that a program shares with its host, or 0. */
static uint64_t htif_page(const struct model_partition *partition)
{
    if (partition->platform != PLATFORM_SPIKE)
        return 0;
    return layout_round_down(partition->program.tohost, BH_PAGE_SIZE);
}

static int compare_addresses(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Rights change only where a segment's pages begin or end. */
static void add_ram(struct model_partition *partition)
{
    const struct elf_program *program = &partition->program;
    uint64_t *edges = memory_allocate(2 * program->segment_count + 4, 8);
    uint32_t rest = rest_access(partition);
    uint64_t htif = htif_page(partition);
    size_t count = 0;

    edges[count++] = partition->memory_address;
    edges[count++] = partition->memory_address + partition->memory_size;
    for (size_t i = 0; i < program->segment_count; i++) {
        struct extent pages = segment_pages(partition, &program->segments[i]);

        if (pages.end == 0)
            continue;
        edges[count++] = pages.start;
        edges[count++] = pages.end;
    }
    if (htif != 0) {
        edges[count++] = htif;
        edges[count++] = htif + BH_PAGE_SIZE;
    }
    qsort(edges, count, sizeof(edges[0]), compare_addresses);
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t access = page_access(partition, edges[i], rest);

        if (edges[i] == edges[i + 1])
            continue;
        if (edges[i] == htif)
            add_device_page(partition, htif, "host interface");
        else
            add_region(partition, edges[i], edges[i + 1] - edges[i], access,
                       region_name(access));
    }
    free(edges);
}

int regions_make(struct model *model, size_t index)
{
    struct model_partition *partition = &model->partitions[index];
    uint64_t tree_size =
        layout_round_up(partition->device_tree_size, BH_PAGE_SIZE);

    partition->region_count = 0;
    warn_shared_pages(partition);
    if (partition->flag_page)
        add_register_page(partition, BH_FLAG_PAGE_ADDRESS, READ_WRITE,
                          "flag page");
    if (tree_size > 0)
        add_region(partition, DEVICE_TREE_ADDRESS, tree_size, BH_ACCESS_READ,
                   "device tree");
    if (partition->platform != PLATFORM_NONE) {
        add_register_page(partition, TIMER_PAGE_ADDRESS, BH_ACCESS_READ,
                          "mtimecmp");
        add_register_page(partition, TIME_PAGE_ADDRESS, BH_ACCESS_READ,
                          "mtime");
    }
    add_ram(partition);
    add_region(partition, BH_INFO_PAGE_ADDRESS, BH_PAGE_SIZE, BH_ACCESS_READ,
               "information page");
    add_region(partition, BH_STATE_PAGE_ADDRESS, BH_PAGE_SIZE, READ_WRITE,
               "state page");
    for (size_t i = 0; i < partition->assigned_count; i++)
        add_assigned(partition, &partition->assigned[i]);
    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_party *party =
            layout_party(&model->shared[i], index);

        if (party)
            add_shared(partition, &model->shared[i], party);
    }
    qsort(partition->regions, partition->region_count,
          sizeof(*partition->regions), compare_regions);
    if (partition->region_count > BH_REGIONS_MAX) {
        diag_error(&partition->image_position, "region-count",
                   "partition '%s': its program needs %zu regions of memory "
                   "with different rights; a partition can have %d",
                   partition->name, partition->region_count, BH_REGIONS_MAX);
        return -1;
    }
    return 0;
}
