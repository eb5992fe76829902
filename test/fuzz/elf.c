/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes what reads programs: any bytes must lead to a report or to segments
 * that lie in the partition's memory, in order, and have an entry point, and to
 * needs that can be judged. The bytes also choose notes of a sound program.
 *
 * clang -fsanitize=fuzzer,address,undefined; any small program is a good seed.
 */
#include "elf/elf.h"
#include "diag/diag.h"

#include <bulkhead/info.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTES_MAX 100

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads each byte of a segment; returns whether it is as it must be. */
static bool is_good(const struct model_partition *partition,
                    const struct elf_segment *segment)
{
    uint64_t offset = segment->address - partition->memory_address;
    volatile uint8_t sum = 0;

    for (uint64_t i = 0; i < segment->file_size; i++)
        sum = (uint8_t)(sum + segment->data[i]);
    return segment->size > 0 && segment->file_size <= segment->size &&
           segment->address % 8 == 0 && offset < partition->memory_size &&
           segment->size <= partition->memory_size - offset;
}

static void hold_manifest(const struct elf_manifest *manifest)
{
    char text[ELF_PORT_TEXT];

    if (manifest->port_count > BH_PORTS_MAX)
        abort();
    for (size_t i = 0; i < manifest->port_count; i++) {
        const struct bh_note_port *port = &manifest->ports[i];

        if (port->name[0] == '\0' || !memchr(port->name, '\0', BH_NAME_SIZE) ||
            strlen(elf_port_text(text, port)) >= ELF_PORT_TEXT - 1)
            abort();
        for (size_t j = 0; j < i; j++) {
            if (strcmp(port->name, manifest->ports[j].name) == 0)
                abort();
        }
    }
}

static void hold(const struct model_partition *partition)
{
    const struct elf_program *program = &partition->program;
    bool found = false;

    if (program->segment_count == 0)
        abort();
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        if (!is_good(partition, segment))
            abort();
        /* Neighbours share a word at most: the one that both begin in. */
        if (i > 0 &&
            segment->address + 8 < segment[-1].address + segment[-1].size)
            abort();
        found = found || ((segment->access & BH_ACCESS_EXECUTE) &&
                          program->entry - segment->address < segment->size);
    }
    if (!found || program->entry % 2 != 0)
        abort();
    hold_manifest(&program->manifest);
}

static void try_memory(const uint8_t *data, size_t size, uint64_t address,
                       uint64_t memory)
{
    unsigned long errors = diag_error_count();
    char name[] = "fuzz", image[] = "fuzz.elf";
    struct model_partition partition = {.image_position = {"fuzz.xml", 1},
                                        .name = name,
                                        .image = image,
                                        .memory_address = address,
                                        .memory_size = memory};

    if (elf_parse_program(data, size, &partition) == 0)
        hold(&partition);
    else if (diag_error_count() == errors || partition.program_loaded)
        abort();
    elf_free_program(&partition.program);
}

/* A note of ours, or nearly. */
struct noted_port {
    uint32_t owner_size, size, type;
    char owner[12];
    struct bh_note_port port;
};

/* A program of one instruction, and notes. */
struct noted {
    Elf64_Ehdr header;
    Elf64_Phdr segments[2];
    uint32_t code[2];
    struct noted_port notes[NOTES_MAX];
};

/* Four bytes say what is in a note, and what is wrong with it. */
static struct noted_port note_of(const uint8_t *data)
{
    static const uint32_t sizes[4] = {48, 8, 48, 47};

    return (struct noted_port){
        .owner_size = sizeof(BH_NOTE_OWNER),
        .size = data[0] < 240 ? sizes[data[0] % 4] : data[1],
        .type = data[0] < 240 ? 2 - data[0] % 2 : data[2],
        .owner = BH_NOTE_OWNER,
        .port = {.name = {(char)data[1], (char)(data[2] % 128)},
                 .kind = data[3] / 4 % 8 < 6 ? data[3] / 4 % 2 : data[3] / 4,
                 .direction = data[3] % 4 < 3 ? data[3] % 2 : data[3],
                 .message_size = data[2],
                 .depth = data[3]}};
}

static void try_notes(const uint8_t *data, size_t size)
{
    const size_t count = size / 4 < NOTES_MAX ? size / 4 : NOTES_MAX;
    const size_t start = offsetof(struct noted, notes);
    const size_t end = start + count * sizeof(struct noted_port);
    static struct noted noted;

    noted = (struct noted){
        .header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB,
                               EV_CURRENT},
                   .e_type = ET_EXEC,
                   .e_machine = EM_RISCV,
                   .e_version = EV_CURRENT,
                   .e_entry = 0x80000000,
                   .e_phoff = offsetof(struct noted, segments),
                   .e_ehsize = sizeof(Elf64_Ehdr),
                   .e_phentsize = sizeof(Elf64_Phdr),
                   .e_phnum = 2},
        .segments = {{PT_LOAD, PF_R | PF_X, offsetof(struct noted, code),
                      0x80000000, 0x80000000, 4, 4, 4},
                     {PT_NOTE, PF_R, start, 0, 0, end - start - size % 4, 0,
                      4}},
    };
    for (size_t i = 0; i < count; i++)
        noted.notes[i] = note_of(data + 4 * i);
    if (count > 0)
        try_memory((const uint8_t *)&noted, end, 0x80000000, 0x10000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;

    /* Reports are not shown; the fuzzer has a stream of its own. */
    if (!nowhere) {
        nowhere = fopen("/dev/null", "w");
        if (!nowhere)
            abort();
        stderr = nowhere;
    }
    try_memory(data, size, 0x80000000, 0x10000);
    try_memory(data, size, 0, UINT64_MAX);
    try_notes(data, size);
    return 0;
}
