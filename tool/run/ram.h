/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine's RAM as a file without a name, that QEMU shares with us: to be
 * read while the machine runs, and when it has ended.
 */
#ifndef TOOL_RUN_RAM_H
#define TOOL_RUN_RAM_H

#include <stdint.h>

struct ram {
    int file;
    uint64_t size;
    char path[32]; /* of the file, for the child */
};

/*
 * Makes RAM of `size` bytes, for the sake of the output at `path`. Returns 0,
 * or -1 after reporting why not.
 */
int ram_begin(struct ram *ram, const char *path, uint64_t size);

void ram_end(struct ram *ram);

#endif
