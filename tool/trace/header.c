/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes down of a configuration what a reader of its trace must know.
 */
#include "image/blob.h"
#include "memory.h"
#include "trace/file.h"

#include <bulkhead/info.h>
#include <string.h>

static void copy_partitions(const struct bh_config *config,
                            struct trace_partition *partition,
                            struct trace_port *port)
{
    const struct bh_config_partition *from =
        blob_table(config, config->partitions);

    for (uint32_t i = 0; i < config->partitions.count; i++, from++) {
        const struct bh_info *info = blob_info(config, from);

        memcpy(partition[i].name, from->name, BH_NAME_SIZE);
        partition[i].port_first = from->port_first;
        partition[i].port_count = from->port_count;
        for (uint32_t j = 0; j < from->port_count; j++)
            memcpy(port[from->port_first + j].name, info->port[j].name,
                   BH_NAME_SIZE);
    }
}

/* Idle slots have no number, and are left out. Returns how many are not. */
static uint32_t copy_slots(const struct bh_config *config,
                           const struct bh_config_plan *plan,
                           struct trace_slot *out)
{
    const struct bh_config_slot *slot = blob_table(config, config->slots);
    uint32_t count = 0;
    uint64_t now = 0;

    slot += plan->slot_first;
    for (uint32_t i = 0; i < plan->slot_count; i++, slot++) {
        if (slot->partition != BH_SLOT_IDLE)
            out[count++] =
                (struct trace_slot){now, slot->end, slot->partition, 0};
        now = slot->end;
    }
    return count;
}

static uint32_t count_slots(const struct bh_config *config)
{
    const struct bh_config_slot *slot = blob_table(config, config->slots);
    uint32_t count = 0;

    for (uint32_t i = 0; i < config->slots.count; i++)
        count += slot[i].partition != BH_SLOT_IDLE;
    return count;
}

struct trace_header *trace_header_make(const struct bh_config *config,
                                       size_t *size)
{
    const struct bh_config_plan *from = blob_table(config, config->plans);
    const uint32_t partitions = config->partitions.count;
    const uint32_t ports = config->ports.count, plans = config->plans.count;
    const uint32_t slots = count_slots(config);
    struct trace_header *header;
    struct trace_partition *partition;
    struct trace_port *port;
    struct trace_plan *plan;
    struct trace_slot *slot;

    *size = sizeof(*header) + partitions * sizeof(*partition) +
            ports * sizeof(*port) + plans * sizeof(*plan) +
            slots * sizeof(*slot);
    header = memory_allocate(1, *size);
    *header = (struct trace_header){
        .magic = TRACE_FILE_MAGIC,
        .version = TRACE_FILE_VERSION,
        .kinds = config->trace_events,
        .frequency = config->tick_frequency,
        .partitions = partitions,
        .ports = ports,
        .plans = plans,
        .slots = slots,
    };
    memcpy(header->system, config->name, BH_NAME_SIZE);
    partition = (void *)(header + 1);
    port = (void *)(partition + partitions);
    plan = (void *)(port + ports);
    slot = (void *)(plan + plans);
    copy_partitions(config, partition, port);
    for (uint32_t i = 0, at = 0; i < plans; i++, from++) {
        memcpy(plan[i].name, from->name, BH_NAME_SIZE);
        plan[i].frame = from->frame;
        plan[i].slot_first = at;
        plan[i].slot_count = copy_slots(config, from, slot + at);
        at += plan[i].slot_count;
    }
    return header;
}
