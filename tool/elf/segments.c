/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segments of a program: what is loaded where, and what may be done there.
 * p_vaddr counts, not p_paddr: a guest has no other addresses, and linkers put
 * the image of data elsewhere only for machines that copy it themselves.
 */
#include "diag/diag.h"
#include "elf/internal.h"
#include "memory.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* Linkers make a handful. It bounds what layout has to think about. */
#define SEGMENTS_MAX 64

/* The kernel fills memory by whole words. */
#define WORD ((uint64_t)8)

/* A segment as its header has it. */
struct load {
    uint64_t address;
    uint64_t size;
    uint64_t offset; /* in the file */
    uint64_t file_size;
    uint32_t access;
};

struct loads {
    struct load load[SEGMENTS_MAX];
    size_t count;
};

/* For messages. */
#define HEX(value) ((unsigned long long)(value))

static uint32_t access_of(uint32_t flags)
{
    return ((flags & PF_R) ? BH_ACCESS_READ : 0) |
           ((flags & PF_W) ? BH_ACCESS_WRITE : 0) |
           ((flags & PF_X) ? BH_ACCESS_EXECUTE : 0);
}

/* Numbers that contradict each other or the file. */
static int check_load(const struct program_reader *reader,
                      const struct load *load)
{
    if (load->file_size > load->size)
        return program_refuse(reader, "elf-segment-size",
                              "has a segment at 0x%llx with more bytes in the "
                              "file, 0x%llx, than in memory, 0x%llx",
                              HEX(load->address), HEX(load->file_size),
                              HEX(load->size));
    if (load->size - 1 > UINT64_MAX - load->address)
        return program_refuse(reader, "elf-segment-size",
                              "has a segment at 0x%llx that reaches beyond the "
                              "end of all addresses: 0x%llx bytes",
                              HEX(load->address), HEX(load->size));
    if (load->offset > reader->size ||
        load->file_size > reader->size - load->offset)
        return program_refuse(reader, "elf-truncated",
                              "is cut short: the bytes of its segment at "
                              "0x%llx lie beyond its end",
                              HEX(load->address));
    return 0;
}

/* Collects the segments that take memory. */
static int collect(const struct program_reader *reader, Elf *elf, size_t count,
                   struct loads *loads)
{
    int status = 0;

    for (size_t i = 0; i < count; i++) {
        GElf_Phdr header;
        struct load load;

        if (!gelf_getphdr(elf, (int)i, &header))
            return program_refuse(reader, "elf-truncated",
                                  "has a program header that cannot be read");
        if (header.p_type == PT_INTERP)
            status = program_refuse(reader, "elf-type",
                                    "needs a dynamic linker; link it with "
                                    "-static");
        if (header.p_type != PT_LOAD ||
            (header.p_memsz == 0 && header.p_filesz == 0))
            continue;
        if (loads->count == SEGMENTS_MAX)
            return program_refuse(reader, "elf-segment-count",
                                  "has more than %d segments", SEGMENTS_MAX);
        load = (struct load){header.p_vaddr, header.p_memsz, header.p_offset,
                             header.p_filesz, access_of(header.p_flags)};
        if (check_load(reader, &load))
            status = -1;
        loads->load[loads->count++] = load;
    }
    if (loads->count == 0)
        return program_refuse(reader, "elf-no-segment",
                              "has nothing to load: no segment of type LOAD");
    return status;
}

static int compare_loads(const void *a, const void *b)
{
    const struct load *x = a, *y = b;

    return (x->address > y->address) - (x->address < y->address);
}

/* Each byte in memory has one source, and each byte of the file one place. */
static int check_overlap(const struct program_reader *reader,
                         const struct loads *loads)
{
    uint64_t claimed = loads->load[0].file_size;

    for (size_t i = 1; i < loads->count; i++) {
        const struct load *low = &loads->load[i - 1];
        const struct load *high = &loads->load[i];

        if (high->address - low->address < low->size)
            return program_refuse(
                reader, "elf-overlap",
                "has segments that overlap: 0x%llx bytes at 0x%llx, and "
                "0x%llx bytes at 0x%llx",
                HEX(low->size), HEX(low->address), HEX(high->size),
                HEX(high->address));
        claimed += high->file_size;
    }
    if (claimed > reader->size)
        return program_refuse(reader, "elf-overlap",
                              "has segments that share bytes of the file");
    return 0;
}

/*
 * Refuses what lies outside of the partition's RAM; cuts off the zeros of the
 * last segment where RAM ends.
 */
static int check_memory(const struct program_reader *reader,
                        struct loads *loads)
{
    const struct model_partition *partition = reader->partition;
    uint64_t start = partition->memory_address;
    uint64_t ram = partition->memory_size;
    char text[DIAG_PLACE_TEXT];
    int status = 0;

    for (size_t i = 0; i < loads->count; i++) {
        struct load *load = &loads->load[i];
        uint64_t offset = load->address - start;
        uint64_t room =
            load->address < start || offset > ram ? 0 : ram - offset;
        bool last = i + 1 == loads->count;

        if (last && room > 0 && load->file_size <= room && load->size > room)
            load->size = room;
        if (load->size <= room)
            continue;
        status = program_refuse(
            reader, "elf-outside-memory",
            "has a segment at [0x%llx, 0x%llx), outside of the partition's "
            "memory [0x%llx, 0x%llx) of %s",
            HEX(load->address), HEX(load->address + load->size), HEX(start),
            HEX(start + ram),
            diag_place(text, &partition->image_position,
                       &partition->memory_position));
    }
    return status;
}

static int check_entry(const struct program_reader *reader,
                       const struct loads *loads)
{
    uint64_t entry = reader->entry;

    if (entry == 0)
        return program_refuse(reader, "elf-entry", "has no entry point");
    for (size_t i = 0; i < loads->count; i++) {
        const struct load *load = &loads->load[i];

        if (!(load->access & BH_ACCESS_EXECUTE) || entry < load->address ||
            entry - load->address >= load->size)
            continue;
        if (entry & 1)
            return program_refuse(reader, "elf-entry",
                                  "has the entry point 0x%llx, an odd address",
                                  HEX(entry));
        return 0;
    }
    return program_refuse(reader, "elf-entry",
                          "has the entry point 0x%llx, which is in no "
                          "executable segment",
                          HEX(entry));
}

/* Takes the bytes; the address goes down to a word, with zeros before them. */
static void copy_load(const struct program_reader *reader,
                      const struct load *load, struct elf_segment *segment)
{
    uint64_t before = load->address % WORD;

    segment->address = load->address - before;
    segment->size = load->size + before;
    segment->file_size = load->file_size > 0 ? load->file_size + before : 0;
    segment->access = load->access;
    segment->data = memory_allocate(1, segment->file_size);
    if (load->file_size > 0)
        memcpy(segment->data + before, reader->data + load->offset,
               load->file_size);
}

int segments_read(const struct program_reader *reader, Elf *elf, size_t count)
{
    struct elf_program *program = &reader->partition->program;
    struct loads loads = {.count = 0};
    int status = collect(reader, elf, count, &loads);

    if (status)
        return status;
    qsort(loads.load, loads.count, sizeof(loads.load[0]), compare_loads);
    if (check_overlap(reader, &loads))
        return -1;
    status = check_memory(reader, &loads);
    if (check_entry(reader, &loads))
        status = -1;
    if (status)
        return status;
    program->segments =
        memory_allocate(loads.count, sizeof(*program->segments));
    for (size_t i = 0; i < loads.count; i++)
        copy_load(reader, &loads.load[i],
                  &program->segments[program->segment_count++]);
    return 0;
}
