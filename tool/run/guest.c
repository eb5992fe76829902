/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Describes a system for one executable, in the words of a system file; see
 * guest.h. From there on it is a system like any other.
 */
#define _POSIX_C_SOURCE 200809L
#include "run/guest.h"

#include "board.h"
#include "diag/diag.h"
#include "elf/elf.h"
#include "layout/layout.h"
#include "memory.h"
#include "read/read.h"

#include <libxml/xmlstring.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIB ((uint64_t)1 << 20)

/* Of what RAM begins at a multiple, on the boards that programs are for. */
#define RAM_UNIT (2 * MIB)

/* What the usual RTEMS board support packages take for granted. */
#define RAM_USUAL (64 * MIB)

/* Beside its RAM: the kernel, page tables, and what the partition finds. */
#define BOARD_REST (16 * MIB)

/* A partition that bears it could not be told from the kernel. */
#define RESERVED_NAME "bulkhead"
#define OTHER_NAME "guest"

/* What the program says of itself. */
struct guest {
    const char *path;
    char name[BH_NAME_SIZE];
    uint64_t address; /* of its RAM */
    uint64_t needed;  /* bytes of RAM, up to the last one in the file */
    uint64_t bytes;   /* in the file */
    uint64_t memory;  /* bytes of RAM */
};

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(memory_allocate(1, size), text, size);
}

static bool is_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

/* The file's name without folder and suffix, as far as a name can be so. */
static void take_name(struct guest *guest)
{
    const char *slash = strrchr(guest->path, '/');
    const char *start = slash ? slash + 1 : guest->path;
    const char *dot = strrchr(start, '.');
    size_t length = dot ? (size_t)(dot - start) : strlen(start);
    size_t count = 0;

    for (size_t i = 0; i < length && count < sizeof(guest->name) - 1; i++) {
        if (is_name(start[i]) || (count > 0 && strchr("-_.", start[i])))
            guest->name[count++] = start[i];
        else if (count > 0)
            guest->name[count++] = '-';
    }
    guest->name[count] = '\0';
    if (count == 0 || strcmp(guest->name, RESERVED_NAME) == 0)
        memcpy(guest->name, OTHER_NAME, sizeof(OTHER_NAME));
}

/*
 * Reads where the program lies; as long as nothing is known of its RAM, that is
 * everywhere. Only bytes count: zeros at the end may be all of RAM.
 */
static int take_program(struct guest *guest, const uint8_t *data, size_t size)
{
    char *image = copy_text(guest->path);
    struct model_partition partition = {
        .name = guest->name,
        .image = image,
        .image_position = {guest->path, 0},
        .memory_size = UINT64_MAX,
    };
    const struct elf_program *program = &partition.program;
    int status = elf_parse_program(data, size, &partition);

    if (status == 0) {
        const struct elf_segment *last =
            &program->segments[program->segment_count - 1];

        guest->address = program->segments[0].address / RAM_UNIT * RAM_UNIT;
        guest->needed = last->address - guest->address + last->file_size;
        for (size_t i = 0; i < program->segment_count; i++)
            guest->bytes += program->segments[i].file_size;
    }
    elf_free_program(&partition.program);
    free(image);
    return status;
}

static int take_memory(struct guest *guest, uint64_t wanted)
{
    struct position position = {guest->path, 0};

    if (wanted != 0 && wanted < guest->needed) {
        diag_error(&position, "elf-outside-memory",
                   "needs 0x%llx bytes of memory at 0x%llx; it was given "
                   "0x%llx",
                   (unsigned long long)guest->needed,
                   (unsigned long long)guest->address,
                   (unsigned long long)wanted);
        return -1;
    }
    guest->memory = wanted;
    if (wanted == 0)
        guest->memory = layout_round_up(guest->needed, RAM_UNIT);
    if (wanted == 0 && guest->memory < RAM_USUAL)
        guest->memory = RAM_USUAL;
    return 0;
}

/* RAM of the board: as usual, if the partition does not need more. */
static uint64_t board_memory(const struct board *board,
                             const struct guest *guest)
{
    uint64_t most = board->ram_size_max;
    uint64_t rest = guest->bytes + BOARD_REST;
    uint64_t size;

    if (guest->memory > most || rest > most - guest->memory)
        return most; /* `check` or `layout` says that it is not enough */
    size = layout_round_up(guest->memory + rest, RAM_USUAL);
    return size > board->ram_size_default ? size : board->ram_size_default;
}

/* For the value of an attribute. */
static void print_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("&<>\"", *text))
            fprintf(out, "&#%d;", *text);
        else
            fputc(*text, out);
    }
}

static void print_size(FILE *out, uint64_t size)
{
    if (size % MIB == 0)
        fprintf(out, "%lluMiB", (unsigned long long)(size / MIB));
    else
        fprintf(out, "%llu", (unsigned long long)size);
}

static void print_system(FILE *out, const struct guest *guest,
                         const struct guest_options *options)
{
    const struct board *board = board_at(0);

    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<system name=\"%s\">\n"
            "  <board type=\"%s\" memory=\"",
            guest->name, board->name);
    print_size(out, board_memory(board, guest));
    fprintf(out,
            "\"/>\n"
            "  <console input=\"%s\"/>\n"
            "%s"
            "  <partitions>\n"
            "    <partition name=\"%s\"\n"
            "               image=\"",
            guest->name, options->trace ? "  <trace/>\n" : "", guest->name);
    print_escaped(out, guest->path);
    fprintf(out,
            "\"\n               platform=\"%s\"%s%s>\n"
            "      <memory size=\"",
            read_platform_name(options->platform),
            options->no_rewrite ? " rewrite=\"no\"" : "",
            options->trap_null ? " null-page=\"trap\"" : "");
    print_size(out, guest->memory);
    fprintf(out,
            "\" address=\"0x%llx\"/>\n"
            "    </partition>\n"
            "  </partitions>\n"
            "  <plans>\n"
            "    <plan name=\"alone\" frame=\"100ms\">\n"
            "      <slot partition=\"%s\" start=\"0ms\" duration=\"100ms\"/>\n"
            "    </plan>\n"
            "  </plans>\n"
            "</system>\n",
            (unsigned long long)guest->address, guest->name);
}

/* XML is UTF-8 without control characters, however they are written. */
static int check_path(const char *path)
{
    struct position position = {path, 0};
    bool good = xmlCheckUTF8((const xmlChar *)path);

    for (const char *at = path; *at; at++)
        good = good && (unsigned char)*at >= ' ';
    if (!good)
        diag_error(&position, "file",
                   "its name has characters that no system file can hold");
    return good ? 0 : -1;
}

char *guest_describe(const char *path, const uint8_t *data, size_t size,
                     const struct guest_options *options)
{
    struct guest guest = {.path = path};
    char *text = NULL;
    size_t length = 0;
    FILE *out;

    take_name(&guest);
    if (check_path(path) || take_program(&guest, data, size) ||
        take_memory(&guest, options->memory))
        return NULL;
    out = open_memstream(&text, &length);
    if (out) {
        print_system(out, &guest, options);
        if (fclose(out) == 0)
            return text;
    }
    fputs("bulkhead: out of memory\n", stderr);
    exit(1);
}

int guest_read(const char *path, const char *text, struct model *model)
{
    struct model_partition *partition;

    if (read_text(path, text, strlen(text), NULL, model))
        return -1;
    partition = model->partitions;
    free(partition->image);
    partition->image = copy_text(path);
    model->position.line = 0;
    model->board_position.line = 0;
    model->console_position.line = 0;
    partition->position.line = 0;
    partition->image_position.line = 0;
    partition->memory_position.line = 0;
    model->plans->position.line = 0;
    model->plans->slots->position.line = 0;
    return 0;
}
