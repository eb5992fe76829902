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

/* Defines config_NAME(config, index): entry `index` of a table. */
#define CONFIG_TABLE(name, table)                                              \
    static inline const struct bh_config_##name *config_##name(                \
        const struct bh_config *config, uint32_t index)                        \
    {                                                                          \
        const uint8_t *blob = (const uint8_t *)config;                         \
                                                                               \
        return (const struct bh_config_##name                                  \
                    *)(const void *)(blob + config->table.offset) +            \
               index;                                                          \
    }

CONFIG_TABLE(partition, partitions)
CONFIG_TABLE(region, regions)
CONFIG_TABLE(segment, segments)
CONFIG_TABLE(device, devices)
CONFIG_TABLE(channel, channels)
CONFIG_TABLE(port, ports)
CONFIG_TABLE(notice, notices)
CONFIG_TABLE(plan, plans)
CONFIG_TABLE(slot, slots)

#endif
