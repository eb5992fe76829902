/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Physical memory: kernel, blob and message buffers one behind the other, then
 * the partitions' memory wherever it fits, biggest first. Memory that is big
 * enough for a large page lies where guest and physical address agree in their
 * low bits, so that the large page can be used.
 */
#include "diag/diag.h"
#include "layout/internal.h"
#include "layout/size.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEGA_PAGE ((uint64_t)2 << 20)
#define GIGA_PAGE ((uint64_t)1 << 30)

/* The number of page tables settles at once, or almost: see `physical_make`. */
#define PASSES_MAX 8

/* RAM behind the private area, and what of it is taken, sorted. */
struct pool {
    uint64_t start;
    uint64_t end;
    struct pool_range {
        uint64_t start, end;
    } * taken;
    size_t count;
};

/* The lowest address from `from` on that is `like` modulo `unit`. */
static uint64_t align_like(uint64_t from, uint64_t like, uint64_t unit)
{
    return from + ((like - from) & (unit - 1));
}

/* Takes `size` bytes at an address that is `like` modulo `unit`. */
static bool pool_take(struct pool *pool, uint64_t size, uint64_t like,
                      uint64_t unit, uint64_t *out)
{
    uint64_t at = align_like(pool->start, like, unit);
    size_t i;

    for (i = 0; i < pool->count; i++) {
        if (at < pool->taken[i].start && pool->taken[i].start - at >= size)
            break;
        if (at < pool->taken[i].end)
            at = align_like(pool->taken[i].end, like, unit);
    }
    if (at > pool->end || pool->end - at < size)
        return false;
    pool->taken =
        memory_resize(pool->taken, pool->count + 1, sizeof(*pool->taken));
    memmove(&pool->taken[i + 1], &pool->taken[i],
            (pool->count - i) * sizeof(*pool->taken));
    pool->taken[i] = (struct pool_range){at, at + size};
    pool->count++;
    *out = at;
    return true;
}

static bool take_ram(struct pool *pool, struct model_partition *partition)
{
    uint64_t size = partition->memory_size;
    uint64_t like = partition->memory_address;
    uint64_t *out = &partition->memory_physical;

    if (size >= GIGA_PAGE && pool_take(pool, size, like, GIGA_PAGE, out))
        return true;
    return pool_take(pool, size, like,
                     size >= MEGA_PAGE ? MEGA_PAGE : BH_PAGE_SIZE, out);
}

static bool take_pages(struct pool *pool, struct model_partition *partition)
{
    uint64_t tree = layout_round_up(partition->device_tree_size, BH_PAGE_SIZE);

    return pool_take(pool, BH_PAGE_SIZE, 0, BH_PAGE_SIZE,
                     &partition->state_physical) &&
           pool_take(pool, BH_PAGE_SIZE, 0, BH_PAGE_SIZE,
                     &partition->info_physical) &&
           (tree == 0 || pool_take(pool, tree, 0, BH_PAGE_SIZE,
                                   &partition->device_tree_physical)) &&
           (!partition->flag_page ||
            pool_take(pool, BH_PAGE_SIZE, 0, BH_PAGE_SIZE,
                      &partition->flag_physical)) &&
           (partition->platform == PLATFORM_NONE ||
            pool_take(pool, BH_PAGE_SIZE, 0, BH_PAGE_SIZE,
                      &partition->timer_physical));
}

/* Memory that is big enough for a large page lies so that all can have one. */
static bool take_shared(struct pool *pool, struct model_shared *shared)
{
    return pool_take(pool, shared->size, shared->parties[0].address,
                     shared->size >= MEGA_PAGE ? MEGA_PAGE : BH_PAGE_SIZE,
                     &shared->physical);
}

/* The biggest partition not yet placed; the first of several. */
static struct model_partition *next_biggest(struct model *model, bool *placed)
{
    size_t best = model->partition_count;

    for (size_t i = 0; i < model->partition_count; i++) {
        if (!placed[i] && (best == model->partition_count ||
                           model->partitions[i].memory_size >
                               model->partitions[best].memory_size))
            best = i;
    }
    placed[best] = true;
    return &model->partitions[best];
}

/* What the partitions' own pages take. */
static uint64_t sum_pages(const struct model *model)
{
    uint64_t pages = 0;

    for (size_t i = 0; i < model->partition_count; i++) {
        pages += 2 * (uint64_t)BH_PAGE_SIZE +
                 layout_round_up(model->partitions[i].device_tree_size,
                                 BH_PAGE_SIZE);
        if (model->partitions[i].flag_page)
            pages += BH_PAGE_SIZE;
        if (model->partitions[i].platform != PLATFORM_NONE)
            pages += BH_PAGE_SIZE;
    }
    return pages;
}

/* Who got no memory, and how much it is that is needed in one piece. */
struct refusal {
    const struct position *position; /* NULL: nobody */
    const char *what, *name;
    uint64_t size;
};

static struct refusal refuse_partition(const struct model_partition *partition)
{
    return (struct refusal){&partition->memory_position, "partition",
                            partition->name, partition->memory_size};
}

static void report_fit(const struct model *model, const struct layout *layout,
                       struct refusal refused)
{
    const struct bh_config *header = &layout->header;
    uint64_t kernel = header->address - header->ram_start + header->size;
    uint64_t ram = 0;
    char text[4][SIZE_TEXT];

    for (size_t i = 0; i < model->partition_count; i++)
        ram += model->partitions[i].memory_size;
    for (size_t i = 0; i < model->shared_count; i++)
        ram += model->shared[i].size;
    diag_error(refused.position, "memory-fit",
               "no room for %s '%s': the board has %s; asked are %s "
               "for all partitions, with what they share, and %s with kernel, "
               "configuration, buffers and pages; '%s' needs %s in one piece",
               refused.what, refused.name, size_text(text[0], header->ram_size),
               size_text(text[1], ram),
               size_text(text[2], ram + kernel + header->private_size +
                                      sum_pages(model)),
               refused.name, size_text(text[3], refused.size));
}

static int place_partitions(struct model *model, const struct layout *layout)
{
    const struct bh_config *header = &layout->header;
    struct pool pool = {.start = header->private_start + header->private_size,
                        .end = header->ram_start + header->ram_size};
    bool *placed = memory_allocate(model->partition_count, sizeof(bool));
    struct refusal refused = {NULL, NULL, NULL, 0};

    for (size_t i = 0; i < model->partition_count && !refused.position; i++) {
        struct model_partition *partition = next_biggest(model, placed);

        if (!take_ram(&pool, partition))
            refused = refuse_partition(partition);
    }
    for (size_t i = 0; i < model->shared_count && !refused.position; i++) {
        struct model_shared *shared = &model->shared[i];

        if (!take_shared(&pool, shared))
            refused = (struct refusal){&shared->position, "shared memory",
                                       shared->name, shared->size};
    }
    for (size_t i = 0; i < model->partition_count && !refused.position; i++) {
        if (!take_pages(&pool, &model->partitions[i]))
            refused = refuse_partition(&model->partitions[i]);
    }
    free(placed);
    free(pool.taken);
    if (refused.position)
        report_fit(model, layout, refused);
    return refused.position ? -1 : 0;
}

/* Physical address of a byte of the partition's memory. */
static uint64_t physical_of(const struct model *model,
                            const struct model_partition *partition,
                            uint64_t address)
{
    if (address == BH_FLAG_PAGE_ADDRESS)
        return partition->flag_physical;
    if (address == BH_STATE_PAGE_ADDRESS)
        return partition->state_physical;
    if (address == BH_INFO_PAGE_ADDRESS)
        return partition->info_physical;
    if (address - partition->memory_address < partition->memory_size)
        return partition->memory_physical + address - partition->memory_address;
    if (address == TIMER_PAGE_ADDRESS)
        return partition->timer_physical;
    if (address == TIME_PAGE_ADDRESS)
        return model->board->time_page;
    return partition->device_tree_physical + address - DEVICE_TREE_ADDRESS;
}

static void set_addresses(struct model *model, struct layout *layout)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];
        struct layout_partition *out = &layout->partitions[i];

        for (size_t j = 0; j < partition->region_count; j++) {
            struct model_region *region = &partition->regions[j];

            if (region->shared)
                region->physical = region->shared->physical;
            else if (!region->is_assigned)
                region->physical =
                    physical_of(model, partition, region->address);
        }
        for (size_t j = 0; j < out->fill_count; j++)
            out->fills[j].physical =
                physical_of(model, partition, out->fills[j].address);
    }
}

/*
 * The blob's size depends on how many page tables there are, and that, a
 * little, on where the blob ends: a gigabyte page can become impossible. So the
 * tables are made again until their number is the one that was reckoned with.
 */
int physical_make(struct model *model, struct layout *layout)
{
    uint64_t room =
        model->ram_size - (layout->kernel.config_start - layout->kernel.start);

    for (int pass = 0; pass < PASSES_MAX; pass++) {
        size_t reckoned = layout->tables.count;

        size_blob(model, layout, reckoned);
        if (layout->header.size > room ||
            layout->header.private_size > room - layout->header.size) {
            report_fit(model, layout, refuse_partition(&model->partitions[0]));
            return -1;
        }
        if (place_partitions(model, layout))
            return -1;
        set_addresses(model, layout);
        layout->tables.address =
            layout->header.address + layout->header.tables.offset;
        page_tables_make(model, &layout->tables);
        if (layout->tables.count == reckoned)
            return 0;
    }
    diag_error(&model->position, "memory-fit",
               "no layout was found in %d attempts", PASSES_MAX);
    return -1;
}
