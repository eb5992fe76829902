/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of reading: the document, its values, and what model is made of
 * them.
 */
#ifndef TOOL_READ_INTERNAL_H
#define TOOL_READ_INTERNAL_H

#include "read/read.h"

#include <libxml/tree.h>

/*
 * Parses and validates `size` bytes of `text`. Returns the document, which has
 * the attributes that the schema gives a default, or NULL after reporting each
 * error. `path` is for the reports.
 */
xmlDoc *document_read(const char *path, const char *text, size_t size,
                      const char *schema);

/*
 * Judges a document by the schema at `schema_path`, and gives it the attributes
 * that have a default there. Returns 0, or -1 after reporting each error.
 */
int schema_validate(const char *path, xmlDoc *document,
                    const char *schema_path);

/* The line on which the tag of an element begins. */
long document_line(const xmlNode *element);

/* How the text of a value can be refused. */
enum value_error {
    VALUE_OK,
    VALUE_FORM,  /* not what the schema demands */
    VALUE_LARGE, /* does not fit */
    VALUE_TICKS, /* not a whole number of ticks */
};

/* Reads a number of bytes, or an address. */
enum value_error value_parse_size(const char *text, uint64_t *size);

/* Reads a time in ticks of `frequency` Hz. */
enum value_error value_parse_time(const char *text, uint64_t frequency,
                                  uint64_t *ticks);

/* What the builders of the model know. */
struct reader {
    const char *file;
    struct model *model;
    uint64_t frequency; /* Hz: how many ticks a second has */
};

/* The place of an element. */
struct position reader_position(const struct reader *reader,
                                const xmlNode *element);

/* A copy of an attribute's value; NULL if the element does not have it. */
char *reader_text(const xmlNode *element, const char *attribute);

/* Whether an attribute is there and has this value. */
bool reader_is(const xmlNode *element, const char *attribute,
               const char *value);

/* Values of attributes; READ_REFUSED, after a report, if they cannot be had. */
uint64_t reader_size(const struct reader *reader, const xmlNode *element,
                     const char *attribute);
uint64_t reader_time(const struct reader *reader, const xmlNode *element,
                     const char *attribute);

/* A number, or 2^64 - 1 if it is larger. */
uint64_t reader_count(const xmlNode *element, const char *attribute);

/*
 * The first element after `previous`, or of `parent` if that is NULL, that is
 * called `name`, or whatever it is called if that is NULL.
 */
const xmlNode *reader_next(const xmlNode *parent, const xmlNode *previous,
                           const char *name);
size_t reader_count_children(const xmlNode *parent, const char *name);

/* The parts of the model, each from the element that holds it, or NULL. */
void reader_add_partitions(const struct reader *reader, const xmlNode *element);
void reader_add_channels(const struct reader *reader, const xmlNode *element);
void reader_add_plans(const struct reader *reader, const xmlNode *element);

#endif
