/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judges what a walk reached: against the memory map, against the regions that
 * the partition is declared to have, and against the other partitions.
 */
#include "board.h"
#include "walk/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Says whether [start, end) and [from, to) have a byte in common. */
static int meets(uint64_t start, uint64_t end, uint64_t from, uint64_t to)
{
    return start < to && from < end;
}

/* The clock, which each may read and none may set. */
static int is_time_page(const struct bh_config *config,
                        const struct walk_leaf *leaf)
{
    return leaf->physical == config->time_page && leaf->size == BH_PAGE_SIZE &&
           leaf->access == BH_ACCESS_READ;
}

/* What of the board no partition may reach, by its own devices. */
static int is_kernels(const struct bh_config *config,
                      const struct walk_leaf *leaf)
{
    const struct board *board = board_with_ram(config->ram_start);

    if (!board)
        return 1;
    for (size_t i = 0; i < board->device_count; i++) {
        const struct board_device *device = &board->devices[i];
        uint64_t end = device->address + device->size;

        if (device->is_kernels &&
            meets(leaf->physical, leaf->physical + leaf->size, device->address,
                  end))
            return 1;
    }
    return 0;
}

/* A device of the board, in a region that says so: for nothing but itself. */
static int is_assigned(const struct walk *walk, const struct walk_leaf *leaf)
{
    const struct bh_config *config = walk->config;
    const struct bh_config_partition *partition =
        (const void *)((const uint8_t *)config + config->partitions.offset);
    const struct bh_config_region *region =
        (const void *)((const uint8_t *)config + config->regions.offset);

    partition += leaf->partition;
    region += partition->region_first;
    if (leaf->physical + leaf->size > config->ram_start ||
        (leaf->access & BH_ACCESS_EXECUTE) || is_kernels(config, leaf))
        return 0;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (region->access == 0 &&
            leaf->address - region->address < region->size)
            return leaf->physical - region->physical ==
                   leaf->address - region->address;
    }
    return 0;
}

static void judge_place(struct walk *walk, const struct walk_leaf *leaf)
{
    const struct bh_config *config = walk->config;
    uint64_t end = leaf->physical + leaf->size;
    uint64_t private_end = config->private_start + config->private_size;
    const char *what = NULL;

    if (is_time_page(config, leaf) || is_assigned(walk, leaf))
        return;
    if (leaf->physical < config->ram_start ||
        end > config->ram_start + config->ram_size) {
        walk_add(walk, WALK_DEVICE, leaf->address, leaf->physical,
                 "is not RAM, nor a device that it has");
        return;
    }
    if (meets(leaf->physical, end, config->ram_start, config->address))
        what = "is the kernel's memory";
    else if (meets(leaf->physical, end, config->address,
                   config->address + config->size))
        what = "is the configuration, page tables and all";
    else if (meets(leaf->physical, end, config->private_start, private_end))
        what = "is the kernel's message memory";
    if (what)
        walk_add(walk, WALK_KERNEL, leaf->address, leaf->physical, what);
}

/*
 * Both lists are in the order of guest addresses. A region's pages must be
 * reached one after the other, without a gap, and nothing besides; one without
 * rights is not reached at all.
 */
static void judge_regions(struct walk *walk,
                          const struct bh_config_partition *partition,
                          size_t first)
{
    const struct bh_config_region *region =
        (const void *)((const uint8_t *)walk->config +
                       walk->config->regions.offset);
    size_t leaf = first;

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        uint64_t done = region->mapped == 0 ? region->size : 0;

        while (leaf < walk->leaf_count &&
               walk->leaves[leaf].address < region->address) {
            walk_add(walk, WALK_REGION, walk->leaves[leaf].address,
                     walk->leaves[leaf].physical,
                     "is mapped, but is in none of its regions");
            leaf++;
        }
        while (done < region->size && leaf < walk->leaf_count &&
               walk->leaves[leaf].address == region->address + done) {
            const struct walk_leaf *at = &walk->leaves[leaf++];

            if (at->physical != region->physical + done ||
                at->size > region->size - done)
                walk_add(walk, WALK_REGION, at->address, at->physical,
                         "is mapped elsewhere than its region says");
            else if (at->access != region->mapped)
                walk_add(walk, WALK_REGION, at->address, at->physical,
                         "is mapped with other rights than its region says");
            done += at->size;
        }
        if (done < region->size)
            walk_add(walk, WALK_REGION, region->address + done,
                     region->physical + done,
                     "is in one of its regions, but is not mapped");
    }
    for (; leaf < walk->leaf_count; leaf++)
        walk_add(walk, WALK_REGION, walk->leaves[leaf].address,
                 walk->leaves[leaf].physical,
                 "is mapped, but is in none of its regions");
}

/* The one leaf that must map the page at guest address `address`. */
static void judge_page(struct walk *walk, size_t first, uint64_t address,
                       uint64_t physical, uint32_t access, const char *text)
{
    for (size_t i = first; i < walk->leaf_count; i++) {
        const struct walk_leaf *leaf = &walk->leaves[i];

        if (leaf->address == address && leaf->size == BH_PAGE_SIZE &&
            leaf->physical == physical && leaf->access == access)
            return;
    }
    walk_add(walk, WALK_PAGE, address, physical, text);
}

/*
 * Where the flag page is taken away, everything else is as it was: the leaves
 * from `masked` on, against those from `first` on.
 */
void judge_masked(struct walk *walk,
                  const struct bh_config_partition *partition, size_t first,
                  size_t masked)
{
    size_t end = walk->leaf_count, with = first, without = masked;

    for (; with < masked; with++) {
        const struct walk_leaf *leaf = &walk->leaves[with];

        if (leaf->address == BH_FLAG_PAGE_ADDRESS && partition->flag != 0)
            continue;
        if (without == end ||
            memcmp(leaf, &walk->leaves[without], sizeof(*leaf)) != 0)
            break;
        without++;
    }
    if (with != masked || without != end)
        walk_add(walk, WALK_PAGE, BH_FLAG_PAGE_ADDRESS, partition->flag,
                 "is its flag page: without it, the rest is not the same");
}

/* No other address may lead to a page that only one address may write. */
static void judge_alias(struct walk *walk,
                        const struct bh_config_partition *partition,
                        size_t first)
{
    for (size_t i = first; i < walk->leaf_count; i++) {
        const struct walk_leaf *leaf = &walk->leaves[i];

        if (leaf->address != BH_INFO_PAGE_ADDRESS &&
            partition->info - leaf->physical < leaf->size)
            walk_add(walk, WALK_PAGE, leaf->address, leaf->physical,
                     "is the information page under another address");
    }
}

void judge_leaves(struct walk *walk,
                  const struct bh_config_partition *partition, size_t first)
{
    for (size_t i = first; i < walk->leaf_count; i++)
        judge_place(walk, &walk->leaves[i]);
    judge_regions(walk, partition, first);
    judge_page(walk, first, BH_STATE_PAGE_ADDRESS, partition->state,
               BH_ACCESS_READ | BH_ACCESS_WRITE,
               "is not its state page, read and write");
    judge_page(walk, first, BH_INFO_PAGE_ADDRESS, partition->info,
               BH_ACCESS_READ, "is not its information page, read only");
    judge_alias(walk, partition, first);
}

static int compare_leaves(const void *a, const void *b)
{
    const struct walk_leaf *x = a, *y = b;

    if (x->physical != y->physical)
        return x->physical < y->physical ? -1 : 1;
    if (x->partition != y->partition)
        return x->partition < y->partition ? -1 : 1;
    return (x->address > y->address) - (x->address < y->address);
}

/*
 * The region in which the partition declares that it shares what the leaf
 * reaches, or NULL.
 */
static const struct bh_config_region *
find_declared(const struct walk *walk, const struct walk_leaf *leaf)
{
    const struct bh_config *config = walk->config;
    const struct bh_config_partition *partition =
        (const void *)((const uint8_t *)config + config->partitions.offset);
    const struct bh_config_region *region =
        (const void *)((const uint8_t *)config + config->regions.offset);

    partition += leaf->partition;
    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if ((region->access & BH_ACCESS_SHARED) &&
            leaf->address - region->address < region->size)
            return region;
    }
    return NULL;
}

/* Whether both partitions declare that they share the same area. */
static int is_declared(const struct walk *walk, const struct walk_leaf *one,
                       const struct walk_leaf *other)
{
    const struct bh_config_region *mine = find_declared(walk, one);
    const struct bh_config_region *yours = find_declared(walk, other);

    return mine && yours && mine->physical == yours->physical &&
           mine->size == yours->size;
}

/* `high` begins where `low`, of another partition, has not ended. */
static void report_pair(struct walk *walk, const struct walk_leaf *low,
                        const struct walk_leaf *high)
{
    const struct bh_config_partition *partitions =
        (const void *)((const uint8_t *)walk->config +
                       walk->config->partitions.offset);
    char text[128];

    snprintf(text, sizeof(text), "can be reached by partition '%.*s', too, %s",
             BH_NAME_SIZE - 1, partitions[low->partition].name,
             (low->access | high->access) & BH_ACCESS_WRITE
                 ? "and one of them can write it"
                 : "and no one declared that");
    walk->partition = high->partition;
    walk_add(walk, WALK_SHARED, high->address, high->physical, text);
}

/* Of a partition's leaves so far, those that reach furthest. */
struct reach {
    const struct walk_leaf *alone;  /* of what it does not share */
    const struct walk_leaf *shared; /* of what it declares to share */
};

/* Whether `leaf`, which begins no earlier than `low`, meets it. */
static int meets_low(const struct walk_leaf *low, const struct walk_leaf *leaf)
{
    return low && leaf->physical < low->physical + low->size;
}

static void judge_pairs(struct walk *walk, const struct walk_leaf *leaf,
                        const struct reach *reach)
{
    for (uint32_t j = 0; j < walk->config->partitions.count; j++) {
        if (j == leaf->partition)
            continue;
        if (meets_low(reach[j].alone, leaf))
            report_pair(walk, reach[j].alone, leaf);
        if (meets_low(reach[j].shared, leaf) &&
            !is_declared(walk, reach[j].shared, leaf))
            report_pair(walk, reach[j].shared, leaf);
    }
}

/*
 * In the order of physical addresses, a leaf meets an earlier one of some
 * partition if and only if it meets the one that reaches furthest. That holds
 * for what is shared, too: areas do not overlap, and are mapped whole.
 */
void judge_sharing(struct walk *walk)
{
    struct reach reach[BH_PARTITIONS_MAX] = {{NULL, NULL}};

    if (walk->leaf_count == 0)
        return;
    qsort(walk->leaves, walk->leaf_count, sizeof(*walk->leaves),
          compare_leaves);
    for (size_t i = 0; i < walk->leaf_count; i++) {
        const struct walk_leaf *leaf = &walk->leaves[i];
        const struct walk_leaf **own = find_declared(walk, leaf)
                                           ? &reach[leaf->partition].shared
                                           : &reach[leaf->partition].alone;

        if (is_time_page(walk->config, leaf))
            continue;
        judge_pairs(walk, leaf, reach);
        if (!*own ||
            leaf->physical + leaf->size > (*own)->physical + (*own)->size)
            *own = leaf;
    }
}
