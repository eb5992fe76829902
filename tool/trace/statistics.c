/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a trace comes to, in figures. Slots are the affair of slots.c; all other
 * records are sorted by what they are about, and each group is a line.
 */
#include "trace/statistics.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* The sections, in order: a headline with the columns of what follows. */
static const struct {
    uint32_t kind;
    const char *headline;
} sections[] = {
    {BH_TRACE_HYPERCALL, "Hypercalls\n     count     failed  call"},
    {BH_TRACE_INTERRUPT, "Interrupts\n     count  interrupt"},
    {BH_TRACE_PORT, "Ports\n  messages      bytes  port"},
    {BH_TRACE_HEALTH, "Health events\n     count  event"},
    {BH_TRACE_PARTITION, "States that began\n     count  state"},
    {BH_TRACE_PLAN, "Plans that began\n     count  plan"},
    {BH_TRACE_GUEST, "Partitions' own events\n     count  code"},
};

static int compare(const void *a, const void *b)
{
    const struct bh_trace_record *x = a, *y = b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->partition != y->partition)
        return x->partition < y->partition ? -1 : 1;
    return (x->detail > y->detail) - (x->detail < y->detail);
}

/* Prints the columns of a group of `count` records. */
static void print_figures(FILE *out, const struct bh_trace_record *group,
                          size_t count)
{
    uint64_t failed = 0, bytes = 0, messages = 0;

    for (size_t i = 0; i < count; i++) {
        failed += group[i].b != BH_OK;
        bytes += group[i].a;
        messages += group[i].b;
    }
    if (group->kind == BH_TRACE_PORT)
        fprintf(out, "%10llu %10llu  ", (unsigned long long)messages,
                (unsigned long long)bytes);
    else if (group->kind == BH_TRACE_HYPERCALL)
        fprintf(out, "%10zu %10llu  ", count, (unsigned long long)failed);
    else
        fprintf(out, "%10zu  ", count);
}

static void print_subject(FILE *out, const struct trace *trace,
                          const struct bh_trace_record *record)
{
    uint32_t detail = record->detail;
    char text[TRACE_TEXT];
    const char *what = text;

    switch (record->kind) {
    case BH_TRACE_HYPERCALL:
        what = trace_call_name(text, detail);
        break;
    case BH_TRACE_INTERRUPT:
        what = trace_cause_name(text, detail);
        break;
    case BH_TRACE_PORT:
        detail += trace->partitions[record->partition].port_first;
        what = trace->ports[detail].name;
        break;
    case BH_TRACE_HEALTH:
        what = trace_event_name(text, detail);
        break;
    case BH_TRACE_PARTITION:
        what = trace_state_name(text, detail);
        break;
    case BH_TRACE_PLAN:
        what = trace->plans[detail].name;
        break;
    default:
        snprintf(text, sizeof(text), "%u", detail);
        break;
    }
    if (record->partition != BH_TRACE_NOBODY)
        fprintf(out, "%s: ", trace_partition_name(trace, record));
    fprintf(out, "%s\n", what);
}

/* Prints the records of one kind, which are together and sorted. */
static void print_section(FILE *out, const struct trace *trace,
                          const struct bh_trace_record *records, size_t count,
                          size_t section)
{
    const char *headline = sections[section].headline;
    size_t end;

    for (size_t i = 0; i < count; i = end) {
        for (end = i + 1; end < count; end++) {
            if (compare(&records[i], &records[end]) != 0)
                break;
        }
        if (records[i].kind != sections[section].kind)
            continue;
        if (headline)
            fprintf(out, "\n%s\n", headline);
        headline = NULL;
        print_figures(out, &records[i], end - i);
        print_subject(out, trace, &records[i]);
    }
}

/* Copies the records that count; returns how many, and sums up the others. */
static size_t choose(const struct trace *trace,
                     const struct trace_filter *filter,
                     struct bh_trace_record *out, uint64_t *lost,
                     uint64_t *lasted)
{
    uint64_t start = trace->header->start;
    size_t count = 0;

    for (size_t i = 0; i < trace->record_count; i++) {
        const struct bh_trace_record *record = &trace->records[i];

        if (record->kind == TRACE_LOST)
            *lost += record->a;
        else if (record->kind == TRACE_RESTART)
            start = record->a;
        else if (trace_passes(filter, record, record->time - start))
            out[count++] = *record;
        if (i > 0 && record->kind != TRACE_RESTART)
            *lasted += record->time - record[-1].time;
    }
    return count;
}

void trace_print_statistics(FILE *out, const struct trace *trace,
                            const struct trace_filter *filter)
{
    struct bh_trace_record *records =
        memory_allocate(trace->record_count, sizeof(*records));
    uint64_t lost = 0, lasted = 0;
    size_t count = choose(trace, filter, records, &lost, &lasted);
    char text[TRACE_TEXT];

    fprintf(out, "System '%s', %s us: %zu records, %llu lost\n",
            trace->header->system, trace_time_text(text, trace, lasted), count,
            (unsigned long long)lost);
    statistics_print_slots(out, trace, filter);
    if (count > 0)
        qsort(records, count, sizeof(*records), compare);
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        print_section(out, trace, records, count, i);
    free(records);
}
