/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judges a blob that may be damaged or made to mislead: nothing in it is used
 * before it is checked, and a blob that passes can be read without a check.
 */
#include "image/check.h"
#include "image/blob.h"
#include "layout/size.h"

#include <bulkhead/trace.h>
#include <string.h>

/* 10 GHz: no clock of this kind is near it. */
#define TICK_FREQUENCY_MAX 10000000000u

/* A name is text that a terminal can show, and ends. */
bool check_name(const char name[BH_NAME_SIZE])
{
    size_t length = 0;

    while (length < BH_NAME_SIZE && name[length] != '\0')
        length++;
    if (length == 0 || length == BH_NAME_SIZE)
        return false;
    for (size_t i = 0; i < BH_NAME_SIZE; i++) {
        if (i < length ? name[i] <= ' ' || name[i] > '~' : name[i] != '\0')
            return false;
    }
    return true;
}

bool check_range(uint32_t first, uint32_t count, uint64_t *next, uint32_t size)
{
    if (first != *next || first > size || count > size - first)
        return false;
    *next += count;
    return true;
}

static const char *header_error(const struct bh_config *config, size_t size)
{
    if (config->magic != BH_CONFIG_MAGIC)
        return "the configuration does not begin as one";
    if (config->version != BH_CONFIG_VERSION)
        return "the configuration is of another version";
    if (config->size != size || (size & PAGE_MASK))
        return "the configuration states another size than it has";
    if (config->crc != blob_crc((const uint8_t *)config, size))
        return "the configuration is damaged: its CRC does not match";
    if ((config->address | config->ram_start | config->ram_size |
         config->private_size) &
        PAGE_MASK)
        return "the memory map is not made of pages";
    if (config->ram_start + config->ram_size < config->ram_start ||
        config->address < config->ram_start ||
        config->address - config->ram_start > config->ram_size ||
        size > config->ram_start + config->ram_size - config->address ||
        config->private_start != config->address + size ||
        config->private_size >
            config->ram_start + config->ram_size - config->private_start)
        return "the memory map is out of order";
    if (!check_name(config->name))
        return "the system's name is none";
    if (config->tick_frequency == 0 ||
        config->tick_frequency > TICK_FREQUENCY_MAX)
        return "the clock's rate is out of range";
    return NULL;
}

/* Says whether a table of entries of `size` bytes is at `*at`, and skips it. */
static bool table_good(const struct bh_config *config,
                       struct bh_config_table table, size_t size, uint64_t *at)
{
    if (table.offset != *at || *at > config->size ||
        table.count > (config->size - *at) / size)
        return false;
    *at = (*at + table.count * size + WORD_MASK) & ~WORD_MASK;
    return true;
}

/* The tables are one behind the other, and behind them what fills memory. */
static bool tables_good(const struct bh_config *config)
{
    const struct {
        struct bh_config_table table;
        size_t size;
    } lists[] = {
        {config->partitions, sizeof(struct bh_config_partition)},
        {config->regions, sizeof(struct bh_config_region)},
        {config->segments, sizeof(struct bh_config_segment)},
        {config->devices, sizeof(struct bh_config_device)},
        {config->channels, sizeof(struct bh_config_channel)},
        {config->ports, sizeof(struct bh_config_port)},
        {config->notices, sizeof(struct bh_config_notice)},
        {config->plans, sizeof(struct bh_config_plan)},
        {config->slots, sizeof(struct bh_config_slot)},
    };
    uint64_t at = sizeof(*config);

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (!table_good(config, lists[i].table, lists[i].size, &at))
            return false;
    }
    at = (at + PAGE_MASK) & ~PAGE_MASK;
    return table_good(config, config->tables, BH_PAGE_SIZE, &at);
}

static const char *tables_error(const struct bh_config *config)
{
    if (!tables_good(config))
        return "a table is not where it belongs";
    if (config->partitions.count == 0 ||
        config->partitions.count > BH_PARTITIONS_MAX)
        return "the number of partitions is out of range";
    if (config->channels.count > BH_CHANNELS_MAX)
        return "the number of channels is out of range";
    if (config->console_input != BH_PARTITION_NONE &&
        config->console_input >= config->partitions.count)
        return "the console's input goes to no partition";
    if (config->first_plan >= config->plans.count)
        return "there is no plan to start with";
    return NULL;
}

/* Entry n in byte n; see `layout` for their reasons. */
#define PMP_RIGHTS 0x000f088908898d0b

/*
 * The set is the one that the memory map asks for: entry n ends where the map's
 * nth part does, and has that part's rights.
 */
static const char *pmp_error(const struct bh_config *config)
{
    const struct bh_config_pmp *pmp = &config->pmp;
    const uint64_t known[BH_PMP_ENTRIES] = {
        config->ram_start,
        pmp->address[1] << 2,
        pmp->address[2] << 2,
        config->address,
        config->private_start,
        config->private_start + config->private_size,
        config->ram_start + config->ram_size,
        0};

    if (pmp->cfg0 != PMP_RIGHTS)
        return "the PMP entries give other rights than the kernel needs";
    for (unsigned int i = 0; i < BH_PMP_ENTRIES; i++) {
        if (pmp->address[i] << 2 != known[i] || pmp->address[i] >> 62 ||
            (known[i] & PAGE_MASK))
            return "the PMP entries do not follow the memory map";
        if (i > 0 && i < 7 && pmp->address[i] < pmp->address[i - 1])
            return "the PMP entries are out of order";
    }
    return NULL;
}

static const char *channel_error(const struct bh_config *config,
                                 const struct bh_config_channel *channel)
{
    const struct span private_span = {config->private_start,
                                      config->private_size};

    if (!check_name(channel->name))
        return "a channel's name is none";
    if (channel->kind > BH_PORT_DOORBELL ||
        (channel->message_size == 0) != (channel->kind == BH_PORT_DOORBELL) ||
        channel->message_size > BH_MESSAGE_SIZE_MAX || channel->depth == 0 ||
        channel->depth > BH_QUEUE_DEPTH_MAX ||
        (channel->kind != BH_PORT_QUEUING && channel->depth != 1) ||
        (channel->kind != BH_PORT_SAMPLING && channel->refresh != 0) ||
        (channel->flags & ~BH_CHANNEL_DROP_OLDEST) ||
        (channel->kind != BH_PORT_QUEUING && channel->flags != 0) ||
        channel->stride != 8 + ((channel->message_size + 7) & ~7u))
        return "a channel's messages are out of range";
    if ((channel->buffer & WORD_MASK) ||
        !span_holds(private_span, channel->buffer,
                    (uint64_t)channel->stride * channel->depth))
        return "a channel's buffer lies outside the kernel's memory";
    return NULL;
}

/* Who is told is at the other end of the channel, and is told once. */
static bool notices_good(const struct bh_config *config,
                         const struct bh_config_port *used, uint64_t *next)
{
    const struct bh_config_partition *partitions =
        blob_table(config, config->partitions);
    const struct bh_config_port *ports = blob_table(config, config->ports);
    const struct bh_config_notice *notice = blob_table(config, config->notices);
    uint64_t last = 0;

    if (used->notice_count > BH_NOTICES_MAX ||
        !check_range(used->notice_first, used->notice_count, next,
                     config->notices.count) ||
        (used->notice_count > 0 && used->direction == BH_PORT_DESTINATION &&
         used->kind != BH_PORT_QUEUING))
        return false;
    notice += used->notice_first;
    for (uint32_t i = 0; i < used->notice_count; i++, notice++) {
        const struct bh_config_partition *told = &partitions[notice->partition];
        uint64_t number = (uint64_t)notice->partition << 16 | notice->port;
        const struct bh_config_port *end;

        if (notice->partition >= config->partitions.count ||
            notice->port >= told->port_count || (i > 0 && number <= last))
            return false;
        end = &ports[told->port_first + notice->port];
        if (end->channel != used->channel || end->direction == used->direction)
            return false;
        last = number;
    }
    return true;
}

static const char *channels_error(const struct bh_config *config)
{
    const struct bh_config_channel *channels =
        blob_table(config, config->channels);
    const struct bh_config_port *ports = blob_table(config, config->ports);
    const char *error = NULL;
    uint64_t next = 0;

    for (uint32_t i = 0; i < config->channels.count && !error; i++) {
        error = channel_error(config, &channels[i]);
        if (!error && i > 0 &&
            channels[i].buffer <
                channels[i - 1].buffer +
                    (uint64_t)channels[i - 1].stride * channels[i - 1].depth)
            error = "the buffers of two channels overlap";
    }
    for (uint32_t i = 0; i < config->ports.count && !error; i++) {
        if (ports[i].channel >= config->channels.count ||
            ports[i].kind != channels[ports[i].channel].kind ||
            ports[i].direction > BH_PORT_DESTINATION)
            error = "a port does not fit its channel";
    }
    for (uint32_t i = 0; i < config->ports.count && !error; i++) {
        if (!notices_good(config, &ports[i], &next))
            error = "a notice is none of its port";
    }
    if (!error && next != config->notices.count)
        error = "a notice is of no port";
    return error;
}

/* It lies behind the buffers of all channels, which are where they belong. */
static const char *trace_error(const struct bh_config *config)
{
    const struct bh_config_channel *last = blob_table(config, config->channels);
    const struct span private_span = {config->private_start,
                                      config->private_size};
    uint64_t records = config->trace_records;
    uint64_t at = config->private_start;

    if (records == 0)
        return config->trace_buffer || config->trace_events
                   ? "there is a trace without records"
                   : NULL;
    if (records < BH_TRACE_RECORDS_MIN || records > BH_TRACE_RECORDS_MAX ||
        (records & (records - 1)) || config->trace_events == 0 ||
        config->trace_events >> BH_TRACE_KINDS)
        return "the trace is none that can be";
    if (config->channels.count > 0) {
        last += config->channels.count - 1;
        at = last->buffer + (uint64_t)last->stride * last->depth;
    }
    if (config->trace_buffer != at ||
        !span_holds(private_span, config->trace_buffer,
                    size_trace(config->trace_records)))
        return "the trace lies outside the kernel's memory";
    return NULL;
}

static const char *slots_error(const struct bh_config *config,
                               const struct bh_config_plan *plan)
{
    const struct bh_config_slot *slot = blob_table(config, config->slots);
    uint64_t now = 0;

    slot += plan->slot_first;
    for (uint32_t i = 0; i < plan->slot_count; i++, slot++) {
        bool idle = slot->partition == BH_SLOT_IDLE;

        if (slot->end <= now)
            return "a plan's slots are out of order";
        if (!idle && slot->partition >= config->partitions.count)
            return "a slot is of no partition";
        if (!idle && slot->end - now <= plan->guard)
            return "a slot is not longer than its plan's guard";
        if (idle ? slot->id != BH_SLOT_NONE : slot->id > UINT16_MAX)
            return "a slot's identifier is none that there can be";
        now = slot->end;
    }
    return now == plan->frame ? NULL : "a plan's slots do not fill its frame";
}

/* What a plan does to partitions when it begins, and in time that is left. */
static const char *plan_partitions_error(const struct bh_config *config,
                                         const struct bh_config_plan *plan)
{
    for (uint32_t i = 0; i < BH_PARTITIONS_MAX; i++) {
        if (plan->action[i] >= BH_PLAN_ACTION_COUNT ||
            (i >= config->partitions.count && plan->action[i] != 0))
            return "a plan begins with an action that there is not";
    }
    if (plan->background_count > BH_PARTITIONS_MAX || plan->reserved != 0)
        return "a plan has more in the background than there can be";
    for (uint32_t i = 0; i < BH_PARTITIONS_MAX; i++) {
        if (plan->background[i] >=
            (i < plan->background_count ? config->partitions.count : 1))
            return "a plan has no such partition in the background";
    }
    return NULL;
}

static const char *plans_error(const struct bh_config *config)
{
    const struct bh_config_plan *plan = blob_table(config, config->plans);
    const char *error = NULL;
    uint64_t next = 0;

    for (uint32_t i = 0; i < config->plans.count && !error; i++, plan++) {
        if (!check_name(plan->name))
            return "a plan's name is none";
        if (plan->guard > plan->frame)
            return "a plan's guard is longer than its frame";
        if (plan->slot_count == 0 || plan->slot_count > BH_SLOTS_MAX ||
            !check_range(plan->slot_first, plan->slot_count, &next,
                         config->slots.count))
            return "a plan's slots are not where they belong";
        error = slots_error(config, plan);
        if (!error)
            error = plan_partitions_error(config, plan);
    }
    if (!error && next != config->slots.count)
        error = "a slot is of no plan";
    return error;
}

static bool is_of_system(uint32_t action)
{
    return action == BH_ACTION_SYSTEM_RESET || action == BH_ACTION_SYSTEM_HALT;
}

static const char *system_error(const struct bh_config *config)
{
    if (!is_of_system(config->panic_action))
        return "there is no such action when the kernel breaks";
    if (config->lost_action != BH_ACTION_IGNORE &&
        !is_of_system(config->lost_action))
        return "there is no such action when frames are lost";
    return NULL;
}

const char *blob_error(const uint8_t *blob, size_t size)
{
    const struct bh_config *config = (const void *)blob;
    const char *error;

    if (size < sizeof(*config))
        return "the configuration is cut off";
    error = header_error(config, size);
    if (!error)
        error = tables_error(config);
    if (!error)
        error = pmp_error(config);
    if (!error)
        error = check_partitions(config);
    if (!error)
        error = channels_error(config);
    if (!error)
        error = trace_error(config);
    if (!error)
        error = system_error(config);
    if (!error)
        error = plans_error(config);
    return error ? error : check_infos(config);
}
