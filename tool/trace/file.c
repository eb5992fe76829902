/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a trace that may be damaged or made to mislead: after this, nobody
 * needs to look at an index or a name again.
 */
#include "trace/file.h"

#include "diag/diag.h"
#include "image/check.h"

#define FREQUENCY_MAX 10000000000u

/* What is left of the file. */
struct rest {
    const uint8_t *data;
    size_t size;
};

/* Takes a table of `count` entries of `size` bytes, or NULL. */
static const void *take(struct rest *rest, size_t count, size_t size)
{
    const void *table = rest->data;

    if (count > rest->size / size)
        return NULL;
    rest->data += count * size;
    rest->size -= count * size;
    return table;
}

static const char *header_error(const struct trace_header *header)
{
    if (!header || header->magic != TRACE_FILE_MAGIC)
        return "is no trace";
    if (header->version != TRACE_FILE_VERSION)
        return "is a trace of another version";
    if (header->frequency < 1000 || header->frequency > FREQUENCY_MAX)
        return "its clock's rate is out of range";
    if (!check_name(header->system))
        return "its system's name is none";
    if (header->partitions == 0 || header->partitions > BH_PARTITIONS_MAX ||
        header->plans == 0)
        return "it has no partitions or no plans, or too many";
    return NULL;
}

static const char *names_error(const struct trace *trace)
{
    const struct trace_header *header = trace->header;
    uint64_t ports = 0, slots = 0;

    for (uint32_t i = 0; i < header->partitions; i++) {
        const struct trace_partition *partition = &trace->partitions[i];

        if (!check_name(partition->name) ||
            !check_range(partition->port_first, partition->port_count, &ports,
                         header->ports))
            return "a partition is not as it must be";
    }
    for (uint32_t i = 0; i < header->ports; i++) {
        if (!check_name(trace->ports[i].name))
            return "a port's name is none";
    }
    for (uint32_t i = 0; i < header->plans; i++) {
        const struct trace_plan *plan = &trace->plans[i];

        if (!check_name(plan->name) ||
            !check_range(plan->slot_first, plan->slot_count, &slots,
                         header->slots))
            return "a plan is not as it must be";
    }
    for (uint32_t i = 0; i < header->slots; i++) {
        if (trace->slots[i].partition >= header->partitions ||
            trace->slots[i].end < trace->slots[i].start)
            return "a slot is not as it must be";
    }
    return NULL;
}

/* Whether a kind of record is always of a partition. */
static bool is_somebodys(uint16_t kind)
{
    return kind < BH_TRACE_KINDS && kind != BH_TRACE_IDLE &&
           kind != BH_TRACE_PLAN;
}

static bool record_good(const struct trace *trace,
                        const struct bh_trace_record *record)
{
    const struct trace_header *header = trace->header;
    uint32_t plan = record->detail >> 16, slot = record->detail & UINT16_MAX;

    if (record->kind >= BH_TRACE_KINDS)
        return record->kind == TRACE_LOST || record->kind == TRACE_RESTART;
    if (record->partition >= header->partitions &&
        (record->partition != BH_TRACE_NOBODY || is_somebodys(record->kind)))
        return false;
    if (record->kind == BH_TRACE_SLOT)
        return plan < header->plans && slot < trace->plans[plan].slot_count;
    if (record->kind == BH_TRACE_PLAN)
        return record->detail < header->plans;
    if (record->kind == BH_TRACE_PORT)
        return record->detail < trace->partitions[record->partition].port_count;
    return true;
}

/* Time goes on from record to record, until the machine is reset. */
static const char *records_error(const struct trace *trace, size_t *at)
{
    uint64_t now = trace->header->start;

    for (*at = 0; *at < trace->record_count; ++*at) {
        const struct bh_trace_record *record = &trace->records[*at];

        if (!record_good(trace, record))
            return "of nothing that the system has";
        if (record->kind == TRACE_RESTART)
            now = record->a;
        if (record->time < now)
            return "from before the one before it";
        now = record->time;
    }
    return NULL;
}

int trace_parse(const char *path, const void *data, size_t size,
                struct trace *trace)
{
    struct position position = {path, 0};
    struct rest rest = {data, size};
    const struct trace_header *header = take(&rest, 1, sizeof(*header));
    const char *error = header_error(header);
    size_t at = 0;

    if (error) {
        diag_error(&position, "trace", "%s", error);
        return -1;
    }
    *trace = (struct trace){.header = header};
    trace->partitions =
        take(&rest, header->partitions, sizeof(*trace->partitions));
    trace->ports = take(&rest, header->ports, sizeof(*trace->ports));
    trace->plans = take(&rest, header->plans, sizeof(*trace->plans));
    trace->slots = take(&rest, header->slots, sizeof(*trace->slots));
    trace->records = (const void *)rest.data;
    trace->record_count = rest.size / sizeof(*trace->records);
    if (!trace->partitions || !trace->ports || !trace->plans || !trace->slots ||
        rest.size % sizeof(*trace->records) != 0)
        error = "is cut off";
    if (!error)
        error = names_error(trace);
    if (error)
        diag_error(&position, "trace", "%s", error);
    else if ((error = records_error(trace, &at)) != NULL)
        diag_error(&position, "trace", "record %zu is %s", at, error);
    return error ? -1 : 0;
}
