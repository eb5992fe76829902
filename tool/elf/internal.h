/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two halves of reading a program: the file's headers, its segments.
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

#endif
