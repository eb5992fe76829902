/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partitions of the model: their memory, ports and rights.
 */
#include "diag/diag.h"
#include "memory.h"
#include "read/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const platforms[] = {
    [PLATFORM_NONE] = "none",
    [PLATFORM_VIRT] = "virt",
    [PLATFORM_SPIKE] = "spike",
};

const char *read_platform_name(enum model_platform platform)
{
    return platforms[platform];
}

static enum model_platform find_platform(const xmlNode *element)
{
    if (reader_is(element, "platform", platforms[PLATFORM_VIRT]))
        return PLATFORM_VIRT;
    return reader_is(element, "platform", platforms[PLATFORM_SPIKE])
               ? PLATFORM_SPIKE
               : PLATFORM_NONE;
}

/* Rights by their words, in the order of their bits. */
const char *read_right_name(size_t bit)
{
    static const char *const rights[] = {"plan",  "control", "status",
                                         "trace", "log",     "system"};

    return bit < sizeof(rights) / sizeof(rights[0]) ? rights[bit] : NULL;
}

static void add_port(const struct reader *reader, const xmlNode *element,
                     struct model_port *port)
{
    port->position = document_position(element);
    port->name = reader_text(element, "name");
    port->kind = reader_kind(element);
    port->direction = reader_is(element, "direction", "source")
                          ? BH_PORT_SOURCE
                          : BH_PORT_DESTINATION;
    port->notify = reader_is(element, "notify", "yes");
    port->depth = 1;
    if (port->kind == BH_PORT_DOORBELL) {
        port->notify = port->direction == BH_PORT_DESTINATION;
        return;
    }
    port->message_size = reader_size(reader, element, "message-size");
    if (port->kind == BH_PORT_QUEUING)
        port->depth = reader_count(element, "depth");
}

static void add_ports(const struct reader *reader, const xmlNode *element,
                      struct model_partition *partition)
{
    size_t count = reader_count_children(element, NULL);
    const xmlNode *child = NULL;

    partition->ports = memory_allocate(count, sizeof(*partition->ports));
    while ((child = reader_next(element, child, NULL)) != NULL)
        add_port(reader, child, &partition->ports[partition->port_count++]);
}

/* What may be done to the program: nothing, if it knows where it is, unless it
   masks interrupts as on a bare machine and that is said. */
static void add_rewriting(const xmlNode *element,
                          struct model_partition *partition)
{
    static const char *const attributes[] = {"rewrite", "null-page",
                                             "trap-sites"};
    const bool native = partition->platform == PLATFORM_NONE;
    char *recorded = reader_text(element, "trap-sites");

    partition->rewrite = native ? reader_is(element, "rewrite", "yes")
                                : !reader_is(element, "rewrite", "no");
    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
        char *text = reader_text(element, attributes[i]);

        if (text && native && !partition->rewrite)
            diag_error(&partition->position, "rewrite",
                       "partition '%s': '%s' is not for platform \"none\" "
                       "without rewrite=\"yes\": such a program is not "
                       "rewritten by default",
                       partition->name, attributes[i]);
        free(text);
    }
    partition->null_page_traps = reader_is(element, "null-page", "trap");
    partition->recorded_position = partition->position;
    if (recorded && (!native || partition->rewrite))
        partition->recorded = reader_path(partition->position.file, recorded);
    free(recorded);
}

/* When it starts, and what it may do to others. */
static void add_control(const struct reader *reader, const xmlNode *element,
                        struct model_partition *partition)
{
    size_t count;
    char **words = reader_words(element, "rights", &count);

    for (size_t i = 0; i < count; i++) {
        for (uint32_t bit = 0; read_right_name(bit); bit++)
            if (strcmp(words[i], read_right_name(bit)) == 0)
                partition->rights |= 1u << bit;
        free(words[i]);
    }
    free(words);
    partition->starts_idle = reader_is(element, "start", "idle");
    partition->start_after = reader_text(element, "start-after");
    partition->initializes = reader_is(element, "initializes", "yes");
    partition->watchdog_given =
        xmlHasProp(element, (const xmlChar *)"watchdog") != NULL;
    if (partition->watchdog_given)
        partition->watchdog = reader_time(reader, element, "watchdog");
    partition->slot_event = reader_is(element, "slot-event", "yes");
}

static void add_partition(const struct reader *reader, const xmlNode *element,
                          struct model_partition *partition)
{
    const xmlNode *memory = reader_next(element, NULL, "memory");
    const xmlNode *uart = reader_next(element, NULL, "uart");
    char *image = reader_text(element, "image");

    partition->position = document_position(element);
    partition->name = reader_text(element, "name");
    partition->image =
        reader_path(partition->position.file, image ? image : "");
    partition->image_position = partition->position;
    partition->platform = find_platform(element);
    add_rewriting(element, partition);
    add_control(reader, element, partition);
    if (memory) {
        partition->memory_position = document_position(memory);
        partition->memory_size = reader_size(reader, memory, "size");
        partition->memory_address = reader_size(reader, memory, "address");
    }
    reader_add_devices(reader, element, partition);
    if (uart) {
        partition->uart_position = document_position(uart);
        partition->uart = reader_text(uart, "name");
    }
    add_ports(reader, reader_next(element, NULL, "ports"), partition);
    partition->health.kind = "partition";
    partition->health.name = partition->name;
    for (size_t event = 0; event < BH_EVENTS_MAX; event++)
        partition->health.on[event].action = BH_ACTION_HALT;
    for (size_t event = 0; event < BH_EVENT_UNHANDLED; event++) {
        /* An unmodified program expects what it would get elsewhere. */
        if (partition->platform != PLATFORM_NONE)
            partition->health.on[event].action = BH_ACTION_PROPAGATE;
    }
    reader_add_health(reader, reader_next(element, NULL, "health"),
                      &partition->health);
    free(image);
}

void reader_add_partitions(const struct reader *reader, const xmlNode *element)
{
    struct model *model = reader->model;
    size_t count = reader_count_children(element, "partition");
    const xmlNode *child = NULL;

    model->partitions = memory_allocate(count, sizeof(*model->partitions));
    while ((child = reader_next(element, child, "partition")) != NULL)
        add_partition(reader, child,
                      &model->partitions[model->partition_count++]);
}
