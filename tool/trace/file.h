/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file that `run --trace` writes and `trace` reads: what a reader must know
 * of the system, then the records, in the order in which they were made. All of
 * it lies as this machine's memory has it, which is little-endian: a header,
 * tables of partitions, ports, plans and slots, each a multiple of 8 bytes, and
 * records to the end of the file.
 */
#ifndef TOOL_TRACE_FILE_H
#define TOOL_TRACE_FILE_H

#include <bulkhead/config.h>
#include <bulkhead/trace.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* First bytes: "BHtrfile". */
#define TRACE_FILE_MAGIC 0x656c696672744842
#define TRACE_FILE_VERSION 1

/* Kinds of records that only the file has. */
#define TRACE_LOST 0x8000    /* a: records, that were overwritten unread */
#define TRACE_RESTART 0x8001 /* the machine has been reset; a: its new start */

struct trace_header {
    uint64_t magic;
    uint32_t version;
    uint32_t kinds;     /* that were recorded: bit 1 << BH_TRACE_... */
    uint64_t frequency; /* ticks a second */
    uint64_t start;     /* ticks when the kernel began: time 0 for people */
    char system[BH_NAME_SIZE];
    uint32_t partitions, ports, plans, slots; /* entries of the tables */
};

struct trace_partition {
    char name[BH_NAME_SIZE];
    uint32_t port_first, port_count;
};

struct trace_port {
    char name[BH_NAME_SIZE];
};

struct trace_plan {
    char name[BH_NAME_SIZE];
    uint64_t frame; /* ticks */
    uint32_t slot_first, slot_count;
};

/* A slot of a plan; its index there is its number. */
struct trace_slot {
    uint64_t start, end; /* ticks from the frame's start */
    uint32_t partition;
    uint32_t reserved;
};

/* A file that has been read. The pointers are into its bytes. */
struct trace {
    const struct trace_header *header;
    const struct trace_partition *partitions;
    const struct trace_port *ports;
    const struct trace_plan *plans;
    const struct trace_slot *slots;
    const struct bh_trace_record *records;
    size_t record_count;
};

/*
 * What comes before the records, for a system of which `blob_error` has passed
 * the configuration; `start` is yet to be set. The `*size` bytes are to be
 * freed.
 */
struct trace_header *trace_header_make(const struct bh_config *config,
                                       size_t *size);

/*
 * Finds the parts of a trace in the `size` bytes of the file at `path`, 8-byte
 * aligned, which may be anything. Returns 0, or -1 after reporting what is
 * wrong. Every index and every name of what is found is good.
 */
int trace_parse(const char *path, const void *data, size_t size,
                struct trace *trace);

/* The plan and the slot of a record of kind BH_TRACE_SLOT. */
static inline const struct trace_plan *
trace_plan_of(const struct trace *trace, const struct bh_trace_record *record)
{
    return &trace->plans[record->detail >> 16];
}

static inline const struct trace_slot *
trace_slot_of(const struct trace *trace, const struct bh_trace_record *record)
{
    return &trace->slots[trace_plan_of(trace, record)->slot_first +
                         (record->detail & UINT16_MAX)];
}

#endif
