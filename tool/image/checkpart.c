/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judges the partitions of a blob: their lists, and that what fills the memory
 * of one at its start never touches another's.
 */
#include "image/blob.h"
#include "image/check.h"
#include "memory.h"

#include <bulkhead/info.h>
#include <stdlib.h>
#include <string.h>

#define ACCESS_ALL (BH_ACCESS_READ | BH_ACCESS_WRITE | BH_ACCESS_EXECUTE)
#define READ_WRITE (BH_ACCESS_READ | BH_ACCESS_WRITE)

/* Physical memory that is filled when `partition` starts. */
struct filled {
    uint64_t start;
    uint64_t size;
    uint32_t partition;
};

/* RAM behind what kernel and blob occupy. */
static struct span guest_span(const struct bh_config *config)
{
    uint64_t start = config->private_start + config->private_size;

    return (struct span){start, config->ram_start + config->ram_size - start};
}

/* The one page outside RAM that partitions can have, and share: mtime's. */
static bool is_time_page(const struct bh_config *config,
                         const struct bh_config_region *region)
{
    return region->physical == config->time_page &&
           region->size == BH_PAGE_SIZE && region->mapped == BH_ACCESS_READ &&
           region->access == 0;
}

/* Memory that is mapped nowhere: the page of tohost and fromhost. */
static bool is_host_page(const struct bh_config_partition *partition,
                         const struct bh_config_region *region)
{
    return partition->tohost != 0 &&
           region->address == (partition->tohost & ~PAGE_MASK) &&
           region->size == BH_PAGE_SIZE && region->mapped == 0 &&
           region->access == READ_WRITE;
}

static const char *regions_error(const struct bh_config *config,
                                 const struct bh_config_partition *partition)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    uint64_t after = 0; /* end of the last region; 0 also if that is 2^64 */

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (((region->address | region->size | region->physical) & PAGE_MASK) ||
            region->size == 0 ||
            region->address + (region->size - 1) < region->address)
            return "a memory region is not made of pages";
        if (i > 0 && (after == 0 || region->address < after))
            return "memory regions are out of order";
        if (!is_host_page(partition, region) &&
            (region->mapped == 0 || (region->mapped & ~ACCESS_ALL) ||
             (region->access != 0 && region->access != region->mapped &&
              region->access != (region->mapped | BH_ACCESS_SHARED)) ||
             ((region->access & BH_ACCESS_SHARED) &&
              (region->mapped & BH_ACCESS_EXECUTE)) ||
             (region->mapped & READ_WRITE) == BH_ACCESS_WRITE))
            return "a memory region has rights that there are not";
        if (is_assigned(config, region)) {
            if (region->size > config->ram_start - region->physical ||
                (region->mapped & BH_ACCESS_EXECUTE))
                return "a device of the board is none that can be";
        } else if (!is_time_page(config, region) &&
                   !span_holds(guest_span(config), region->physical,
                               region->size)) {
            return "a memory region lies outside the partitions' RAM";
        }
        after = region->address + region->size;
    }
    return NULL;
}

/* The region that holds guest address `address`, or NULL. */
static const struct bh_config_region *
find_region(const struct bh_config *config,
            const struct bh_config_partition *partition, uint64_t address)
{
    const struct bh_config_region *region = blob_table(config, config->regions);

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (address - region->address < region->size)
            return region;
    }
    return NULL;
}

static bool page_good(const struct bh_config *config,
                      const struct bh_config_partition *partition,
                      uint64_t address, uint64_t physical, uint32_t access)
{
    const struct bh_config_region *region =
        find_region(config, partition, address);

    return region && region->address == address &&
           region->size == BH_PAGE_SIZE && region->physical == physical &&
           region->mapped == access;
}

/* The pages that stand for registers: those that the partition names. */
static const char *
register_pages_error(const struct bh_config *config,
                     const struct bh_config_partition *partition)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    int found = 0;

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (region->access != 0 || is_time_page(config, region) ||
            is_assigned(config, region))
            continue;
        if (region->size != BH_PAGE_SIZE)
            return "a page of registers is not one page";
        if (region->physical != partition->timer &&
            region->physical != partition->flag)
            return "a page of registers is of no register";
        if (region->mapped !=
            (region->physical == partition->flag ? READ_WRITE : BH_ACCESS_READ))
            return "a page of registers has other rights than it must have";
        if ((region->physical == partition->flag) !=
            (region->address == BH_FLAG_PAGE_ADDRESS))
            return "a partition's flag page is not where it belongs";
        found++;
    }
    if (found != (partition->flag != 0) + (partition->timer != 0))
        return "a page of registers is not mapped";
    if ((partition->flag == 0) != (partition->satp == partition->satp_masked))
        return "a partition's flag page cannot be taken away";
    return NULL;
}

static const char *start_error(const struct bh_config *config,
                               const struct bh_config_partition *partition)
{
    const struct bh_config_region *region =
        find_region(config, partition, partition->entry);

    if (!region || !(region->access & BH_ACCESS_EXECUTE) ||
        (partition->entry & 1))
        return "a partition starts where it cannot execute";
    region = find_region(config, partition, partition->argument);
    if (partition->argument != 0 &&
        (!region || !(region->access & BH_ACCESS_READ)))
        return "a partition's argument is no address of its memory";
    if (!page_good(config, partition, BH_STATE_PAGE_ADDRESS, partition->state,
                   READ_WRITE))
        return "a partition's state page is not where it belongs";
    if (!page_good(config, partition, BH_INFO_PAGE_ADDRESS, partition->info,
                   BH_ACCESS_READ))
        return "a partition's information page is not where it belongs";
    return NULL;
}

/* Whether a page that is not mapped is memory of no other region. */
static bool is_alone(const struct bh_config *config,
                     const struct bh_config_partition *partition,
                     const struct bh_config_region *page)
{
    const struct bh_config_region *region = blob_table(config, config->regions);

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (region != page && page->physical - region->physical < region->size)
            return false;
    }
    return true;
}

/* The device is the page of the two words, and the page is not mapped. */
static bool host_good(const struct bh_config *config,
                      const struct bh_config_partition *partition,
                      const struct bh_config_device *device)
{
    const struct bh_config_region *region =
        find_region(config, partition, partition->tohost);

    return region && is_host_page(partition, region) &&
           is_alone(config, partition, region) &&
           device->address == region->address && device->size == BH_PAGE_SIZE &&
           (partition->fromhost & ~PAGE_MASK) == region->address &&
           ((partition->tohost | partition->fromhost) & WORD_MASK) == 0;
}

static const char *devices_error(const struct bh_config *config,
                                 const struct bh_config_partition *partition)
{
    const struct bh_config_device *device = blob_table(config, config->devices);

    uint32_t hosts = 0, second = 0;

    device += partition->device_first;
    for (uint32_t i = 0; i < partition->device_count; i++, device++) {
        uint64_t last = device->address + (device->size - 1);

        if (device->kind >= BH_DEVICE_KINDS || device->size == 0 ||
            last < device->address)
            return "a device is of no known kind";
        second += device->kind == BH_DEVICE_SECOND_UART;
        if (device->kind == BH_DEVICE_HTIF) {
            if (!host_good(config, partition, device))
                return "a host interface is not where it belongs";
            hosts++;
            continue;
        }
        for (uint32_t j = 0; j < partition->region_count; j++) {
            const struct bh_config_region *region =
                blob_table(config, config->regions);

            region += partition->region_first + j;
            if ((region->access != 0 || is_assigned(config, region)) &&
                last >= region->address &&
                device->address <= region->address + (region->size - 1))
                return "a device lies in a memory region";
        }
    }
    if (second != (partition->second_uart[0] != '\0'))
        return "a second serial port has no name, or a name has no such port";
    if (hosts != (partition->tohost != 0))
        return "a host interface is not where it belongs";
    return NULL;
}

static bool control_good(const struct bh_config *config,
                         const struct bh_config_partition *partition)
{
    const uint32_t flags = BH_PARTITION_STARTS_NORMAL | BH_PARTITION_SLOT_EVENT;

    return (partition->rights & ~BH_RIGHTS_ALL) == 0 &&
           (partition->flags & ~flags) == 0 &&
           (partition->start_after >= BH_START_IDLE ||
            partition->start_after < config->partitions.count);
}

static bool action_good(const struct bh_config *config, size_t event,
                        uint8_t action)
{
    uint8_t plan = action & BH_ACTION_PLAN_MASK;

    if (action >= BH_ACTION_PLAN)
        return action - plan <= BH_ACTION_PLAN_NOW &&
               plan < config->plans.count;
    switch (action) {
    case BH_ACTION_PROPAGATE:
        return event < BH_EVENT_UNHANDLED;
    case BH_ACTION_IGNORE:
        return event >= BH_EVENT_APPLICATION && event != BH_EVENT_INCOMPATIBLE;
    case BH_ACTION_COLD_RESET:
    case BH_ACTION_WARM_RESET:
    case BH_ACTION_SYSTEM_RESET:
        return event != BH_EVENT_INCOMPATIBLE;
    default:
        return action == BH_ACTION_SUSPEND || action == BH_ACTION_HALT ||
               action == BH_ACTION_SYSTEM_HALT;
    }
}

static bool health_good(const struct bh_config *config,
                        const struct bh_config_partition *partition)
{
    uint32_t restarts = partition->restarts;

    for (size_t i = 0; i < BH_EVENTS_MAX; i++) {
        if (i < BH_EVENT_COUNT ? !action_good(config, i, partition->action[i])
                               : partition->action[i] != 0)
            return false;
    }
    return (restarts == 0 || (restarts >= 2 && restarts <= BH_RESTARTS_MAX)) &&
           (restarts == 0) == (partition->restarts_within == 0);
}

/* Where the entries of the partitions so far end, in each table. */
struct ends {
    uint64_t regions, segments, devices, ports;
};

static bool lists_good(const struct bh_config *config,
                       const struct bh_config_partition *partition,
                       struct ends *ends)
{
    return partition->region_count <= BH_REGIONS_MAX &&
           partition->device_count <= BH_DEVICES_MAX &&
           partition->port_count <= BH_PORTS_MAX &&
           check_range(partition->region_first, partition->region_count,
                       &ends->regions, config->regions.count) &&
           check_range(partition->segment_first, partition->segment_count,
                       &ends->segments, config->segments.count) &&
           check_range(partition->device_first, partition->device_count,
                       &ends->devices, config->devices.count) &&
           check_range(partition->port_first, partition->port_count,
                       &ends->ports, config->ports.count);
}

/* Whether its interrupts are such that there are, and no earlier one's. */
static bool interrupts_good(const struct bh_config *config,
                            const struct bh_config_partition *partition)
{
    const struct bh_config_partition *other =
        blob_table(config, config->partitions);

    if ((partition->interrupts & ~BH_INTERRUPTS_ALL) != 0)
        return false;
    for (; other != partition; other++) {
        if ((other->interrupts & partition->interrupts) != 0)
            return false;
    }
    return true;
}

/* A name, or nothing at all. */
static bool second_name_good(const struct bh_config_partition *partition)
{
    static const char none[BH_NAME_SIZE];

    return memcmp(partition->second_uart, none, sizeof(none)) == 0 ||
           check_name(partition->second_uart);
}

static const char *partition_error(const struct bh_config *config,
                                   const struct bh_config_partition *partition,
                                   struct ends *ends)
{
    const char *error;

    if (!check_name(partition->name) || !second_name_good(partition))
        return "a partition's name is none";
    if (!lists_good(config, partition, ends))
        return "a partition's entries are not where they belong";
    if (!control_good(config, partition))
        return "a partition starts, or may do, what it cannot";
    if (!interrupts_good(config, partition))
        return "a partition has an interrupt that it cannot have";
    if (!health_good(config, partition))
        return "a health action is unknown";
    error = regions_error(config, partition);
    if (!error)
        error = start_error(config, partition);
    if (!error)
        error = register_pages_error(config, partition);
    if (!error)
        error = devices_error(config, partition);
    return error;
}

/*
 * Lists what each segment fills. Segments are in the order of the partitions,
 * and so is what they are filled with, behind the page tables.
 */
static const char *list_filled(const struct bh_config *config,
                               struct filled *filled)
{
    const struct bh_config_partition *partition =
        blob_table(config, config->partitions);
    const struct bh_config_segment *segment =
        blob_table(config, config->segments);
    uint64_t next =
        config->tables.offset + (uint64_t)config->tables.count * BH_PAGE_SIZE;
    uint32_t owner = 0;

    for (uint32_t i = 0; i < config->segments.count; i++, segment++) {
        if (((segment->physical | segment->size) & WORD_MASK) ||
            segment->size == 0 ||
            !span_holds(guest_span(config), segment->physical, segment->size))
            return "a segment lies outside the partitions' RAM";
        if (segment->file_size > segment->size ||
            (segment->file_size & WORD_MASK) ||
            segment->file_offset != (segment->file_size ? next : 0) ||
            segment->file_size > config->size - next)
            return "what fills a segment is not where it belongs";
        next += segment->file_size;
        while (i >=
               partition[owner].segment_first + partition[owner].segment_count)
            owner++;
        filled[i] = (struct filled){segment->physical, segment->size, owner};
    }
    if (config->size - next >= BH_PAGE_SIZE)
        return "the configuration is longer than what is in it";
    return NULL;
}

static int compare_filled(const void *a, const void *b)
{
    const struct filled *x = a, *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

/* Says whether the partition's own segments fill the whole region. */
static bool region_filled(const struct bh_config_region *region,
                          uint32_t partition, const struct filled *filled,
                          size_t count)
{
    uint64_t at = region->physical, end = region->physical + region->size;
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (filled[middle].start + filled[middle].size <= at)
            low = middle + 1;
        else
            high = middle;
    }
    for (; at < end; low++) {
        if (low == count || filled[low].partition != partition ||
            filled[low].start > at)
            return false;
        at = filled[low].start + filled[low].size;
    }
    return true;
}

/* Says whether the partition fills its memory, and nothing else. */
static bool partition_filled(const struct bh_config *config, uint32_t index,
                             const struct filled *filled)
{
    const struct bh_config_partition *partition =
        blob_table(config, config->partitions);
    const struct bh_config_region *region = blob_table(config, config->regions);
    const struct bh_config_segment *segment =
        blob_table(config, config->segments);
    uint64_t size = 0;

    partition += index;
    region += partition->region_first;
    segment += partition->segment_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (is_time_page(config, region) || is_assigned(config, region) ||
            is_shared(region))
            continue;
        if (!region_filled(region, index, filled, config->segments.count))
            return false;
        size += region->size;
    }
    for (uint32_t i = 0; i < partition->segment_count; i++, segment++)
        size -= segment->size;
    return size == 0;
}

static const char *filled_error(const struct bh_config *config,
                                struct filled *filled)
{
    const char *error = list_filled(config, filled);

    if (error)
        return error;
    qsort(filled, config->segments.count, sizeof(*filled), compare_filled);
    for (uint32_t i = 1; i < config->segments.count; i++) {
        if (filled[i].start - filled[i - 1].start < filled[i - 1].size)
            return "two segments fill the same memory";
    }
    for (uint32_t i = 0; i < config->partitions.count; i++) {
        if (!partition_filled(config, i, filled))
            return "a partition does not fill just its memory at its start";
    }
    return NULL;
}

const char *check_partitions(const struct bh_config *config)
{
    const struct bh_config_partition *partitions =
        blob_table(config, config->partitions);
    struct ends ends = {0};
    struct filled *filled;
    const char *error = NULL;

    for (uint32_t i = 0; i < config->partitions.count && !error; i++)
        error = partition_error(config, &partitions[i], &ends);
    if (error)
        return error;
    if (ends.regions != config->regions.count ||
        ends.segments != config->segments.count ||
        ends.devices != config->devices.count ||
        ends.ports != config->ports.count)
        return "an entry is of no partition";
    error = check_areas(config);
    if (error)
        return error;
    filled = memory_allocate(config->segments.count, sizeof(*filled));
    error = filled_error(config, filled);
    free(filled);
    return error;
}
