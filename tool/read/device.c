/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Devices of the board that the model gives to partitions: by their names, or
 * by where they are.
 */
#include "board.h"
#include "diag/diag.h"
#include "layout/layout.h"
#include "memory.h"
#include "read/internal.h"

#include <stdlib.h>

static bool has(const xmlNode *element, const char *attribute)
{
    char *text = reader_text(element, attribute);

    if (!text)
        return false;
    free(text);
    return true;
}

/* Finds where a device is that has a name. */
static void find(const struct model *model, struct model_assigned *assigned)
{
    const struct board_device *device;

    if (!model->board)
        return;
    device = board_find_device(model->board, assigned->name);
    if (!device) {
        diag_error(&assigned->position, "device-name",
                   "board '%s' has no device '%s'", model->board->name,
                   assigned->name);
        return;
    }
    assigned->physical = device->address;
    assigned->size = layout_round_up(device->size, BH_PAGE_SIZE);
    assigned->is_found = true;
}

/* A named device brings its own interrupt, unless something else is said. */
static void add_interrupts(const struct model *model, const xmlNode *element,
                           struct model_assigned *assigned)
{
    const struct board_device *device = NULL;
    size_t count;
    char **words = reader_words(element, "interrupts", &count);

    assigned->interrupts = memory_allocate(count + 1, sizeof(uint64_t));
    for (size_t i = 0; i < count; i++) {
        if (value_parse_size(words[i], &assigned->interrupts[i]) != VALUE_OK)
            assigned->interrupts[i] = UINT64_MAX;
        free(words[i]);
    }
    free(words);
    assigned->interrupt_count = count;
    if (assigned->name && model->board && !has(element, "interrupts"))
        device = board_find_device(model->board, assigned->name);
    if (device && device->interrupt != 0)
        assigned->interrupts[assigned->interrupt_count++] = device->interrupt;
}

static void add_device(const struct reader *reader, const xmlNode *element,
                       struct model_assigned *assigned)
{
    const bool physical = has(element, "physical");
    const bool size = has(element, "size");

    assigned->position = document_position(element);
    assigned->name = reader_text(element, "name");
    add_interrupts(reader->model, element, assigned);
    assigned->access = BH_ACCESS_READ;
    if (!reader_is(element, "access", "read"))
        assigned->access |= BH_ACCESS_WRITE;
    if (assigned->name ? physical || size : !physical || !size) {
        diag_error(&assigned->position, "device-place",
                   "a device has a name, or else both 'physical' and 'size'");
    } else if (assigned->name) {
        find(reader->model, assigned);
    } else {
        assigned->physical = reader_size(reader, element, "physical");
        assigned->size = reader_size(reader, element, "size");
        assigned->is_found = assigned->physical != READ_REFUSED &&
                             assigned->size != READ_REFUSED;
    }
    assigned->address = assigned->physical;
    if (has(element, "address"))
        assigned->address = reader_size(reader, element, "address");
    if (assigned->address == READ_REFUSED)
        assigned->is_found = false;
}

void reader_add_devices(const struct reader *reader, const xmlNode *element,
                        struct model_partition *partition)
{
    size_t count = reader_count_children(element, "device");
    const xmlNode *child = NULL;

    partition->assigned = memory_allocate(count, sizeof(*partition->assigned));
    while ((child = reader_next(element, child, "device")) != NULL)
        add_device(reader, child,
                   &partition->assigned[partition->assigned_count++]);
}
