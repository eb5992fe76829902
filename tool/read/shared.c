/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared memory of the model.
 */
#include "memory.h"
#include "read/internal.h"

#include <stdlib.h>

static void add_party(const struct reader *reader, const xmlNode *element,
                      struct model_party *party)
{
    char *address = reader_text(element, "address");

    party->position = document_position(element);
    party->partition_name = reader_text(element, "partition");
    party->access = BH_ACCESS_READ;
    if (reader_is(element, "access", "read-write"))
        party->access |= BH_ACCESS_WRITE;
    party->address_said = address != NULL;
    if (address)
        party->address = reader_size(reader, element, "address");
    free(address);
}

static void add_shared(const struct reader *reader, const xmlNode *element,
                       struct model_shared *shared)
{
    const xmlNode *child = NULL;

    shared->position = document_position(element);
    shared->name = reader_text(element, "name");
    shared->size = reader_size(reader, element, "size");
    shared->parties = memory_allocate(reader_count_children(element, "party"),
                                      sizeof(*shared->parties));
    while ((child = reader_next(element, child, "party")) != NULL)
        add_party(reader, child, &shared->parties[shared->party_count++]);
}

void reader_add_shared(const struct reader *reader, const xmlNode *element)
{
    struct model *model = reader->model;
    size_t count = reader_count_children(element, "shared-memory");
    const xmlNode *child = NULL;

    model->shared = memory_allocate(count, sizeof(*model->shared));
    while ((child = reader_next(element, child, "shared-memory")) != NULL)
        add_shared(reader, child, &model->shared[model->shared_count++]);
}
