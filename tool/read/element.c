/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Elements and their attributes, as the builders of the model want them. The
 * document is valid; still, nothing here fails if it were not.
 */
#include "diag/diag.h"
#include "memory.h"
#include "read/internal.h"

#include <stdlib.h>
#include <string.h>

#define NANOSECONDS 1000000000u

char *reader_path(const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    size_t folder = slash && name[0] != '/' ? (size_t)(slash - file) + 1 : 0;
    size_t size = folder + strlen(name) + 1;
    char *path = memory_allocate(1, size);

    memcpy(path, file, folder);
    memcpy(path + folder, name, size - folder);
    return path;
}

char *reader_text(const xmlNode *element, const char *attribute)
{
    xmlChar *value = xmlGetNoNsProp(element, (const xmlChar *)attribute);
    char *copy = NULL;

    if (value) {
        size_t size = strlen((const char *)value) + 1;

        copy = memory_allocate(1, size);
        memcpy(copy, value, size);
    }
    xmlFree(value);
    return copy;
}

bool reader_is(const xmlNode *element, const char *attribute, const char *value)
{
    char *text = reader_text(element, attribute);
    bool same = text && strcmp(text, value) == 0;

    free(text);
    return same;
}

/* Reports why a value was refused. */
static void refuse(const struct reader *reader, const xmlNode *element,
                   const char *attribute, const char *text,
                   enum value_error error, bool is_time)
{
    struct position position = document_position(element);
    const char *kind = is_time ? "time" : "size";

    switch (error) {
    case VALUE_OK:
        break;
    case VALUE_FORM:
        diag_error(&position, kind, "%s '%s' is not a %s", attribute, text,
                   kind);
        break;
    case VALUE_LARGE:
        diag_error(&position, kind,
                   "%s '%s' is larger than this program can "
                   "count",
                   attribute, text);
        break;
    case VALUE_TICKS:
        diag_error(&position, "time-resolution",
                   "%s '%s' is not a whole number of the board's ticks, which "
                   "last %g ns",
                   attribute, text,
                   (double)NANOSECONDS / (double)reader->frequency);
        break;
    }
}

uint64_t reader_size(const struct reader *reader, const xmlNode *element,
                     const char *attribute)
{
    char *text = reader_text(element, attribute);
    uint64_t size = READ_REFUSED;
    enum value_error error = value_parse_size(text ? text : "", &size);

    refuse(reader, element, attribute, text ? text : "", error, false);
    free(text);
    return size;
}

uint64_t reader_time(const struct reader *reader, const xmlNode *element,
                     const char *attribute)
{
    char *text = reader_text(element, attribute);
    uint64_t ticks = READ_REFUSED;
    enum value_error error =
        value_parse_time(text ? text : "", reader->frequency, &ticks);

    refuse(reader, element, attribute, text ? text : "", error, true);
    free(text);
    return ticks;
}

uint64_t reader_count(const xmlNode *element, const char *attribute)
{
    char *text = reader_text(element, attribute);
    uint64_t count = UINT64_MAX;

    if (value_parse_size(text ? text : "", &count) != VALUE_OK)
        count = UINT64_MAX;
    free(text);
    return count;
}

const xmlNode *reader_next(const xmlNode *parent, const xmlNode *previous,
                           const char *name)
{
    const xmlNode *node = NULL;

    if (previous)
        node = previous->next;
    else if (parent)
        node = parent->children;
    while (node && (node->type != XML_ELEMENT_NODE ||
                    (name && strcmp((const char *)node->name, name) != 0)))
        node = node->next;
    return node;
}

size_t reader_count_children(const xmlNode *parent, const char *name)
{
    const xmlNode *child = NULL;
    size_t count = 0;

    while ((child = reader_next(parent, child, name)) != NULL)
        count++;
    return count;
}
