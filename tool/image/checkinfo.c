/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds and judges what a blob puts into the information pages: the only place
 * where ports have names.
 */
#include "image/blob.h"
#include "image/check.h"

#include <string.h>

/* How many areas of shared memory the partition has. */
static uint32_t count_shared(const struct bh_config *config,
                             const struct bh_config_partition *partition)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    uint32_t count = 0;

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++)
        count += is_shared(&region[i]);
    return count;
}

/*
 * The page's bytes in the blob, or NULL if they are not all for its ports and
 * areas.
 */
const struct bh_info *blob_info(const struct bh_config *config,
                                const struct bh_config_partition *partition)
{
    const struct bh_config_segment *segment =
        blob_table(config, config->segments);
    size_t size =
        offsetof(struct bh_info, port) +
        partition->port_count * sizeof(struct bh_info_port) +
        count_shared(config, partition) * sizeof(struct bh_info_shared);

    segment += partition->segment_first;
    for (uint32_t i = 0; i < partition->segment_count; i++, segment++) {
        if (segment->physical == partition->info &&
            segment->file_size == ((size + WORD_MASK) & ~WORD_MASK))
            return (const void *)((const uint8_t *)config +
                                  segment->file_offset);
    }
    return NULL;
}

const struct bh_info_shared *
blob_shared(const struct bh_config *config,
            const struct bh_config_partition *partition, uint64_t address)
{
    const struct bh_info *info = blob_info(config, partition);
    const struct bh_info_shared *shared =
        (const void *)((const uint8_t *)info + info->shared_offset);

    for (uint32_t i = 0; i < info->shared_count; i++) {
        if (shared[i].address == address)
            return &shared[i];
    }
    return NULL;
}

/* There are as many entries as areas, and each area has one. */
static const char *shared_error(const struct bh_config *config,
                                const struct bh_config_partition *partition,
                                const struct bh_info *info)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    const uint32_t count = count_shared(config, partition);

    if (info->shared_count != count || count > BH_SHARED_MAX ||
        count > BH_PORTS_MAX - info->port_count ||
        info->shared_offset !=
            (count == 0 ? 0
                        : offsetof(struct bh_info, port) +
                              info->port_count * sizeof(struct bh_info_port)))
        return "an information page has other areas than there are";
    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        const struct bh_info_shared *shared =
            blob_shared(config, partition, region->address);

        if (!is_shared(region))
            continue;
        if (!shared || shared->size != region->size ||
            shared->access != (region->mapped & BH_ACCESS_WRITE
                                   ? BH_SHARED_READ | BH_SHARED_WRITE
                                   : BH_SHARED_READ))
            return "an information page has other areas than there are";
        if (!check_name(shared->name))
            return "the name of shared memory is none";
    }
    return NULL;
}

static const char *port_error(const struct bh_config *config,
                              const struct bh_config_port *port,
                              const struct bh_info_port *info)
{
    const struct bh_config_channel *channels =
        blob_table(config, config->channels);
    const struct bh_config_channel *channel = &channels[port->channel];

    if (!check_name(info->name))
        return "a port's name is none";
    if (info->kind != port->kind || info->direction != port->direction ||
        info->message_size != channel->message_size ||
        info->depth != channel->depth || info->refresh != channel->refresh)
        return "an information page describes another port than there is";
    return NULL;
}

/* Where the RAM really is, if a device of the board must know. */
static bool physical_good(const struct bh_config *config,
                          const struct bh_config_partition *partition,
                          const struct bh_info *info)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    uint64_t physical = 0;
    bool assigned = false;

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        assigned = assigned || is_assigned(config, region);
        if (region->address == info->memory_start)
            physical = region->physical;
    }
    return info->memory_physical == (assigned ? physical : 0);
}

static const char *info_error(const struct bh_config *config, uint32_t index)
{
    const struct bh_config_partition *partition =
        blob_table(config, config->partitions);
    const struct bh_config_port *ports = blob_table(config, config->ports);
    const struct bh_info *info;
    const char *error = NULL;

    partition += index;
    info = blob_info(config, partition);
    if (!info || info->magic != BH_INFO_MAGIC ||
        info->port_count != partition->port_count || info->partition != index ||
        memcmp(info->name, partition->name, BH_NAME_SIZE) != 0)
        return "a partition's information page is none";
    if (!physical_good(config, partition, info))
        return "an information page says that memory is where it is not";
    for (uint32_t i = 0; i < partition->port_count && !error; i++)
        error = port_error(config, &ports[partition->port_first + i],
                           &info->port[i]);
    return error ? error : shared_error(config, partition, info);
}

const char *check_infos(const struct bh_config *config)
{
    const char *error = NULL;

    for (uint32_t i = 0; i < config->partitions.count && !error; i++)
        error = info_error(config, i);
    return error;
}
