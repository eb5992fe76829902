/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trace: a ring of records in the kernel's own memory, if the system has
 * one (abi/bulkhead/trace.h). The modules that know what happens record it.
 */
#ifndef KERNEL_CORE_TRACE_H
#define KERNEL_CORE_TRACE_H

#include <bulkhead/config.h>
#include <bulkhead/trace.h>
#include <stdbool.h>

/* Which kinds are recorded: bit 1 << BH_TRACE_...; 0 without a ring. */
extern uint32_t trace_kinds;

/* Makes the ring empty, and its kinds those of the configuration. */
void trace_init(const struct bh_config *config);

/* Has hypercalls recorded, if the trace is to have them; in hypercall.c. */
void hypercall_trace(void);

static inline bool trace_wants(uint32_t kind)
{
    return (trace_kinds & (1u << kind)) != 0;
}

/* Adds a record, of a kind that is wanted. */
void trace_write(uint32_t kind, uint32_t partition, uint32_t detail, uint64_t a,
                 uint64_t b);

/* Adds a record if its kind is wanted. */
static inline void trace_record(uint32_t kind, uint32_t partition,
                                uint32_t detail, uint64_t a, uint64_t b)
{
    if (trace_wants(kind))
        trace_write(kind, partition, detail, a, b);
}

/*
 * False if number `*from` is neither that of a record nor the next one's. Else
 * it becomes the oldest's if that is newer, and `*count` is how many there are
 * from it on.
 */
bool trace_from(uint64_t *from, uint64_t *count);

/* Copies `count` of them. */
void trace_copy(uint64_t from, uint64_t count, struct bh_trace_record *to);

#endif
