/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The record of rewriting in an image: lines of text, whose fields are
 * separated by tabs.
 *
 *     bulkhead-rewrite 1
 *     partition  NAME  yes|no  symbols|stripped
 *     site  ADDRESS  ORIGINAL  REPLACEMENT  FUNCTION+OFFSET|-  WHY|-
 *
 * Sites are those of the partition before them; numbers are hexadecimal; WHY
 * says why an instruction was left.
 */
#define _POSIX_C_SOURCE 200809L
#include "memory.h"
#include "rewrite/internal.h"

#include <stdlib.h>
#include <string.h>

#define HEADER "bulkhead-rewrite 1"
#define FIELDS_MAX 6

/* A name, without what could end a field or steer a terminal. */
static void write_name(FILE *out, const char *name)
{
    for (; *name != '\0'; name++)
        fputc((unsigned char)*name <= ' ' || *name > '~' ? '?' : *name, out);
}

static void write_partition(FILE *out, const struct rewrite_record *record)
{
    fprintf(out, "partition\t%s\t%s\t%s\n", record->partition,
            record->is_allowed ? "yes" : "no",
            record->has_symbols ? "symbols" : "stripped");
    for (size_t i = 0; i < record->site_count; i++) {
        const struct model_site *site = &record->sites[i];

        fprintf(out, "site\t%llx\t%08x\t%08x\t",
                (unsigned long long)site->address, site->original,
                site->replacement);
        write_name(out, site->function ? site->function : "-");
        fprintf(out, "\t%s\n", site->why ? site->why : "-");
    }
}

char *rewrite_write_record(const struct model *model)
{
    char *text = NULL;
    size_t size = 0, count = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    fputs(HEADER "\n", out);
    for (size_t i = 0; i < model->partition_count; i++) {
        struct rewrite_record record = rewrite_record_of(&model->partitions[i]);

        if (model->partitions[i].platform == PLATFORM_NONE &&
            !model->partitions[i].rewrite)
            continue;
        write_partition(out, &record);
        count++;
    }
    if (fclose(out) || count == 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* ---- Reading ----------------------------------------------------------------
 */

/* A record being read; its sites point into the text. */
struct reading {
    struct rewrite_record record;
    struct model_site *sites;
    size_t room;
    void (*take)(void *context, const struct rewrite_record *record);
    void *context;
};

/* Splits a line at its tabs; returns how many fields it has. */
static size_t split(char *line, char *fields[FIELDS_MAX])
{
    size_t count = 0;

    while (line && count < FIELDS_MAX) {
        char *tab = strchr(line, '\t');

        fields[count++] = line;
        if (tab)
            *tab++ = '\0';
        line = tab;
    }
    return line ? 0 : count;
}

static bool parse_hex(const char *text, uint64_t limit, uint64_t *number)
{
    char *end;

    if (strspn(text, "0123456789abcdef") != strlen(text) || text[0] == '\0' ||
        strlen(text) > 16)
        return false;
    *number = strtoull(text, &end, 16);
    return *end == '\0' && *number <= limit;
}

static void hand_over(struct reading *reading)
{
    reading->record.sites = reading->sites;
    if (reading->record.partition)
        reading->take(reading->context, &reading->record);
    reading->record = (struct rewrite_record){0};
}

static bool parse_site(struct reading *reading, char **fields)
{
    struct rewrite_record *record = &reading->record;
    uint64_t address, original, replacement;

    if (!record->partition || !parse_hex(fields[1], UINT64_MAX, &address) ||
        !parse_hex(fields[2], UINT32_MAX, &original) ||
        !parse_hex(fields[3], UINT32_MAX, &replacement))
        return false;
    if (record->site_count == reading->room) {
        reading->room = reading->room ? 2 * reading->room : 256;
        reading->sites = memory_resize(reading->sites, reading->room,
                                       sizeof(*reading->sites));
    }
    reading->sites[record->site_count++] = (struct model_site){
        .address = address,
        .original = (uint32_t)original,
        .replacement = (uint32_t)replacement,
        .why = strcmp(fields[5], "-") == 0 ? NULL : fields[5],
        .function = strcmp(fields[4], "-") == 0 ? NULL : fields[4]};
    return true;
}

static bool parse_line(struct reading *reading, char *line)
{
    char *fields[FIELDS_MAX];
    size_t count = split(line, fields);

    if (count == 4 && strcmp(fields[0], "partition") == 0) {
        hand_over(reading);
        reading->record = (struct rewrite_record){
            .partition = fields[1],
            .is_allowed = strcmp(fields[2], "yes") == 0,
            .has_symbols = strcmp(fields[3], "symbols") == 0};
        return true;
    }
    return count == 6 && strcmp(fields[0], "site") == 0 &&
           parse_site(reading, fields);
}

/* Text that a terminal can show, in lines. */
static bool is_text(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if ((text[i] < ' ' || text[i] > '~') && text[i] != '\t' &&
            text[i] != '\n')
            return false;
    }
    return size > 0 && text[size - 1] == '\n';
}

const char *rewrite_parse_record(
    const char *text, size_t size,
    void (*take)(void *context, const struct rewrite_record *record),
    void *context)
{
    struct reading reading = {.take = take, .context = context};
    const char *error = NULL;
    char *copy, *line, *rest;

    if (!is_text(text, size))
        return "the record of rewriting is no text";
    copy = memory_allocate(1, size + 1);
    memcpy(copy, text, size);
    line = strtok_r(copy, "\n", &rest);
    if (!line || strcmp(line, HEADER) != 0)
        error = "the record of rewriting is of another version";
    while (!error && (line = strtok_r(NULL, "\n", &rest)) != NULL) {
        if (!parse_line(&reading, line))
            error = "the record of rewriting is damaged";
    }
    if (!error)
        hand_over(&reading);
    free(reading.sites);
    free(copy);
    return error;
}
