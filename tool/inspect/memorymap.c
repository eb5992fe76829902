/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory map of the board, and the PMP entries that stand guard over it.
 */
#include "image/check.h"
#include "inspect/print.h"
#include "layout/size.h"
#include "memory.h"
#include "read/read.h"

#include <stdlib.h>
#include <string.h>

void print_trace(FILE *out, const struct bh_config *config)
{
    const char *word;
    uint32_t kinds = 0;

    if (config->panic_action == BH_ACTION_SYSTEM_RESET)
        fputs("The machine is restarted when the kernel breaks\n", out);
    if (config->lost_action != BH_ACTION_IGNORE)
        fprintf(out, "The machine %s when frames are lost\n",
                config->lost_action == BH_ACTION_SYSTEM_HALT ? "ends"
                                                             : "is restarted");
    if (config->trace_records == 0)
        return;
    fprintf(out, "  a trace of %u records at 0x%llx, of these events:\n   ",
            config->trace_records, (unsigned long long)config->trace_buffer);
    for (size_t i = 0; (word = read_trace_event(i, &kinds)) != NULL; i++) {
        if ((config->trace_events & kinds) == kinds)
            fprintf(out, " %s", word);
    }
    fputc('\n', out);
}

/* A line of the map: who has this physical memory. */
struct area {
    uint64_t start;
    uint64_t size;
    uint32_t partition; /* or BH_PARTITION_NONE */
    const char *what;
    bool is_shared;
};

struct map {
    struct area *areas;
    size_t count;
};

static void add(struct map *map, const struct area *area)
{
    if (area->size == 0)
        return;
    map->areas = memory_resize(map->areas, map->count + 1, sizeof(*map->areas));
    map->areas[map->count++] = *area;
}

static void add_area(struct map *map, uint64_t start, uint64_t size,
                     uint32_t partition, const char *what)
{
    const struct area area = {start, size, partition, what, false};

    add(map, &area);
}

/* Adds an area of shared memory, once, whichever of its parties comes first. */
static void add_shared(struct map *map, const struct bh_config_region *region,
                       const char *name)
{
    const struct area area = {region->physical, region->size, BH_PARTITION_NONE,
                              name, true};

    for (size_t i = 0; i < map->count; i++) {
        if (map->areas[i].is_shared && map->areas[i].start == region->physical)
            return;
    }
    add(map, &area);
}

static int compare_areas(const void *a, const void *b)
{
    const struct area *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->partition > y->partition) - (x->partition < y->partition);
}

static void add_partition(struct map *map, const struct bh_config *config,
                          uint32_t index)
{
    const struct bh_config_partition *partition =
        print_partition_at(config, index);
    const struct bh_config_region *region = blob_table(config, config->regions);

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        const char *name = print_region_name(config, partition, region);

        if (region->physical == config->time_page)
            continue; /* the board's clock, and nobody's memory */
        if (is_shared(region)) {
            add_shared(map, region, name);
            continue;
        }
        add_area(map, region->physical, region->size, index,
                 name ? name : "memory");
    }
}

/* Sorts the areas, and makes one of two that are one for people. */
static void sort_areas(struct map *map)
{
    size_t kept = 0;

    if (map->count == 0)
        return;
    qsort(map->areas, map->count, sizeof(*map->areas), compare_areas);
    for (size_t i = 1; i < map->count; i++) {
        struct area *last = &map->areas[kept];
        const struct area *next = &map->areas[i];

        if (last->start + last->size == next->start &&
            last->partition == next->partition &&
            strcmp(last->what, next->what) == 0 && !next->is_shared)
            last->size += next->size;
        else
            map->areas[++kept] = *next;
    }
    map->count = kept + 1;
}

static void print_area(FILE *out, const struct bh_config *config,
                       const struct area *area)
{
    char size[SIZE_TEXT];

    fprintf(out, "  0x%08llx-0x%08llx %9s  ", (unsigned long long)area->start,
            (unsigned long long)(area->start + area->size - 1),
            size_text(size, area->size));
    if (area->partition != BH_PARTITION_NONE)
        fprintf(out, "%s: ", print_partition_at(config, area->partition)->name);
    fprintf(out, "%s%s\n", area->is_shared ? "shared: " : "", area->what);
}

void print_memory(FILE *out, const struct bh_config *config)
{
    struct map map = {0};
    uint64_t now = config->ram_start;
    uint64_t end = config->ram_start + config->ram_size;

    add_area(&map, config->ram_start, config->address - config->ram_start,
             BH_PARTITION_NONE, "kernel");
    add_area(&map, config->address, config->size, BH_PARTITION_NONE,
             "configuration");
    add_area(&map, config->private_start, config->private_size,
             BH_PARTITION_NONE,
             config->trace_records == 0 ? "message buffers"
                                        : "message buffers, trace");
    for (uint32_t i = 0; i < config->partitions.count; i++)
        add_partition(&map, config, i);
    sort_areas(&map);
    fputs("\nPhysical memory\n", out);
    for (size_t i = 0; i < map.count; i++) {
        const struct area *area = &map.areas[i];

        if (area->start > now)
            print_area(out, config,
                       &(struct area){now, area->start - now, BH_PARTITION_NONE,
                                      "free", false});
        print_area(out, config, area);
        if (area->start + area->size > now)
            now = area->start + area->size;
    }
    if (now < end)
        print_area(
            out, config,
            &(struct area){now, end - now, BH_PARTITION_NONE, "free", false});
    free(map.areas);
}

void print_pmp(FILE *out, const struct bh_config *config)
{
    static const char *const what[] = {"devices: page tables decide",
                                       "kernel's text",
                                       "kernel's constants",
                                       "kernel's data",
                                       "configuration, with page tables",
                                       "message buffers",
                                       "partitions: page tables decide"};
    uint64_t start = 0;

    fputs("\nPhysical memory protection, for every partition\n", out);
    for (unsigned int i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
        uint64_t end = config->pmp.address[i] << 2;
        unsigned int cfg = (config->pmp.cfg0 >> (8 * i)) & 0xff;

        if (start < end)
            fprintf(out, "  %u  0x%08llx-0x%08llx  %s %s  %s\n", i,
                    (unsigned long long)start, (unsigned long long)(end - 1),
                    print_access_text(cfg << 1),
                    cfg & 0x80 ? "locked" : "      ", what[i]);
        start = end;
    }
}
