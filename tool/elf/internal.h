/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of reading a program: the file's headers, segments, symbols and
 * notes.
 */
#ifndef TOOL_ELF_INTERNAL_H
#define TOOL_ELF_INTERNAL_H

#include "elf/elf.h"

#include <libelf.h>

/* A program being read. */
struct program_reader {
    struct model_partition *partition;
    const uint8_t *data; /* the file */
    size_t size;
    uint64_t entry;
};

/* Reports what is wrong with the file, and returns -1. */
int program_refuse(const struct program_reader *reader, const char *check,
                   const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Loads what `count` program headers say into the partition's program. Returns
 * 0, or -1 after reporting each error.
 */
int segments_read(const struct program_reader *reader, Elf *elf, size_t count);

/*
 * Keeps the symbols of what is executed. A file that has none, or whose symbols
 * make no sense, is as good a program as any.
 */
void symbols_read(Elf *elf, struct elf_program *program);

/*
 * Reads the program's manifest from the notes of its sections and of its
 * `count` segments. Returns 0, or -1 after reporting each error.
 */
int notes_read(const struct program_reader *reader, Elf *elf, size_t count);

/*
 * Finds the words that a program for platform "spike" shares with its host.
 * Returns 0, or -1 after reporting each error.
 */
int htif_read(const struct program_reader *reader, Elf *elf);

#endif
