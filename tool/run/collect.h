/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Follows the trace of a running machine: QEMU has its RAM in a file that we
 * look into as well, and copy the records out of, before they are overwritten.
 */
#ifndef TOOL_RUN_COLLECT_H
#define TOOL_RUN_COLLECT_H

#include "image/file.h"
#include "run/ram.h"
#include "trace/file.h"

#include <pthread.h>
#include <stdatomic.h>

/* What there is to collect, in a system that has a trace. */
struct collect_source {
    struct trace_header *header; /* NULL: the system has no trace */
    size_t header_size;
    uint64_t offset; /* of the ring, in RAM */
    uint32_t capacity;
};

/* Finds out, of a configuration that `blob_error` has passed. */
void collect_find(struct collect_source *source,
                  const struct bh_config *config);

struct collect {
    const struct collect_source *source;
    struct output_file output;
    uint8_t *ring; /* in RAM */
    pthread_t reader;
    atomic_bool end;
    uint64_t next; /* record to copy */
    uint64_t time; /* of the last one */
    int error;     /* errno of what went wrong, or 0 */
};

/*
 * Begins: the child that is started next is to have that RAM. Returns 0, or -1
 * after reporting why not.
 */
int collect_begin(struct collect *collect, const struct collect_source *source,
                  const char *path, const struct ram *ram);

/*
 * Ends, when the child has, and gives the file its name. Returns 0, or -1 after
 * reporting why not.
 */
int collect_end(struct collect *collect);

#endif
