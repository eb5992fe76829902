/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration blob: checked once, then read as constants.
 */
#ifndef KERNEL_CORE_CONFIG_H
#define KERNEL_CORE_CONFIG_H

#include <bulkhead/config.h>
#include <stddef.h>

/*
 * What is wrong with the blob at `config`, of which at most `available` bytes
 * can be read: NULL, or a reason for people. Header, digest, and the bounds of
 * every index and address are right when it returns NULL.
 */
const char *config_error(const struct bh_config *config, uint64_t available);

/* Entry `index` of a table: a pointer to `type`. */
#define CONFIG_ENTRY(config, table, type, index)                               \
    ((const type *)(const void *)((const uint8_t *)(config) +                  \
                                  (config)->table.offset) +                    \
     (index))

static inline const struct bh_config_partition *
config_partition(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, partitions, struct bh_config_partition, index);
}

static inline const struct bh_config_region *
config_region(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, regions, struct bh_config_region, index);
}

static inline const struct bh_config_segment *
config_segment(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, segments, struct bh_config_segment, index);
}

static inline const struct bh_config_device *
config_device(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, devices, struct bh_config_device, index);
}

static inline const struct bh_config_channel *
config_channel(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, channels, struct bh_config_channel, index);
}

static inline const struct bh_config_port *
config_port(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, ports, struct bh_config_port, index);
}

static inline const struct bh_config_plan *
config_plan(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, plans, struct bh_config_plan, index);
}

static inline const struct bh_config_slot *
config_slot(const struct bh_config *config, uint32_t index)
{
    return CONFIG_ENTRY(config, slots, struct bh_config_slot, index);
}

#endif
