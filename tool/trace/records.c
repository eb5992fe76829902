/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The records of a trace, one on each line: time since the start in
 * microseconds, partition, kind, and what it says.
 */
#include "trace/print.h"

#include <string.h>

static void print_slot(FILE *out, const struct trace *trace,
                       const struct bh_trace_record *record)
{
    char late[TRACE_TEXT];

    fprintf(out, "%u of plan %s, %s us late", record->detail & UINT16_MAX,
            trace_plan_of(trace, record)->name,
            trace_time_text(late, trace, trace_lateness(record)));
}

static void print_call(FILE *out, const struct bh_trace_record *record)
{
    char call[TRACE_TEXT], error[TRACE_TEXT];

    fprintf(out, "%s(0x%llx): %s", trace_call_name(call, record->detail),
            (unsigned long long)record->a, trace_error_name(error, record->b));
}

static void print_port(FILE *out, const struct trace *trace,
                       const struct bh_trace_record *record)
{
    const struct trace_partition *partition =
        &trace->partitions[record->partition];
    const struct trace_port *port =
        &trace->ports[partition->port_first + record->detail];

    fprintf(out, "%s, %llu bytes", port->name, (unsigned long long)record->a);
    if (record->b != 1)
        fprintf(out, ", %llu messages", (unsigned long long)record->b);
}

static void print_health(FILE *out, const struct bh_trace_record *record)
{
    char event[TRACE_TEXT];

    fprintf(out, "%s, cause %llu, address 0x%llx",
            trace_event_name(event, record->detail),
            (unsigned long long)record->a, (unsigned long long)record->b);
}

static void print_what(FILE *out, const struct trace *trace,
                       const struct bh_trace_record *record)
{
    char text[TRACE_TEXT];

    switch (record->kind) {
    case BH_TRACE_SLOT:
        print_slot(out, trace, record);
        break;
    case BH_TRACE_IDLE:
        fputs("nobody runs", out);
        break;
    case BH_TRACE_RUN:
        fputs("goes on", out);
        break;
    case BH_TRACE_HYPERCALL:
        print_call(out, record);
        break;
    case BH_TRACE_INTERRUPT:
        fprintf(out, "%s at 0x%llx", trace_cause_name(text, record->detail),
                (unsigned long long)record->a);
        break;
    case BH_TRACE_PORT:
        print_port(out, trace, record);
        break;
    case BH_TRACE_HEALTH:
        print_health(out, record);
        break;
    case BH_TRACE_PARTITION:
        fputs(trace_state_name(text, record->detail), out);
        break;
    case BH_TRACE_PLAN:
        fputs(trace->plans[record->detail].name, out);
        break;
    case BH_TRACE_GUEST:
        fprintf(out, "%u: %llu (0x%llx)", record->detail,
                (unsigned long long)record->a, (unsigned long long)record->a);
        break;
    default:
        break;
    }
}

static void print_record(FILE *out, const struct trace *trace,
                         const struct bh_trace_record *record, uint64_t time,
                         int width)
{
    char text[TRACE_TEXT];

    fprintf(out, "%12s  %-*s  %-9s ", trace_time_text(text, trace, time), width,
            trace_partition_name(trace, record), trace_kind_name(record->kind));
    print_what(out, trace, record);
    fputc('\n', out);
}

void trace_print_records(FILE *out, const struct trace *trace,
                         const struct trace_filter *filter)
{
    uint64_t start = trace->header->start;
    size_t width = 1;

    for (uint32_t i = 0; i < trace->header->partitions; i++) {
        size_t length = strlen(trace->partitions[i].name);

        width = length > width ? length : width;
    }
    for (size_t i = 0; i < trace->record_count; i++) {
        const struct bh_trace_record *record = &trace->records[i];

        if (record->kind == TRACE_LOST) {
            fprintf(out, "%llu records lost\n", (unsigned long long)record->a);
        } else if (record->kind == TRACE_RESTART) {
            start = record->a;
            fputs("the machine was reset\n", out);
        } else if (trace_passes(filter, record, record->time - start)) {
            print_record(out, trace, record, record->time - start, (int)width);
        }
    }
}
