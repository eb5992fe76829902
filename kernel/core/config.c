/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks the configuration blob before any guest runs. The tool has proved far
 * more than this; here the kernel makes sure that it was handed what the tool
 * made, whole, and that no index or address leads outside.
 */
#include "kernel/core/config.h"
#include "kernel/lib/crc32.h"
#include "kernel/lib/memory.h"
#include <bulkhead/trace.h>
#include <stdbool.h>

#define PAGE_MASK (BH_PAGE_SIZE - 1)

/* Times for people are in whole ticks of a microsecond. */
#define TICK_FREQUENCY_MIN 1000000
/* So far from the end of 64 bits that sums of times do not reach it. */
#define FRAME_MAX (UINT64_MAX / 4)

/* What can be done to shared memory. */
#define ACCESS_SHARED_MOST (BH_ACCESS_SHARED | BH_ACCESS_READ | BH_ACCESS_WRITE)

/* Guests' RAM in physical memory: what blob and kernel do not occupy. */
struct span {
    uint64_t start;
    uint64_t end;
};

static bool span_holds(struct span span, uint64_t start, uint64_t size)
{
    return start >= span.start && start <= span.end && size <= span.end - start;
}

static struct span guest_span(const struct bh_config *config)
{
    return (struct span){config->private_start + config->private_size,
                         config->ram_start + config->ram_size};
}

static struct span private_span(const struct bh_config *config)
{
    return (struct span){config->private_start,
                         config->private_start + config->private_size};
}

static bool name_ends(const char *name)
{
    return text_length(name, BH_NAME_SIZE) < BH_NAME_SIZE;
}

static bool range_fits(uint32_t first, uint32_t count, uint32_t of)
{
    return first <= of && count <= of - first;
}

static bool table_fits(const struct bh_config *config,
                       struct bh_config_table table, uint64_t entry_size)
{
    return table.offset % 8 == 0 && table.offset >= sizeof(*config) &&
           table.offset <= config->size &&
           table.count <= (config->size - table.offset) / entry_size;
}

static uint32_t digest(const struct bh_config *config)
{
    struct bh_config header = *config;
    uint32_t crc;

    header.crc = 0;
    crc = crc32_update(0, &header, sizeof(header));
    return crc32_update(crc, config + 1, config->size - sizeof(header));
}

static const char *header_error(const struct bh_config *config,
                                uint64_t available)
{
    uint64_t ram_end;

    if (available < sizeof(*config) || config->magic != BH_CONFIG_MAGIC)
        return "no configuration behind the kernel (magic number)";
    if (config->version != BH_CONFIG_VERSION)
        return "configuration of another version";
    /* More than there is, read for the CRC, would be a trap. */
    if (config->size < sizeof(*config) || config->size > available ||
        config->size > config->ram_size || config->size % BH_PAGE_SIZE != 0)
        return "configuration larger than what was loaded";
    if (digest(config) != config->crc)
        return "configuration damaged (CRC)";
    if (config->address != (uintptr_t)config)
        return "configuration made for another address";
    ram_end = config->ram_start + config->ram_size;
    if (ram_end < config->ram_start || config->address < config->ram_start ||
        config->private_start != config->address + config->size ||
        config->private_start > ram_end ||
        config->private_size > ram_end - config->private_start ||
        config->private_size % BH_PAGE_SIZE != 0)
        return "memory areas out of order";
    if (!name_ends(config->name))
        return "name without end";
    if (config->tick_frequency < TICK_FREQUENCY_MIN)
        return "clock too slow";
    return NULL;
}

static const char *tables_error(const struct bh_config *config)
{
    if (!table_fits(config, config->partitions,
                    sizeof(struct bh_config_partition)) ||
        !table_fits(config, config->regions, sizeof(struct bh_config_region)) ||
        !table_fits(config, config->segments,
                    sizeof(struct bh_config_segment)) ||
        !table_fits(config, config->devices, sizeof(struct bh_config_device)) ||
        !table_fits(config, config->channels,
                    sizeof(struct bh_config_channel)) ||
        !table_fits(config, config->ports, sizeof(struct bh_config_port)) ||
        !table_fits(config, config->notices, sizeof(struct bh_config_notice)) ||
        !table_fits(config, config->plans, sizeof(struct bh_config_plan)) ||
        !table_fits(config, config->slots, sizeof(struct bh_config_slot)) ||
        !table_fits(config, config->tables, BH_PAGE_SIZE) ||
        config->tables.offset % BH_PAGE_SIZE != 0)
        return "table outside the configuration";
    if (config->partitions.count == 0 ||
        config->partitions.count > BH_PARTITIONS_MAX)
        return "number of partitions";
    if (config->channels.count > BH_CHANNELS_MAX)
        return "number of channels";
    if (config->console_input != BH_PARTITION_NONE &&
        config->console_input >= config->partitions.count)
        return "console input to no partition";
    if (config->first_plan >= config->plans.count)
        return "no plan to start with";
    return NULL;
}

static const char *regions_error(const struct bh_config *config,
                                 const struct bh_config_partition *partition)
{
    const struct bh_config_region *region =
        config_region(config, partition->region_first);
    uint64_t free_from = 0;

    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        if (((region->address | region->size | region->physical) & PAGE_MASK) !=
                0 ||
            region->size == 0 || region->address < free_from ||
            region->address + region->size - 1 < region->address)
            return "memory region misplaced";
        if ((region->access & BH_ACCESS_SHARED) != 0 &&
            (region->access & ~ACCESS_SHARED_MOST) != 0)
            return "shared memory with unknown rights";
        if (region->access != 0 &&
            !span_holds(guest_span(config), region->physical, region->size))
            return "memory region outside the guests' RAM";
        free_from = region->address + region->size;
        /* The topmost page ends where 64 bits do; nothing may follow it. */
        if (free_from == 0 && i + 1 < partition->region_count)
            return "memory region misplaced";
    }
    return NULL;
}

/* Whether a start of the partition would fill what it shares with others. */
static bool fills_shared(const struct bh_config *config,
                         const struct bh_config_partition *partition,
                         const struct bh_config_segment *segment)
{
    const struct bh_config_region *region =
        config_region(config, partition->region_first);

    for (uint32_t i = 0; i < partition->region_count; i++, region++)
        if ((region->access & BH_ACCESS_SHARED) != 0 &&
            segment->physical < region->physical + region->size &&
            region->physical < segment->physical + segment->size)
            return true;
    return false;
}

static const char *segments_error(const struct bh_config *config,
                                  const struct bh_config_partition *partition)
{
    const struct bh_config_segment *segment =
        config_segment(config, partition->segment_first);

    for (uint32_t i = 0; i < partition->segment_count; i++, segment++) {
        if (((segment->physical | segment->size) & 7) != 0 ||
            !span_holds(guest_span(config), segment->physical, segment->size))
            return "segment outside the guests' RAM";
        if (segment->file_size > segment->size ||
            segment->file_offset > config->size ||
            segment->file_size > config->size - segment->file_offset)
            return "segment outside the configuration";
        if (fills_shared(config, partition, segment))
            return "segment in shared memory";
    }
    return NULL;
}

static const char *devices_error(const struct bh_config *config,
                                 const struct bh_config_partition *partition)
{
    const struct bh_config_device *device =
        config_device(config, partition->device_first);

    for (uint32_t i = 0; i < partition->device_count; i++, device++)
        if (device->kind >= BH_DEVICE_KINDS || device->size == 0 ||
            device->size % 8 != 0 || device->address % 8 != 0 ||
            device->address + device->size < device->address)
            return "device of no known kind";
    return NULL;
}

/* What makes no sense, but does no harm, only the tool refuses. */
static bool action_fits(const struct bh_config *config, uint32_t event,
                        uint8_t action)
{
    if (action >= BH_ACTION_PLAN)
        return action < BH_ACTION_PLAN_NOW + BH_PLANS_MAX &&
               (action & BH_ACTION_PLAN_MASK) < config->plans.count;
    if (action == BH_ACTION_PROPAGATE)
        return event < BH_EVENT_UNHANDLED;
    if (action == BH_ACTION_IGNORE)
        return event >= BH_EVENT_APPLICATION && event != BH_EVENT_INCOMPATIBLE;
    return action <= BH_ACTION_SYSTEM_HALT;
}

static bool health_fits(const struct bh_config *config,
                        const struct bh_config_partition *partition)
{
    for (uint32_t event = 0; event < BH_EVENT_COUNT; event++)
        if (!action_fits(config, event, partition->action[event]))
            return false;
    return partition->restarts == 0 ||
           (partition->restarts >= 2 && partition->restarts <= BH_RESTARTS_MAX);
}

static bool page_is_guests(const struct bh_config *config, uint64_t page)
{
    return (page & PAGE_MASK) == 0 &&
           span_holds(guest_span(config), page, BH_PAGE_SIZE);
}

static const char *partition_error(const struct bh_config *config,
                                   const struct bh_config_partition *partition)
{
    const char *error;

    if (!name_ends(partition->name) || !name_ends(partition->second_uart))
        return "name without end";
    if (!range_fits(partition->region_first, partition->region_count,
                    config->regions.count) ||
        !range_fits(partition->segment_first, partition->segment_count,
                    config->segments.count) ||
        !range_fits(partition->device_first, partition->device_count,
                    config->devices.count) ||
        !range_fits(partition->port_first, partition->port_count,
                    config->ports.count) ||
        partition->region_count > BH_REGIONS_MAX ||
        partition->device_count > BH_DEVICES_MAX ||
        partition->port_count > BH_PORTS_MAX)
        return "partition's entries outside their table";
    if (partition->region_count == 0)
        return "partition without memory";
    if (!page_is_guests(config, partition->state) ||
        !page_is_guests(config, partition->info) ||
        (partition->flag != 0 && !page_is_guests(config, partition->flag)) ||
        (partition->timer != 0 && !page_is_guests(config, partition->timer)))
        return "state, information, flag or timer page outside guests' RAM";
    if ((partition->rights & ~BH_RIGHTS_ALL) != 0)
        return "right unknown";
    if (partition->start_after < BH_START_IDLE &&
        partition->start_after >= config->partitions.count)
        return "start after no partition";
    if ((partition->interrupts & ~BH_INTERRUPTS_ALL) != 0)
        return "interrupt unknown";
    if (!health_fits(config, partition))
        return "health action unknown";
    error = regions_error(config, partition);
    if (error == NULL)
        error = segments_error(config, partition);
    if (error == NULL)
        error = devices_error(config, partition);
    return error;
}

static const char *channel_error(const struct bh_config *config,
                                 const struct bh_config_channel *channel)
{
    if (channel->kind > BH_PORT_DOORBELL ||
        (channel->message_size == 0) != (channel->kind == BH_PORT_DOORBELL) ||
        channel->message_size > BH_MESSAGE_SIZE_MAX || channel->depth == 0 ||
        channel->depth > BH_QUEUE_DEPTH_MAX || channel->stride % 8 != 0 ||
        channel->stride < 8 + channel->message_size ||
        channel->stride > 16 + BH_MESSAGE_SIZE_MAX ||
        (channel->flags & ~BH_CHANNEL_DROP_OLDEST) != 0)
        return "channel's messages out of range";
    if (channel->buffer % 8 != 0 ||
        !span_holds(private_span(config), channel->buffer,
                    (uint64_t)channel->stride * channel->depth))
        return "channel's buffer outside the kernel's memory";
    return NULL;
}

static bool notices_good(const struct bh_config *config,
                         const struct bh_config_port *port)
{
    if (port->notice_count > BH_NOTICES_MAX ||
        !range_fits(port->notice_first, port->notice_count,
                    config->notices.count))
        return false;
    for (uint32_t i = 0; i < port->notice_count; i++) {
        const struct bh_config_notice *notice =
            config_notice(config, port->notice_first + i);

        if (notice->partition >= config->partitions.count ||
            notice->port >=
                config_partition(config, notice->partition)->port_count)
            return false;
    }
    return true;
}

static const char *channels_error(const struct bh_config *config)
{
    const char *error = NULL;

    for (uint32_t i = 0; error == NULL && i < config->channels.count; i++)
        error = channel_error(config, config_channel(config, i));
    for (uint32_t i = 0; error == NULL && i < config->ports.count; i++) {
        const struct bh_config_port *port = config_port(config, i);

        if (port->channel >= config->channels.count ||
            port->kind != config_channel(config, port->channel)->kind ||
            port->direction > BH_PORT_DESTINATION)
            error = "port without its channel";
        else if (!notices_good(config, port))
            error = "notice to no port";
    }
    return error;
}

static const char *trace_error(const struct bh_config *config)
{
    uint64_t records = config->trace_records;

    if (records == 0)
        return config->trace_events == 0 ? NULL : "trace without records";
    if (records < BH_TRACE_RECORDS_MIN || records > BH_TRACE_RECORDS_MAX ||
        (records & (records - 1)) != 0 || config->trace_buffer % 8 != 0 ||
        !span_holds(private_span(config), config->trace_buffer,
                    sizeof(struct bh_trace_ring) +
                        records * sizeof(struct bh_trace_record)))
        return "trace outside the kernel's memory";
    return NULL;
}

static const char *plan_error(const struct bh_config *config,
                              const struct bh_config_plan *plan)
{
    uint64_t free_from = 0;

    if (!name_ends(plan->name))
        return "name without end";
    if (plan->guard > plan->frame)
        return "guard longer than its frame";
    if (plan->slot_count == 0 || plan->slot_count > BH_SLOTS_MAX ||
        !range_fits(plan->slot_first, plan->slot_count, config->slots.count))
        return "plan's slots outside their table";
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const struct bh_config_slot *slot =
            config_slot(config, plan->slot_first + i);

        if (slot->end <= free_from)
            return "slots out of order";
        if (slot->partition != BH_SLOT_IDLE &&
            slot->partition >= config->partitions.count)
            return "slot of no partition";
        if (slot->partition != BH_SLOT_IDLE &&
            slot->end - free_from <= plan->guard)
            return "slot not longer than its plan's guard";
        free_from = slot->end;
    }
    for (uint32_t id = 0; id < BH_PARTITIONS_MAX; id++)
        if (plan->action[id] >= BH_PLAN_ACTION_COUNT)
            return "action at a plan's start unknown";
    if (plan->background_count > BH_PARTITIONS_MAX)
        return "too many partitions in the background";
    for (uint32_t i = 0; i < plan->background_count; i++)
        if (plan->background[i] >= config->partitions.count)
            return "no such partition in the background";
    if (free_from > FRAME_MAX)
        return "frame too long";
    return free_from == plan->frame ? NULL : "slots do not fill the frame";
}

/* A device calls one partition. */
static const char *interrupts_error(const struct bh_config *config)
{
    uint64_t taken = 0;

    for (uint32_t i = 0; i < config->partitions.count; i++) {
        uint64_t interrupts = config_partition(config, i)->interrupts;

        if ((taken & interrupts) != 0)
            return "interrupt of two partitions";
        taken |= interrupts;
    }
    return NULL;
}

const char *config_error(const struct bh_config *config, uint64_t available)
{
    const char *error = header_error(config, available);

    if (error == NULL)
        error = tables_error(config);
    for (uint32_t i = 0; error == NULL && i < config->partitions.count; i++)
        error = partition_error(config, config_partition(config, i));
    if (error == NULL)
        error = interrupts_error(config);
    if (error == NULL)
        error = channels_error(config);
    if (error == NULL)
        error = trace_error(config);
    for (uint32_t i = 0; error == NULL && i < config->plans.count; i++)
        error = plan_error(config, config_plan(config, i));
    return error;
}
