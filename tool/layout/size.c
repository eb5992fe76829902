/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sizes and offsets inside the blob and the private area; see size.h.
 */
#include "layout/size.h"

#include <bulkhead/trace.h>
#include <stdio.h>

#define WORD 8u

const char *size_text(char text[SIZE_TEXT], uint64_t size)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
    size_t unit = 0;

    while (unit < 3 && size != 0 && size % 1024 == 0) {
        size /= 1024;
        unit++;
    }
    snprintf(text, SIZE_TEXT, "%llu %s", (unsigned long long)size, units[unit]);
    return text;
}

size_t size_slots(const struct model_plan *plan)
{
    uint64_t now = 0;
    size_t count = plan->slot_count;

    for (size_t i = 0; i < plan->slot_count; i++) {
        if (plan->slots[i].start > now)
            count++;
        now = plan->slots[i].start + plan->slots[i].duration;
    }
    return now < plan->frame ? count + 1 : count;
}

uint64_t size_stride(const struct model_channel *channel)
{
    return sizeof(uint64_t) + layout_round_up(channel->message_size, WORD);
}

bool size_is_told(const struct model_port *end, const struct model_port *used)
{
    return end->channel == used->channel && end->notify &&
           end->direction != used->direction &&
           (used->direction == BH_PORT_SOURCE || used->kind == BH_PORT_QUEUING);
}

size_t size_notices(const struct model *model, const struct model_port *used)
{
    size_t count = 0;

    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t j = 0; j < model->partitions[i].port_count; j++)
            count += size_is_told(&model->partitions[i].ports[j], used);
    }
    return count;
}

uint64_t size_trace(uint32_t records)
{
    return sizeof(struct bh_trace_ring) +
           records * sizeof(struct bh_trace_record);
}

/* Appends a table of `count` entries of `size` bytes at `*offset`. */
static void add_table(struct bh_config_table *table, uint64_t *offset,
                      size_t count, size_t size)
{
    table->offset = (uint32_t)*offset;
    table->count = (uint32_t)count;
    *offset = layout_round_up(*offset + count * size, WORD);
}

static void size_tables(const struct model *model, struct layout *layout,
                        uint64_t *offset)
{
    struct bh_config *header = &layout->header;
    size_t regions = 0, fills = 0, devices = 0, ports = 0, slots = 0;
    size_t notices = 0;

    for (size_t i = 0; i < model->partition_count; i++) {
        regions += model->partitions[i].region_count;
        fills += layout->partitions[i].fill_count;
        devices += model->partitions[i].device_count;
        ports += model->partitions[i].port_count;
        for (size_t j = 0; j < model->partitions[i].port_count; j++)
            notices += size_notices(model, &model->partitions[i].ports[j]);
    }
    for (size_t i = 0; i < model->plan_count; i++)
        slots += size_slots(&model->plans[i]);
    add_table(&header->partitions, offset, model->partition_count,
              sizeof(struct bh_config_partition));
    add_table(&header->regions, offset, regions,
              sizeof(struct bh_config_region));
    add_table(&header->segments, offset, fills,
              sizeof(struct bh_config_segment));
    add_table(&header->devices, offset, devices,
              sizeof(struct bh_config_device));
    add_table(&header->channels, offset, model->channel_count,
              sizeof(struct bh_config_channel));
    add_table(&header->ports, offset, ports, sizeof(struct bh_config_port));
    add_table(&header->notices, offset, notices,
              sizeof(struct bh_config_notice));
    add_table(&header->plans, offset, model->plan_count,
              sizeof(struct bh_config_plan));
    add_table(&header->slots, offset, slots, sizeof(struct bh_config_slot));
}

static void size_private(struct model *model, struct bh_config *header)
{
    uint64_t at = header->address + header->size;

    header->private_start = at;
    for (size_t i = 0; i < model->channel_count; i++) {
        struct model_channel *channel = &model->channels[i];

        channel->buffer_physical = at;
        at += channel->depth * size_stride(channel);
    }
    header->trace_buffer = 0;
    if (model->trace.records != 0) {
        header->trace_buffer = at;
        at += size_trace(header->trace_records);
    }
    header->private_size =
        layout_round_up(at - header->private_start, BH_PAGE_SIZE);
}

void size_blob(struct model *model, struct layout *layout, size_t table_count)
{
    uint64_t offset = layout_round_up(sizeof(struct bh_config), WORD);

    size_tables(model, layout, &offset);
    offset = layout_round_up(offset, BH_PAGE_SIZE);
    add_table(&layout->header.tables, &offset, table_count, BH_PAGE_SIZE);
    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t j = 0; j < layout->partitions[i].fill_count; j++) {
            struct layout_fill *fill = &layout->partitions[i].fills[j];

            fill->file_offset = fill->file_size > 0 ? offset : 0;
            offset += fill->file_size;
        }
    }
    layout->header.size = layout_round_up(offset, BH_PAGE_SIZE);
    size_private(model, &layout->header);
}
