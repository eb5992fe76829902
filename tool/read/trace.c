/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trace of the model: how much, and of what.
 */
#include "read/internal.h"

#include <bulkhead/trace.h>
#include <stdlib.h>
#include <string.h>

#define KIND(name) (1u << BH_TRACE_##name)

/* Words of the system file, and the kinds of records that each stands for. */
static const struct {
    const char *word;
    uint32_t kinds;
} events[] = {
    {"switch", KIND(SLOT) | KIND(IDLE) | KIND(RUN)},
    {"hypercall", KIND(HYPERCALL)},
    {"interrupt", KIND(INTERRUPT)},
    {"port", KIND(PORT)},
    {"health", KIND(HEALTH)},
    {"partition", KIND(PARTITION)},
    {"plan", KIND(PLAN)},
    {"guest", KIND(GUEST)},
};

const char *read_trace_event(size_t index, uint32_t *kinds)
{
    if (index >= sizeof(events) / sizeof(events[0]))
        return NULL;
    *kinds = events[index].kinds;
    return events[index].word;
}

static uint32_t find_kinds(const char *word, size_t length)
{
    const char *known;
    uint32_t kinds = 0;

    for (size_t i = 0; (known = read_trace_event(i, &kinds)) != NULL; i++) {
        if (strlen(known) == length && strncmp(known, word, length) == 0)
            return kinds;
    }
    return 0;
}

void reader_add_trace(const struct reader *reader, const xmlNode *element)
{
    static const char blanks[] = " \t\r\n";
    struct model_trace *trace = &reader->model->trace;
    char *words;

    if (!element)
        return;
    trace->position = document_position(element);
    trace->records = reader_count(element, "records");
    words = reader_text(element, "events");
    if (!words)
        trace->kinds = (1u << BH_TRACE_KINDS) - 1;
    for (const char *at = words; at && *at;) {
        size_t length;

        at += strspn(at, blanks);
        length = strcspn(at, blanks);
        trace->kinds |= find_kinds(at, length);
        at += length;
    }
    free(words);
}
