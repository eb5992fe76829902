/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole files in memory, and the output file that is there complete or not at
 * all.
 */
#ifndef TOOL_IMAGE_FILE_H
#define TOOL_IMAGE_FILE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Reads the file at `path`; `*data` is then to be freed. Returns 0, or -1 with
 * errno set.
 */
int file_read(const char *path, uint8_t **data, size_t *size);

/*
 * A file being written under a temporary name in the directory of `path`. A
 * signal that ends the program removes it, too.
 */
struct output_file {
    const char *path;
    char *temporary;
    int descriptor;
};

/* Begins to write `path`. Returns 0, or -1 with errno set. */
int output_begin(struct output_file *output, const char *path);

/* Gives the file its name. Returns 0, or -1 with errno set and no file left. */
int output_commit(struct output_file *output);

/* Removes what was written. */
void output_abandon(struct output_file *output);

#endif
