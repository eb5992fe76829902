/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A list of sites that trapped in a run: a line `address instruction`, both
 * hexadecimal, for each; what follows a `#` is for people. What it says is
 * compared with the program, which it may be older than. A program that moves
 * itself traps where it has moved to: then the list tells by how much.
 */
#include "diag/diag.h"
#include "image/file.h"
#include "memory.h"
#include "rewrite/internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A list being read. */
struct list {
    struct model_partition *partition;
    struct position position;
    struct model_site *sites;
    size_t count;
    bool is_bad;
};

static const char *skip_blanks(const char *text, const char *end)
{
    while (text < end && (*text == ' ' || *text == '\t' || *text == '\r'))
        text++;
    return text;
}

/* Reads a hexadecimal number below 2^`bits`; NULL if there is none. */
static const char *read_number(const char *text, const char *end, unsigned bits,
                               uint64_t *number)
{
    const char *start;

    if (end - text > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    *number = 0;
    for (start = text; text < end && isxdigit((unsigned char)*text); text++) {
        unsigned digit = (unsigned)(*text | 0x20);

        if (*number >> (bits - 4) != 0)
            return NULL;
        *number = *number << 4 | (digit > '9' ? digit - 'a' + 10 : digit & 15);
    }
    return text == start ? NULL : text;
}

static void refuse(struct list *list, const char *check, const char *text)
{
    diag_error(&list->position, check, "%s", text);
    list->is_bad = true;
}

/* What the program has at the place, if it has anything there. */
static void add_site(struct list *list, uint64_t address, uint32_t bits)
{
    const struct elf_program *program = &list->partition->program;
    uint64_t size;
    const uint8_t *bytes = code_bytes(program, address, &size);
    uint32_t there = 0;

    for (size_t i = 0; bytes && i < 4 && i < size; i++)
        there |= (uint32_t)bytes[i] << 8 * i;
    if (address % 2)
        refuse(list, "trap-sites-form", "an instruction has an even address");
    else if (!site_would_trap(bits))
        refuse(list, "trap-sites-instruction",
               "this instruction does not trap, or cannot be replaced");
    else if (bytes && there != bits)
        refuse(list, "trap-sites-program",
               "the program has another instruction at this address");
    else
        list->sites[list->count++] =
            (struct model_site){address, bits, bits, NULL, NULL};
}

static void read_line(struct list *list, const char *text, const char *end)
{
    const char *comment = memchr(text, '#', (size_t)(end - text));
    uint64_t address, bits;

    if (comment)
        end = comment;
    text = skip_blanks(text, end);
    if (text == end)
        return;
    text = read_number(text, end, 64, &address);
    if (text && skip_blanks(text, end) > text)
        text = read_number(skip_blanks(text, end), end, 32, &bits);
    else
        text = NULL;
    if (!text || skip_blanks(text, end) != end)
        refuse(list, "trap-sites-form",
               "a line is an address and an instruction, in hexadecimal");
    else
        add_site(list, address, (uint32_t)bits);
}

static int compare_sites(const void *a, const void *b)
{
    const struct model_site *x = a, *y = b;

    if (x->address != y->address)
        return x->address < y->address ? -1 : 1;
    return (x->original > y->original) - (x->original < y->original);
}

/* ---- Programs that move themselves ------------------------------------------
 */

static bool is_outside(const struct list *list, const struct model_site *site)
{
    uint64_t size;

    return !code_bytes(&list->partition->program, site->address, &size);
}

/* Says whether all sites outside match the program, `shift` bytes below. */
static bool matches(const struct list *list, uint64_t shift)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct model_site *site = &list->sites[i];
        uint8_t bits[4] = {
            (uint8_t)site->original, (uint8_t)(site->original >> 8),
            (uint8_t)(site->original >> 16), (uint8_t)(site->original >> 24)};
        uint64_t size;
        const uint8_t *bytes;

        if (!is_outside(list, site))
            continue;
        bytes =
            code_bytes(&list->partition->program, site->address - shift, &size);
        if (!bytes || size < 4 || memcmp(bytes, bits, 4) != 0)
            return false;
    }
    return true;
}

/* The one shift that fits, or 0 if there is none, or another one. */
static uint64_t find_shift(const struct list *list, uint64_t address)
{
    const struct elf_program *program = &list->partition->program;
    uint64_t found = 0;

    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        uint64_t at = (segment->address & ~(uint64_t)(BH_PAGE_SIZE - 1)) +
                      address % BH_PAGE_SIZE;

        for (; at - segment->address < segment->file_size ||
               at < segment->address;
             at += BH_PAGE_SIZE) {
            if (!matches(list, address - at))
                continue;
            if (found != 0)
                return 0;
            found = address - at;
        }
    }
    return found;
}

/* Moves what was recorded elsewhere to where the program has it. */
static void move_sites(struct list *list)
{
    uint64_t shift = 0;
    bool sought = false;

    for (size_t i = 0; i < list->count; i++) {
        if (!is_outside(list, &list->sites[i]))
            continue;
        if (!sought)
            shift = find_shift(list, list->sites[i].address);
        sought = true;
        if (shift == 0)
            return;
        /* A site that was moved is not outside any more. */
        list->sites[i].why = "moved";
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->sites[i].why)
            list->sites[i].address -= shift;
        list->sites[i].why = NULL;
    }
}

/* Sorts, and keeps one of each. */
static void tidy(struct list *list)
{
    size_t kept = 0;

    if (list->count == 0)
        return;
    qsort(list->sites, list->count, sizeof(*list->sites), compare_sites);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 ||
            compare_sites(&list->sites[kept - 1], &list->sites[i]) != 0)
            list->sites[kept++] = list->sites[i];
    }
    list->count = kept;
}

int rewrite_read_recorded(struct model_partition *partition)
{
    struct list list = {.partition = partition,
                        .position = {partition->recorded, 0}};
    uint8_t *data;
    size_t size, lines = 1;
    const char *text, *end;

    if (!partition->recorded)
        return 0;
    if (file_read(partition->recorded, &data, &size)) {
        diag_error(&partition->recorded_position, "trap-sites-file",
                   "partition '%s': '%s' cannot be read: %s", partition->name,
                   partition->recorded, strerror(errno));
        return -1;
    }
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    list.sites = memory_allocate(lines, sizeof(*list.sites));
    for (text = (const char *)data, end = text + size; text < end; text++) {
        const char *line = text;

        list.position.line++;
        while (text < end && *text != '\n')
            text++;
        read_line(&list, line, text);
    }
    free(data);
    tidy(&list);
    move_sites(&list);
    tidy(&list);
    partition->sites = list.sites;
    partition->site_count = list.count;
    return list.is_bad ? -1 : 0;
}
