/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports and channels: every port has one channel, every channel both its ends,
 * and what they say of their messages is the same.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "read/read.h"

#include <string.h>

/* model_port.channel of an unconnected port that will not be reported. */
#define MEANT (CHECK_NO_CHANNEL - 1)

static const char *direction_text(uint8_t direction)
{
    return direction == BH_PORT_SOURCE ? "source" : "destination";
}

/* Limits of one port or channel. */
static void check_message(const struct position *position, const char *what,
                          const char *name, uint64_t size, uint64_t depth)
{
    if (size != READ_REFUSED && (size == 0 || size > BH_MESSAGE_SIZE_MAX))
        diag_error(position, "message-size",
                   "%s '%s': its messages can have 1 to %d bytes, not %llu",
                   what, name, BH_MESSAGE_SIZE_MAX, (unsigned long long)size);
    if (depth == 0 || depth > BH_QUEUE_DEPTH_MAX)
        diag_error(position, "queue-depth",
                   "%s '%s': its queue can hold 1 to %d messages", what, name,
                   BH_QUEUE_DEPTH_MAX);
}

void check_messages(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        for (size_t j = 0; j < partition->port_count; j++) {
            const struct model_port *port = &partition->ports[j];

            if (port->kind != BH_PORT_DOORBELL)
                check_message(&port->position, "port", port->name,
                              port->message_size, port->depth);
            if (port->notify && port->kind == BH_PORT_SAMPLING &&
                port->direction == BH_PORT_SOURCE)
                diag_error(&port->position, "notify-source",
                           "port '%s' of partition '%s': the source of "
                           "sampling messages has nothing to be told of",
                           port->name, partition->name);
        }
    }
    for (size_t i = 0; i < model->channel_count; i++) {
        const struct model_channel *channel = &model->channels[i];

        if (channel->kind != BH_PORT_DOORBELL)
            check_message(&channel->position, "channel", channel->name,
                          channel->message_size, channel->depth);
        if (channel->kind == BH_PORT_SAMPLING && channel->refresh == 0)
            diag_error(&channel->position, "refresh",
                       "channel '%s': its refresh period is 0, so no message "
                       "would ever be valid",
                       channel->name);
    }
}

static void check_ends(const struct model_channel *channel)
{
    const char *kind = read_kind_name(channel->kind);
    bool many = channel->kind == BH_PORT_DOORBELL;

    if (channel->source_count == 0 || (channel->source_count > 1 && !many))
        diag_error(&channel->position, "channel-sources",
                   "channel '%s': it has %zu sources; a %s channel has one%s",
                   channel->name, channel->source_count, kind,
                   many ? " or more" : "");
    if (channel->destination_count == 0 ||
        (channel->kind == BH_PORT_QUEUING && channel->destination_count > 1))
        diag_error(&channel->position, "channel-destinations",
                   "channel '%s': it has %zu destinations; a %s channel has "
                   "one%s",
                   channel->name, channel->destination_count, kind,
                   channel->kind == BH_PORT_QUEUING ? "" : " or more");
}

static struct model_port *find_port(const struct model_partition *partition,
                                    const char *name)
{
    for (size_t i = 0; i < partition->port_count; i++) {
        if (strcmp(partition->ports[i].name, name) == 0)
            return &partition->ports[i];
    }
    return NULL;
}

/*
 * Marks the ports that an end with a typing error could have been meant for:
 * they are not reported, once more, as unconnected.
 */
static void mark_meant(struct model *model, const struct model_end *end)
{
    size_t index = check_find_partition(model, end->partition);

    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];

        for (size_t j = 0; j < partition->port_count; j++) {
            struct model_port *port = &partition->ports[j];
            bool meant = index == CHECK_NOT_FOUND
                             ? strcmp(end->port, port->name) == 0
                             : index == i;

            if (meant && port->channel == CHECK_NO_CHANNEL)
                port->channel = MEANT;
        }
    }
}

/* The port at an end of a channel, or NULL after a report. */
static struct model_port *resolve(const struct model *model,
                                  const struct model_channel *channel,
                                  const struct model_end *end)
{
    size_t partition = check_find_partition(model, end->partition);
    struct model_port *port;

    if (partition == CHECK_NOT_FOUND) {
        diag_error(&end->position, "channel-partition",
                   "channel '%s': there is no partition '%s'", channel->name,
                   end->partition);
        return NULL;
    }
    port = find_port(&model->partitions[partition], end->port);
    if (!port)
        diag_error(&end->position, "channel-port",
                   "channel '%s': partition '%s' has no port '%s'",
                   channel->name, end->partition, end->port);
    return port;
}

static void check_agreement(const struct model_channel *channel,
                            const struct model_end *end,
                            const struct model_port *port)
{
    char text[2][DIAG_PLACE_TEXT];
    const char *there = diag_place(text[0], &end->position, &channel->position);
    const char *port_there =
        diag_place(text[1], &end->position, &port->position);

    if (port->message_size != channel->message_size &&
        port->message_size != READ_REFUSED &&
        channel->message_size != READ_REFUSED)
        diag_error(&end->position, "message-size-mismatch",
                   "channel '%s': its messages have %llu bytes on %s, "
                   "those of port '%s' %llu on %s",
                   channel->name, (unsigned long long)channel->message_size,
                   there, port->name, (unsigned long long)port->message_size,
                   port_there);
    if (port->kind == BH_PORT_QUEUING && port->depth != channel->depth)
        diag_error(&end->position, "queue-depth-mismatch",
                   "channel '%s': it holds %llu messages on %s, port "
                   "'%s' %llu on %s",
                   channel->name, (unsigned long long)channel->depth, there,
                   port->name, (unsigned long long)port->depth, port_there);
}

static void check_kind(const struct model_channel *channel,
                       const struct model_end *end,
                       const struct model_port *port, uint8_t direction)
{
    char text[DIAG_PLACE_TEXT];
    const char *there = diag_place(text, &end->position, &port->position);

    if (port->direction != direction)
        diag_error(&end->position, "channel-direction",
                   "channel '%s': port '%s' cannot be its %s: it is a %s on "
                   "%s",
                   channel->name, port->name, direction_text(direction),
                   direction_text(port->direction), there);
    if (port->kind != channel->kind)
        diag_error(&end->position, "channel-kind",
                   "channel '%s': it is a %s channel, port '%s' is a %s port "
                   "on %s",
                   channel->name, read_kind_name(channel->kind), port->name,
                   read_kind_name(port->kind), there);
    else
        check_agreement(channel, end, port);
}

static void connect(struct model *model, size_t index,
                    const struct model_end *end, uint8_t direction)
{
    const struct model_channel *channel = &model->channels[index];
    struct model_port *port = resolve(model, channel, end);
    char text[DIAG_PLACE_TEXT];

    if (!port) {
        mark_meant(model, end);
        return;
    }
    if (port->channel < MEANT) {
        const struct model_channel *other = &model->channels[port->channel];

        diag_error(&end->position, "port-shared",
                   "channel '%s': port '%s' of partition '%s' is connected "
                   "already, by channel '%s' on %s",
                   channel->name, end->port, end->partition, other->name,
                   diag_place(text, &end->position, &other->position));
        return;
    }
    port->channel = index;
    check_kind(channel, end, port, direction);
}

static void check_connected(const struct model_partition *partition)
{
    for (size_t i = 0; i < partition->port_count; i++) {
        const struct model_port *port = &partition->ports[i];

        /* No name leads to the second one of two. */
        if (port->channel == CHECK_NO_CHANNEL &&
            find_port(partition, port->name) == port)
            diag_error(&port->position, "port-unconnected",
                       "port '%s' of partition '%s': no channel connects it",
                       port->name, partition->name);
    }
}

/* All of them are told in the time of who uses the port. */
static void check_told(const struct model *model, size_t index)
{
    const struct model_channel *channel = &model->channels[index];
    size_t told = 0;

    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t j = 0; j < model->partitions[i].port_count; j++) {
            const struct model_port *port = &model->partitions[i].ports[j];

            told += port->channel == index && port->notify &&
                    port->direction == BH_PORT_DESTINATION;
        }
    }
    if (told > BH_NOTICES_MAX)
        diag_error(&channel->position, "notice-count",
                   "channel '%s': %zu of its destinations are to be told; at "
                   "most %d can be",
                   channel->name, told, BH_NOTICES_MAX);
}

void check_channels(struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t j = 0; j < model->partitions[i].port_count; j++)
            model->partitions[i].ports[j].channel = CHECK_NO_CHANNEL;
    }
    for (size_t i = 0; i < model->channel_count; i++) {
        const struct model_channel *channel = &model->channels[i];

        check_ends(channel);
        for (size_t j = 0; j < channel->source_count; j++)
            connect(model, i, &channel->sources[j], BH_PORT_SOURCE);
        for (size_t j = 0; j < channel->destination_count; j++)
            connect(model, i, &channel->destinations[j], BH_PORT_DESTINATION);
    }
    for (size_t i = 0; i < model->partition_count; i++)
        check_connected(&model->partitions[i]);
    for (size_t i = 0; i < model->channel_count; i++)
        check_told(model, i);
}
