/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Channels of the model.
 */
#include "memory.h"
#include "read/internal.h"
#include "read/read.h"

#include <string.h>

static struct model_end *add_ends(const xmlNode *element, const char *name,
                                  size_t *count)
{
    struct model_end *ends =
        memory_allocate(reader_count_children(element, name), sizeof(*ends));
    const xmlNode *child = NULL;

    while ((child = reader_next(element, child, name)) != NULL) {
        struct model_end *end = &ends[(*count)++];

        end->position = document_position(child);
        end->partition = reader_text(child, "partition");
        end->port = reader_text(child, "port");
    }
    return ends;
}

const char *read_kind_name(uint8_t kind)
{
    static const char *const kinds[] = {"sampling", "queuing", "doorbell"};

    return kinds[kind];
}

uint8_t reader_kind(const xmlNode *element)
{
    const char *name = (const char *)element->name;
    uint8_t kind = BH_PORT_SAMPLING;

    while (kind < BH_PORT_DOORBELL &&
           strncmp(name, read_kind_name(kind), strlen(read_kind_name(kind))) !=
               0)
        kind++;
    return kind;
}

static void add_channel(const struct reader *reader, const xmlNode *element,
                        struct model_channel *channel)
{
    channel->position = document_position(element);
    channel->name = reader_text(element, "name");
    channel->kind = reader_kind(element);
    channel->depth = 1;
    channel->drop_oldest = reader_is(element, "overflow", "drop-oldest");
    if (channel->kind != BH_PORT_DOORBELL)
        channel->message_size = reader_size(reader, element, "message-size");
    if (channel->kind == BH_PORT_QUEUING)
        channel->depth = reader_count(element, "depth");
    if (channel->kind == BH_PORT_SAMPLING)
        channel->refresh = reader_time(reader, element, "refresh");
    channel->sources = add_ends(element, "source", &channel->source_count);
    channel->destinations =
        add_ends(element, "destination", &channel->destination_count);
}

void reader_add_channels(const struct reader *reader, const xmlNode *element)
{
    struct model *model = reader->model;
    size_t count = reader_count_children(element, NULL);
    const xmlNode *child = NULL;

    model->channels = memory_allocate(count, sizeof(*model->channels));
    while ((child = reader_next(element, child, NULL)) != NULL) {
        if (strcmp((const char *)child->name, "shared-memory") != 0)
            add_channel(reader, child,
                        &model->channels[model->channel_count++]);
    }
}
