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
 * No system has so many elements. It bounds the time that libxml2 takes for its
 * reports, which grows with the square of it.
 */
#define ELEMENTS_MAX 10000

/* A system file is far smaller; a bigger one is a mistake or an attack. */
#define TEXT_SIZE_MAX ((size_t)1 << 20)

/* A system file and what it includes, as one tree. */
struct document {
    struct model *model; /* keeps the paths of included files */
    xmlDoc *tree;
    xmlDoc **hollow; /* included files, whose elements are in the tree */
    size_t hollow_count;
    xmlDict *strings;
    struct position *positions; /* of the elements, ELEMENTS_MAX of them */
    size_t element_count;
    size_t size; /* bytes of text in all files */
    bool full;   /* a limit was reached: there is no use in going on */
};

/*
 * Parses and validates `size` bytes of `text` and what they include, into a
 * `document` of which only `model` is set. Its tree has the attributes that the
 * schema gives a default. `path` says where included files are, and is for the
 * reports. Returns 0, or -1 after reporting each error; either way the document
 * must be freed.
 */
int document_read(struct document *document, const char *path, const char *text,
                  size_t size, const char *schema);
void document_free(struct document *document);

/* Parses one file. Returns its tree, or NULL after reporting each error. */
xmlDoc *document_parse(struct document *document, const char *path,
                       const char *text, size_t size);

/* Where the tag of an element begins. */
struct position document_position(const xmlNode *element);

/*
 * Replaces each include in the document's tree by what it includes, or reports
 * why that cannot be had. `path` is the system file's.
 */
void include_files(struct document *document, const char *path);

/*
 * Judges a tree by the schema at `schema_path`, and gives it the attributes
 * that have a default there. Returns 0, or -1 after reporting each error.
 */
int schema_validate(const char *path, xmlDoc *document,
                    const char *schema_path);

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
    struct model *model;
    uint64_t frequency; /* Hz: how many ticks a second has */
};

/* Path of a file that is named relative to the folder of `file`. */
char *reader_path(const char *file, const char *name);

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
void reader_add_trace(const struct reader *reader, const xmlNode *element);
void reader_add_health(const struct reader *reader, const xmlNode *element,
                       struct model_health *health);
void reader_add_partitions(const struct reader *reader, const xmlNode *element);
/* The kind of a port or channel, by its element's name. */
uint8_t reader_kind(const xmlNode *element);

void reader_add_channels(const struct reader *reader, const xmlNode *element);
/* The areas of shared memory that stand among the channels. */
void reader_add_shared(const struct reader *reader, const xmlNode *element);
/* The devices of the board that the element of a partition gives to it. */
void reader_add_devices(const struct reader *reader, const xmlNode *element,
                        struct model_partition *partition);

/*
 * The words of an attribute that is a list, or NULL; `*count` of them. The
 * caller frees each, and the list.
 */
char **reader_words(const xmlNode *element, const char *attribute,
                    size_t *count);

void reader_add_plans(const struct reader *reader, const xmlNode *element);

#endif
