/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs: what a partition's ELF file loads where. The file may come from
 * anywhere and say anything; nothing in it is believed.
 *
 * The bytes of the last segment must lie in the partition's RAM, its zeros need
 * not: programs that take all of RAM for their heap are linked for more of it
 * than a partition has. What does not fit is cut off.
 */
#ifndef TOOL_ELF_ELF_H
#define TOOL_ELF_ELF_H

#include "model.h"

/*
 * Reads the program of `partition` from its image and sets `program` and
 * `program_loaded`. Returns 0, or -1 after reporting each error.
 */
int elf_read_program(struct model_partition *partition);

/* The same for an image of `size` bytes in memory. */
int elf_parse_program(const uint8_t *data, size_t size,
                      struct model_partition *partition);

/*
 * Reads only the symbols of a kernel, an ELF file of `size` bytes that may be
 * anything. Returns NULL, or what is wrong, in words; either way
 * `elf_free_program` frees what `program` holds.
 */
const char *elf_read_symbols(const uint8_t *data, size_t size,
                             struct elf_program *program);

void elf_free_program(struct elf_program *program);

/* Kinds of ports that have a word, BH_PORT_... and those to come. */
#define ELF_PORT_KINDS 4

#define ELF_PORT_TEXT 80

/* Writes "queuing destination of 64 bytes, 8 deep", say. Returns `text`. */
const char *elf_port_text(char text[ELF_PORT_TEXT],
                          const struct bh_note_port *port);

#define ELF_EXTENSIONS_TEXT 200

/* Writes the extensions of a mask: "time, console, 17". Returns `text`. */
const char *elf_extensions_text(char text[ELF_EXTENSIONS_TEXT], uint32_t mask);

#endif
