/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes down which instructions of a guest trapped while it ran, as a list
 * that the attribute `trap-sites` of a partition can name. QEMU tells of every
 * trap, through a pipe, so that no log grows on a disk.
 */
#ifndef TOOL_RUN_RECORD_H
#define TOOL_RUN_RECORD_H

#include "image/file.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_site {
    uint64_t address;
    uint32_t instruction;
};

struct record {
    const char *path; /* of the list */
    struct output_file output;
    char log[32];              /* the path that QEMU writes to */
    int input, output_end;     /* of the pipe */
    pthread_t reader;          /* it alone touches what follows */
    struct record_site *sites; /* until it has ended */
    size_t count, room;
};

/*
 * Begins: the child that is started next is to write its log to `record->log`.
 * Returns 0, or -1 after reporting why not.
 */
int record_begin(struct record *record, const char *path);

/*
 * Ends, when the child has, and writes the list. Returns 0, or -1 after
 * reporting why not.
 */
int record_end(struct record *record);

#endif
