/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots in figures: how late they began, and how long who ran in them. The
 * trace is walked once, slot by slot; what came of each is sorted and summed. A
 * slot of which records were lost, or which has not ended, does not count.
 */
#include "trace/statistics.h"

#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* What one partition did in one slot. */
struct turn {
    const struct bh_trace_record *slot;
    uint64_t executed; /* ticks */
    uint32_t partition;
};

struct walk {
    const struct trace *trace;
    const struct trace_filter *filter;
    struct turn *turns;
    size_t count, room;
    const struct bh_trace_record *slot; /* the current one, or NULL */
    uint64_t slot_time;                 /* its record's, since the start */
    uint64_t executed[BH_PARTITIONS_MAX];
    uint32_t running; /* or BH_TRACE_NOBODY */
    uint64_t since;
};

static void stop(struct walk *walk, uint64_t now)
{
    if (walk->running != BH_TRACE_NOBODY && now > walk->since)
        walk->executed[walk->running] += now - walk->since;
    walk->running = BH_TRACE_NOBODY;
}

static void add_turn(struct walk *walk, uint32_t partition)
{
    if (walk->count == walk->room) {
        walk->room = walk->room == 0 ? 1024 : 2 * walk->room;
        walk->turns =
            memory_resize(walk->turns, walk->room, sizeof(*walk->turns));
    }
    walk->turns[walk->count++] =
        (struct turn){walk->slot, walk->executed[partition], partition};
}

/* The current slot is over. Its owner had a turn, if only to do nothing. */
static void end_slot(struct walk *walk)
{
    const struct trace_filter *filter = walk->filter;

    for (uint32_t i = 0; walk->slot && i < BH_PARTITIONS_MAX; i++) {
        if ((i == walk->slot->partition || walk->executed[i] > 0) &&
            walk->slot_time >= filter->from && walk->slot_time < filter->to)
            add_turn(walk, i);
    }
    memset(walk->executed, 0, sizeof(walk->executed));
    walk->slot = NULL;
}

static void begin_slot(struct walk *walk, const struct bh_trace_record *record,
                       uint64_t time)
{
    walk->slot = record;
    walk->slot_time = time;
    walk->running = record->partition;
    walk->since = record->time > record->a ? record->time : record->a;
}

static void take(struct walk *walk, const struct bh_trace_record *record,
                 uint64_t start)
{
    switch (record->kind) {
    case BH_TRACE_SLOT:
        stop(walk, record->time);
        end_slot(walk);
        begin_slot(walk, record, record->time - start);
        break;
    case BH_TRACE_IDLE:
        stop(walk, record->time);
        break;
    case BH_TRACE_RUN:
        stop(walk, record->time);
        walk->running = record->partition;
        walk->since = record->time;
        break;
    case TRACE_LOST:
    case TRACE_RESTART:
        walk->running = BH_TRACE_NOBODY;
        walk->slot = NULL;
        memset(walk->executed, 0, sizeof(walk->executed));
        break;
    default:
        break;
    }
}

/* By plan, slot and partition, the owner first. */
static int compare(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    bool x_owns = x->partition == x->slot->partition;
    bool y_owns = y->partition == y->slot->partition;

    if (x->slot->detail != y->slot->detail)
        return x->slot->detail < y->slot->detail ? -1 : 1;
    if (x_owns != y_owns)
        return x_owns ? -1 : 1;
    return (x->partition > y->partition) - (x->partition < y->partition);
}

/* The least, the sum and the greatest of a group's figures. */
struct figures {
    uint64_t least, sum, most;
};

static struct figures reckon(const struct turn *turns, size_t count,
                             bool starts)
{
    struct figures figures = {UINT64_MAX, 0, 0};

    for (size_t i = 0; i < count; i++) {
        uint64_t value =
            starts ? trace_lateness(turns[i].slot) : turns[i].executed;

        figures.sum += value;
        if (value < figures.least)
            figures.least = value;
        if (value > figures.most)
            figures.most = value;
    }
    return figures;
}

static void print_group(FILE *out, const struct walk *walk,
                        const struct turn *turns, size_t count, bool starts)
{
    const struct trace *trace = walk->trace;
    struct figures figures = reckon(turns, count, starts);
    uint32_t owner = turns->slot->partition;
    char text[3][TRACE_TEXT];

    if (starts && turns->partition != owner)
        return; /* it did not begin with this one */
    if (walk->filter->partition != BH_TRACE_NOBODY &&
        walk->filter->partition != turns->partition)
        return;
    trace_time_text(text[0], trace, figures.least);
    trace_time_text(text[1], trace, figures.most);
    trace_time_text(text[2], trace,
                    starts ? figures.most - figures.least
                           : figures.sum / count);
    fprintf(out, "%10zu %10s %10s %10s  %s %u: %s", count, text[0],
            starts ? text[1] : text[2], starts ? text[2] : text[1],
            trace_plan_of(trace, turns->slot)->name,
            turns->slot->detail & UINT16_MAX,
            trace->partitions[turns->partition].name);
    if (turns->partition != owner)
        fprintf(out, ", in what %s left", trace->partitions[owner].name);
    fputc('\n', out);
}

static void print_groups(FILE *out, const struct walk *walk, bool starts)
{
    size_t end;

    fputs(starts ? "\nSlots, us after their planned start\n"
                   "     count   earliest     latest     spread  slot\n"
                 : "\nExecution, us in a slot\n"
                   "     count      least       mean       most  slot\n",
          out);
    for (size_t i = 0; i < walk->count; i = end) {
        for (end = i + 1; end < walk->count; end++) {
            if (compare(&walk->turns[i], &walk->turns[end]) != 0)
                break;
        }
        print_group(out, walk, &walk->turns[i], end - i, starts);
    }
}

void statistics_print_slots(FILE *out, const struct trace *trace,
                            const struct trace_filter *filter)
{
    struct walk walk = {
        .trace = trace, .filter = filter, .running = BH_TRACE_NOBODY};
    uint64_t start = trace->header->start;

    for (size_t i = 0; i < trace->record_count; i++) {
        if (trace->records[i].kind == TRACE_RESTART)
            start = trace->records[i].a;
        take(&walk, &trace->records[i], start);
    }
    if (walk.count > 0) {
        qsort(walk.turns, walk.count, sizeof(*walk.turns), compare);
        print_groups(out, &walk, true);
        print_groups(out, &walk, false);
    }
    free(walk.turns);
}
