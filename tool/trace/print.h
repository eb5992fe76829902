/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace for people: record by record, or in figures. And the words for what
 * its numbers mean.
 */
#ifndef TOOL_TRACE_PRINT_H
#define TOOL_TRACE_PRINT_H

#include "trace/file.h"

#include <stdio.h>

/* Which records are of interest. */
struct trace_filter {
    uint32_t kinds;     /* bit 1 << BH_TRACE_...; 0: all */
    uint32_t partition; /* or BH_TRACE_NOBODY: all */
    uint64_t from, to;  /* ticks since the start: [from, to) */
};

/* Says whether a record passes; `time` is its own, since the start. */
static inline bool trace_passes(const struct trace_filter *filter,
                                const struct bh_trace_record *record,
                                uint64_t time)
{
    return (filter->kinds == 0 || (filter->kinds >> record->kind & 1) != 0) &&
           (filter->partition == BH_TRACE_NOBODY ||
            filter->partition == record->partition) &&
           time >= filter->from && time < filter->to;
}

/*
 * Prints the records that pass, a line each. What was lost is always told.
 */
void trace_print_records(FILE *out, const struct trace *trace,
                         const struct trace_filter *filter);

/* Prints what can be reckoned from the records; `kinds` does not count. */
void trace_print_statistics(FILE *out, const struct trace *trace,
                            const struct trace_filter *filter);

/* The word for a kind of record, or NULL. */
const char *trace_kind_name(uint32_t kind);

#define TRACE_TEXT 64

/*
 * The words for numbers; where there is none, the number, in `text`: an
 * extension and function as in a record, an error, a cause of an interrupt, a
 * health event, a state.
 */
const char *trace_call_name(char text[TRACE_TEXT], uint32_t detail);
const char *trace_error_name(char text[TRACE_TEXT], uint64_t error);
const char *trace_cause_name(char text[TRACE_TEXT], uint32_t cause);
const char *trace_event_name(char text[TRACE_TEXT], uint32_t event);
const char *trace_state_name(char text[TRACE_TEXT], uint32_t state);

/* The name of the partition of a record, or "-". */
const char *trace_partition_name(const struct trace *trace,
                                 const struct bh_trace_record *record);

/* A time in microseconds, with one digit behind the point. */
const char *trace_time_text(char text[TRACE_TEXT], const struct trace *trace,
                            uint64_t ticks);

/* Ticks by which a slot has begun late. */
static inline uint64_t trace_lateness(const struct bh_trace_record *record)
{
    return record->time > record->a ? record->time - record->a : 0;
}

#endif
