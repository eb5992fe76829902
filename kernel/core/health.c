/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The health monitor's log and its report. The log takes an event at once; the
 * words for people come out later, in time that nobody owns.
 */
#include "kernel/core/health.h"
#include "kernel/core/console.h"
#include "kernel/core/panic.h"
#include "kernel/core/trace.h"
#include "kernel/lib/format.h"

#define LOG_SIZE 16u
#define REGISTERS_PER_LINE 3u
#define HEAD_LINES 2u
#define REPORT_LINES (HEAD_LINES + ARCH_REGISTERS / REGISTERS_PER_LINE)
#define LINE_SIZE 160u

_Static_assert(ARCH_REGISTERS % REGISTERS_PER_LINE == 0, "lines are full");

struct health_record {
    struct health_event event;
    uint64_t time; /* ticks */
    uint32_t slot; /* its number in the plan */
    uint32_t partition;
    uint64_t registers[ARCH_REGISTERS];
};

static const char *const event_names[BH_EVENT_COUNT] = {
    [BH_EVENT_MEMORY_VIOLATION] = "memory violation",
    [BH_EVENT_ILLEGAL_INSTRUCTION] = "illegal instruction",
    [BH_EVENT_EXCEPTION] = "exception",
    [BH_EVENT_UNHANDLED] = "unhandled exception",
    [BH_EVENT_UNSUPPORTED] = "unsupported operation",
};

static struct health_record records[LOG_SIZE];
static uint32_t first, count; /* records not reported yet */
static uint64_t lost;         /* for want of room, since the last report */
static uint32_t next_line;    /* of the first record's report */

/* The oldest record goes when there is no room, and is counted. */
static struct health_record *new_record(void)
{
    if (count == LOG_SIZE) {
        first = (first + 1) % LOG_SIZE;
        count--;
        lost++;
        next_line = 0;
    }
    return &records[(first + count++) % LOG_SIZE];
}

uint8_t health_raise(struct vcpu *self, const struct health_event *event)
{
    uint8_t action = self->partition->action[event->kind];
    struct health_record *record;

    ASSERT(self->blocked == 0);
    trace_record(BH_TRACE_HEALTH, self->id, event->kind, event->cause,
                 event->address);
    if (action == BH_ACTION_PROPAGATE)
        return action;
    record = new_record();
    *record = (struct health_record){
        *event, arch_time(), self->info->slot, self->id, {0}};
    arch_vcpu_registers(self, record->registers);
    partition_halt(self, true);
    return action;
}

void health_fail(struct vcpu *self, const char *how, uint64_t code)
{
    char line[LINE_SIZE + 1];
    size_t length = format(line, LINE_SIZE,
                           "health: partition \"%s\": %s (code %lu), halted",
                           self->partition->name, how, code);

    line[length++] = '\n';
    if (console_room(CONSOLE_KERNEL) >= length)
        console_write(CONSOLE_KERNEL, line, length);
    else
        lost++;
    partition_halt(self, true);
}

static size_t format_registers(const struct health_record *record,
                               uint32_t from, char *line)
{
    size_t length = 0;

    for (uint32_t i = from; i < from + REGISTERS_PER_LINE; i++)
        length += format(line + length, LINE_SIZE - length, " %7s %016lx",
                         arch_register_names[i], record->registers[i]);
    return length;
}

static size_t format_line(const struct health_record *record, uint32_t number,
                          char *line)
{
    const struct vcpu *vcpu = &vcpus[record->partition];

    switch (number) {
    case 0:
        return format(
            line, LINE_SIZE, "health: partition \"%s\": %s: %s, address 0x%lx",
            vcpu->partition->name, event_names[record->event.kind],
            arch_cause_name(record->event.cause), record->event.address);
    case 1:
        return format(line, LINE_SIZE,
                      "health: partition \"%s\": halted, slot %u, %lu ticks",
                      vcpu->partition->name, record->slot, record->time);
    default:
        return format_registers(
            record, (number - HEAD_LINES) * REGISTERS_PER_LINE, line);
    }
}

/* What was lost is told once. */
static size_t format_lost(char *line, const char *text, uint64_t *number)
{
    size_t length = format(line, LINE_SIZE, "health: %lu %s", *number, text);

    *number = 0;
    return length;
}

bool health_report_step(struct cpu *cpu)
{
    char line[LINE_SIZE + 1];
    size_t length;

    if (console_room(CONSOLE_KERNEL) < sizeof(line))
        return false;
    if (cpu->frames_lost > 0) {
        length = format_lost(line, "frames lost: the machine stood still",
                             &cpu->frames_lost);
    } else if (lost > 0) {
        length = format_lost(line, "reports lost", &lost);
    } else if (count > 0) {
        length = format_line(&records[first], next_line++, line);
        if (next_line == REPORT_LINES) {
            next_line = 0;
            first = (first + 1) % LOG_SIZE;
            count--;
        }
    } else {
        return false;
    }
    line[length++] = '\n';
    console_write(CONSOLE_KERNEL, line, length);
    return true;
}
