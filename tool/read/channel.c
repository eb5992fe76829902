/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Channels of the model.
 */
#include "memory.h"
#include "read/internal.h"

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

static void add_channel(const struct reader *reader, const xmlNode *element,
                        struct model_channel *channel)
{
    bool queuing = strcmp((const char *)element->name, "queuing-channel") == 0;

    channel->position = document_position(element);
    channel->name = reader_text(element, "name");
    channel->kind = queuing ? BH_PORT_QUEUING : BH_PORT_SAMPLING;
    channel->message_size = reader_size(reader, element, "message-size");
    channel->depth = queuing ? reader_count(element, "depth") : 1;
    channel->drop_oldest = reader_is(element, "overflow", "drop-oldest");
    channel->refresh = queuing ? 0 : reader_time(reader, element, "refresh");
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
    while ((child = reader_next(element, child, NULL)) != NULL)
        add_channel(reader, child, &model->channels[model->channel_count++]);
}
