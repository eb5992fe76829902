/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judges a blob that may be damaged or made to mislead: nothing in it is used
 * before it is checked, and a blob that passes can be read without a check.
 */
#include "image/check.h"
#include "image/blob.h"

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
    for (size_t i = 0; i < length; i++) {
        if (name[i] <= ' ' || name[i] > '~')
            return false;
    }
    return true;
}

bool check_range(uint32_t first, uint32_t count, uint32_t size)
{
    return first <= size && count <= size - first;
}

static bool table_good(const struct bh_config *config,
                       struct bh_config_table table, size_t entry_size)
{
    return (table.offset & WORD_MASK) == 0 && table.offset >= sizeof(*config) &&
           table.offset <= config->size &&
           table.count <= (config->size - table.offset) / entry_size;
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

static const char *tables_error(const struct bh_config *config)
{
    if (!table_good(config, config->partitions,
                    sizeof(struct bh_config_partition)) ||
        !table_good(config, config->regions, sizeof(struct bh_config_region)) ||
        !table_good(config, config->segments,
                    sizeof(struct bh_config_segment)) ||
        !table_good(config, config->devices, sizeof(struct bh_config_device)) ||
        !table_good(config, config->channels,
                    sizeof(struct bh_config_channel)) ||
        !table_good(config, config->ports, sizeof(struct bh_config_port)) ||
        !table_good(config, config->plans, sizeof(struct bh_config_plan)) ||
        !table_good(config, config->slots, sizeof(struct bh_config_slot)) ||
        !table_good(config, config->tables, BH_PAGE_SIZE) ||
        (config->tables.offset & PAGE_MASK))
        return "a table lies outside the configuration";
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
        if (pmp->address[i] << 2 != known[i] || pmp->address[i] >> 62)
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
    if (channel->kind > BH_PORT_QUEUING || channel->message_size == 0 ||
        channel->message_size > BH_MESSAGE_SIZE_MAX || channel->depth == 0 ||
        channel->depth > BH_QUEUE_DEPTH_MAX ||
        (channel->kind == BH_PORT_SAMPLING && channel->depth != 1) ||
        (channel->kind == BH_PORT_QUEUING && channel->refresh != 0) ||
        channel->stride != 8 + ((channel->message_size + 7) & ~7u))
        return "a channel's messages are out of range";
    if ((channel->buffer & WORD_MASK) ||
        !span_holds(private_span, channel->buffer,
                    (uint64_t)channel->stride * channel->depth))
        return "a channel's buffer lies outside the kernel's memory";
    return NULL;
}

static const char *channels_error(const struct bh_config *config)
{
    const struct bh_config_channel *channels =
        blob_table(config, config->channels);
    const struct bh_config_port *ports = blob_table(config, config->ports);
    const char *error = NULL;

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
    return error;
}

static const char *plan_error(const struct bh_config *config,
                              const struct bh_config_plan *plan)
{
    const struct bh_config_slot *slots = blob_table(config, config->slots);
    uint64_t now = 0;

    if (!check_name(plan->name))
        return "a plan's name is none";
    if (plan->slot_count == 0 || plan->slot_count > BH_SLOTS_MAX ||
        !check_range(plan->slot_first, plan->slot_count, config->slots.count))
        return "a plan's slots lie outside their table";
    for (uint32_t i = 0; i < plan->slot_count; i++) {
        const struct bh_config_slot *slot = &slots[plan->slot_first + i];

        if (slot->end <= now)
            return "a plan's slots are out of order";
        if (slot->partition != BH_SLOT_IDLE &&
            slot->partition >= config->partitions.count)
            return "a slot is of no partition";
        now = slot->end;
    }
    return now == plan->frame ? NULL : "a plan's slots do not fill its frame";
}

const char *blob_error(const uint8_t *blob, size_t size)
{
    const struct bh_config *config = (const void *)blob;
    const struct bh_config_plan *plans;
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
    if (error)
        return error;
    plans = blob_table(config, config->plans);
    for (uint32_t i = 0; i < config->plans.count && !error; i++)
        error = plan_error(config, &plans[i]);
    return error ? error : check_infos(config);
}
