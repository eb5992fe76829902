/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A partition's ELF file: is it a program for this machine at all? Its headers
 * are read with libelf; its segments' bytes are taken from the file as it lies
 * in memory, after a look at every number that leads there.
 */
#include "diag/diag.h"
#include "elf/internal.h"
#include "image/file.h"
#include "memory.h"

#include <errno.h>
#include <gelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_ROOM 512

int program_refuse(const struct program_reader *reader, const char *check,
                   const char *format, ...)
{
    char text[TEXT_ROOM];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    diag_error(&reader->partition->image_position, check,
               "partition '%s': '%s' %s", reader->partition->name,
               reader->partition->image, text);
    return -1;
}

static int check_class(const struct program_reader *reader)
{
    const uint8_t *ident = reader->data;

    if (ident[EI_CLASS] == ELFCLASS64 && ident[EI_DATA] == ELFDATA2LSB)
        return 0;
    return program_refuse(
        reader, "elf-class",
        "is not for a 64-bit, little-endian machine: it is %s-bit, %s-endian",
        ident[EI_CLASS] == ELFCLASS32 ? "32" : "64",
        ident[EI_DATA] == ELFDATA2MSB ? "big" : "little");
}

static int check_machine(const struct program_reader *reader,
                         const GElf_Ehdr *header)
{
    if (header->e_machine == EM_RISCV)
        return 0;
    return program_refuse(reader, "elf-machine",
                          "is for another machine: it has the number %u, "
                          "RISC-V is %u",
                          header->e_machine, EM_RISCV);
}

static int check_type(const struct program_reader *reader,
                      const GElf_Ehdr *header)
{
    switch (header->e_type) {
    case ET_EXEC:
        return 0;
    case ET_DYN:
        return program_refuse(
            reader, "elf-type",
            "is position-independent and has no address to load it at; link "
            "it with -static -no-pie");
    case ET_REL:
        return program_refuse(reader, "elf-type",
                              "is an object file that was not linked");
    default:
        return program_refuse(reader, "elf-type",
                              "is not an executable: it has the type %u",
                              header->e_type);
    }
}

/* libelf would take what is there of them, and say nothing. */
static bool has_program_headers(const struct program_reader *reader,
                                const GElf_Ehdr *header)
{
    if (header->e_phnum == 0)
        return true;
    return header->e_phentsize == sizeof(Elf64_Phdr) &&
           header->e_phoff <= reader->size &&
           header->e_phnum <=
               (reader->size - header->e_phoff) / sizeof(Elf64_Phdr);
}

static int read_headers(struct program_reader *reader, Elf *elf)
{
    GElf_Ehdr header;
    int status;

    if (reader->size < EI_NIDENT || memcmp(reader->data, ELFMAG, SELFMAG) != 0)
        return program_refuse(reader, "elf-format", "is not an ELF file");
    if (check_class(reader))
        return -1;
    if (reader->size < sizeof(Elf64_Ehdr))
        return program_refuse(reader, "elf-truncated",
                              "ends within its ELF header");
    if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header))
        return program_refuse(reader, "elf-format",
                              "is not an ELF file of this version");
    if (check_machine(reader, &header) || check_type(reader, &header))
        return -1;
    if (!has_program_headers(reader, &header))
        return program_refuse(reader, "elf-truncated",
                              "has program headers beyond its end");
    reader->entry = header.e_entry;
    status = segments_read(reader, elf, header.e_phnum);
    return notes_read(reader, elf, header.e_phnum) ? -1 : status;
}

int elf_parse_program(const uint8_t *data, size_t size,
                      struct model_partition *partition)
{
    struct program_reader reader = {
        .partition = partition, .data = data, .size = size};
    Elf *elf;
    int status;

    elf_version(EV_CURRENT);
    /* It only reads, but does not say so. */
    elf = elf_memory((char *)(uintptr_t)data, size);
    status = read_headers(&reader, elf);
    if (status == 0)
        symbols_read(elf, &partition->program);
    if (status == 0 && partition->platform == PLATFORM_SPIKE)
        status = htif_read(&reader, elf);
    elf_end(elf);
    partition->program.entry = reader.entry;
    partition->program_loaded = status == 0;
    if (status)
        elf_free_program(&partition->program);
    return status;
}

int elf_read_program(struct model_partition *partition)
{
    struct program_reader reader = {.partition = partition};
    uint8_t *data;
    size_t size;
    int status;

    if (file_read(partition->image, &data, &size))
        return program_refuse(&reader, "elf-file", "cannot be read: %s",
                              strerror(errno));
    status = elf_parse_program(data, size, partition);
    free(data);
    return status;
}

void elf_free_program(struct elf_program *program)
{
    for (size_t i = 0; i < program->segment_count; i++)
        free(program->segments[i].data);
    free(program->segments);
    for (size_t i = 0; i < program->symbol_count; i++)
        free(program->symbols[i].name);
    free(program->symbols);
    free(program->manifest.ports);
    memset(program, 0, sizeof(*program));
}
