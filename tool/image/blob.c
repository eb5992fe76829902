/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes the blob: the model and the layout, field by field, in the form that
 * the kernel executes. Every decision has been made; here is only copying.
 */
#include "image/blob.h"

#include "kernel/lib/crc32.h"
#include "layout/size.h"
#include "memory.h"

#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "the blob is written as it lies in this machine's memory");

/* The blob being written, and the next free entry of each table. */
struct writer {
    const struct model *model;
    const struct layout *layout;
    uint8_t *blob;
    uint32_t regions, segments, devices, ports, notices, slots;
};

static void *entry(const struct writer *writer, struct bh_config_table table,
                   uint32_t index, size_t size)
{
    return writer->blob + table.offset + index * size;
}

static void write_region(struct writer *writer,
                         const struct model_region *region)
{
    struct bh_config_region *out = entry(writer, writer->layout->header.regions,
                                         writer->regions++, sizeof(*out));

    out->address = region->address;
    out->size = region->size;
    out->physical = region->physical;
    out->mapped = region->access;
    out->access = region->is_register ? 0 : region->access;
    if (region->shared)
        out->access |= BH_ACCESS_SHARED;
    if (region->is_device)
        out->access = BH_ACCESS_READ | BH_ACCESS_WRITE;
}

static void write_segment(struct writer *writer, const struct layout_fill *fill)
{
    struct bh_config_segment *out =
        entry(writer, writer->layout->header.segments, writer->segments++,
              sizeof(*out));

    out->physical = fill->physical;
    out->size = fill->size;
    out->file_offset = fill->file_offset;
    out->file_size = fill->file_size;
    if (fill->file_size > 0)
        memcpy(writer->blob + fill->file_offset, fill->data, fill->file_size);
}

static void write_device(struct writer *writer,
                         const struct model_device *device)
{
    struct bh_config_device *out = entry(writer, writer->layout->header.devices,
                                         writer->devices++, sizeof(*out));

    out->address = device->address;
    out->size = (uint32_t)device->size;
    out->kind = device->kind;
}

/* Those that are told when `used` is, in the order of the partitions. */
static void write_notices(struct writer *writer, const struct model_port *used)
{
    const struct model *model = writer->model;

    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t j = 0; j < model->partitions[i].port_count; j++) {
            struct bh_config_notice *out;

            if (!size_is_told(&model->partitions[i].ports[j], used))
                continue;
            out = entry(writer, writer->layout->header.notices,
                        writer->notices++, sizeof(*out));
            *out = (struct bh_config_notice){(uint16_t)i, (uint16_t)j};
        }
    }
}

static void write_port(struct writer *writer, const struct model_port *port)
{
    struct bh_config_port *out = entry(writer, writer->layout->header.ports,
                                       writer->ports++, sizeof(*out));

    out->channel = (uint16_t)port->channel;
    out->kind = port->kind;
    out->direction = port->direction;
    out->notice_first = (uint16_t)writer->notices;
    write_notices(writer, port);
    out->notice_count = (uint16_t)(writer->notices - out->notice_first);
}

static void write_partition_lists(struct writer *writer, uint32_t index)
{
    const struct model_partition *partition = &writer->model->partitions[index];
    const struct layout_partition *fills = &writer->layout->partitions[index];

    for (size_t i = 0; i < partition->region_count; i++)
        write_region(writer, &partition->regions[i]);
    for (size_t i = 0; i < fills->fill_count; i++)
        write_segment(writer, &fills->fills[i]);
    for (size_t i = 0; i < partition->device_count; i++)
        write_device(writer, &partition->devices[i]);
    for (size_t i = 0; i < partition->port_count; i++)
        write_port(writer, &partition->ports[i]);
}

static void write_partition(struct writer *writer, uint32_t index)
{
    const struct model_partition *partition = &writer->model->partitions[index];
    struct bh_config_partition *out =
        entry(writer, writer->layout->header.partitions, index, sizeof(*out));

    layout_copy_name(out->name, partition->name);
    if (partition->uart)
        layout_copy_name(out->second_uart, partition->uart);
    out->entry = partition->program.entry;
    out->argument = partition->argument;
    out->satp = partition->satp;
    out->satp_masked = partition->satp_masked;
    out->flag = partition->flag_physical;
    out->timer = partition->timer_physical;
    out->tohost = partition->program.tohost;
    out->fromhost = partition->program.fromhost;
    out->interrupts = partition->interrupts;
    out->state = partition->state_physical;
    out->info = partition->info_physical;
    out->region_first = writer->regions;
    out->segment_first = writer->segments;
    out->device_first = writer->devices;
    out->port_first = writer->ports;
    out->rights = partition->rights;
    out->flags = (partition->initializes ? 0 : BH_PARTITION_STARTS_NORMAL) |
                 (partition->slot_event ? BH_PARTITION_SLOT_EVENT : 0);
    out->start_after = BH_START_BOOT;
    if (partition->start_after)
        out->start_after = (uint32_t)partition->start_after_index;
    else if (partition->starts_idle)
        out->start_after = BH_START_IDLE;
    for (size_t i = 0; i < BH_EVENT_COUNT; i++)
        out->action[i] = (uint8_t)(partition->health.on[i].action |
                                   partition->health.on[i].plan);
    out->watchdog = partition->watchdog;
    out->restarts = (uint32_t)partition->health.restarts;
    out->restarts_within = partition->health.within;
    out->abi_version = partition->program.manifest.abi.abi_version;
    out->extensions = partition->program.manifest.abi.extensions;
    write_partition_lists(writer, index);
    out->region_count = writer->regions - out->region_first;
    out->segment_count = writer->segments - out->segment_first;
    out->device_count = writer->devices - out->device_first;
    out->port_count = writer->ports - out->port_first;
}

static void write_channel(struct writer *writer, uint32_t index)
{
    const struct model_channel *channel = &writer->model->channels[index];
    struct bh_config_channel *out =
        entry(writer, writer->layout->header.channels, index, sizeof(*out));

    layout_copy_name(out->name, channel->name);
    out->buffer = channel->buffer_physical;
    out->refresh = channel->refresh;
    out->kind = channel->kind;
    out->message_size = (uint32_t)channel->message_size;
    out->depth = (uint32_t)channel->depth;
    out->stride = (uint32_t)size_stride(channel);
    out->flags = channel->drop_oldest ? BH_CHANNEL_DROP_OLDEST : 0;
}

static void write_slot(struct writer *writer, uint64_t end, uint32_t partition,
                       uint32_t id)
{
    struct bh_config_slot *out = entry(writer, writer->layout->header.slots,
                                       writer->slots++, sizeof(*out));

    out->end = end;
    out->partition = partition;
    out->id = id;
}

/* Idle slots fill what the plan leaves free; they have no identifier. */
static void write_plan(struct writer *writer, uint32_t index)
{
    const struct model_plan *plan = &writer->model->plans[index];
    struct bh_config_plan *out =
        entry(writer, writer->layout->header.plans, index, sizeof(*out));
    uint64_t now = 0;

    layout_copy_name(out->name, plan->name);
    out->frame = plan->frame;
    out->guard = plan->guard;
    out->slot_first = writer->slots;
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const struct model_slot *slot = &plan->slots[i];

        if (slot->start > now)
            write_slot(writer, slot->start, BH_SLOT_IDLE, BH_SLOT_NONE);
        now = slot->start + slot->duration;
        write_slot(writer, now, (uint32_t)slot->partition, (uint32_t)slot->id);
    }
    if (now < plan->frame)
        write_slot(writer, plan->frame, BH_SLOT_IDLE, BH_SLOT_NONE);
    out->slot_count = writer->slots - out->slot_first;
    for (size_t i = 0; i < plan->start_count; i++)
        out->action[plan->starts[i].partition] = plan->starts[i].action;
    out->background_count = (uint32_t)plan->background_count;
    for (size_t i = 0; i < plan->background_count; i++)
        out->background[i] = (uint8_t)plan->background_index[i];
}

uint32_t blob_crc(const uint8_t *blob, size_t size)
{
    static const uint8_t zero[sizeof(uint32_t)];
    size_t field = offsetof(struct bh_config, crc);
    uint32_t crc = crc32_update(0, blob, field);

    crc = crc32_update(crc, zero, sizeof(zero));
    field += sizeof(zero);
    return crc32_update(crc, blob + field, size - field);
}

uint8_t *blob_write(const struct model *model, const struct layout *layout)
{
    const struct bh_config *header = &layout->header;
    struct writer writer = {.model = model, .layout = layout};
    uint32_t crc;

    writer.blob = memory_allocate(1, header->size);
    memcpy(writer.blob, header, sizeof(*header));
    for (uint32_t i = 0; i < model->partition_count; i++)
        write_partition(&writer, i);
    for (uint32_t i = 0; i < model->channel_count; i++)
        write_channel(&writer, i);
    for (uint32_t i = 0; i < model->plan_count; i++)
        write_plan(&writer, i);
    memcpy(writer.blob + header->tables.offset, layout->tables.entries,
           layout->tables.count * BH_PAGE_SIZE);
    crc = blob_crc(writer.blob, header->size);
    memcpy(writer.blob + offsetof(struct bh_config, crc), &crc, sizeof(crc));
    return writer.blob;
}
