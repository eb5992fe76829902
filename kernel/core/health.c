/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The health monitor: the tables' actions, its log, and the report of it. The
 * log takes an event at once; the words for people come out later, in time that
 * nobody owns.
 */
#include "kernel/core/health.h"
#include "kernel/board/board.h"
#include "kernel/core/config.h"
#include "kernel/core/console.h"
#include "kernel/core/offer.h"
#include "kernel/core/panic.h"
#include "kernel/core/sched.h"
#include "kernel/core/trace.h"
#include "kernel/lib/format.h"
#include "kernel/lib/memory.h"

/* Each partition has records of its own: none pushes out another's. */
#define LOG_EACH 4u
#define LOG_RECORDS (LOG_EACH * BH_PARTITIONS_MAX)

#define REGISTERS_PER_LINE 3u
#define HEAD_LINES 2u
#define REPORT_LINES (HEAD_LINES + ARCH_REGISTERS / REGISTERS_PER_LINE)
#define LINE_SIZE 160u
#define WORDS_SIZE 88u

_Static_assert(ARCH_REGISTERS % REGISTERS_PER_LINE == 0, "lines are full");
_Static_assert(ARCH_REGISTERS == BH_HEALTH_REGISTERS, "a record has them all");
_Static_assert(BH_ACTION_IGNORE == BH_PLAN_ACTION_NONE &&
                   BH_ACTION_COLD_RESET == BH_PLAN_ACTION_COLD_RESET &&
                   BH_ACTION_WARM_RESET == BH_PLAN_ACTION_WARM_RESET &&
                   BH_ACTION_SUSPEND == BH_PLAN_ACTION_SUSPEND &&
                   BH_ACTION_HALT == BH_PLAN_ACTION_HALT,
               "what both do has one number");

static const char *const event_names[BH_EVENT_COUNT] = {
    [BH_EVENT_MEMORY_VIOLATION] = "memory violation",
    [BH_EVENT_ILLEGAL_INSTRUCTION] = "illegal instruction",
    [BH_EVENT_EXCEPTION] = "exception",
    [BH_EVENT_UNHANDLED] = "unhandled exception",
    [BH_EVENT_UNSUPPORTED] = "unsupported operation",
    [BH_EVENT_APPLICATION] = "failed",
    [BH_EVENT_RESET] = "asked for a reset",
    [BH_EVENT_DEADLINE] = "deadline missed",
    [BH_EVENT_WATCHDOG] = "watchdog not kicked",
};

static const char *const action_names[] = {
    [BH_ACTION_IGNORE] = "ignored",
    [BH_ACTION_COLD_RESET] = "cold reset",
    [BH_ACTION_WARM_RESET] = "warm reset",
    [BH_ACTION_SUSPEND] = "suspended",
    [BH_ACTION_HALT] = "halted",
    [BH_ACTION_SYSTEM_RESET] = "the machine restarted",
    [BH_ACTION_SYSTEM_HALT] = "the machine halted",
};

/* What a restart of the machine leaves. */
static struct bh_health_record records[LOG_RECORDS]
    __attribute__((section(".noinit")));
static uint64_t events;    /* ever logged */
static uint64_t next;      /* number of the first that is not reported yet */
static uint32_t next_line; /* of its report */
static uint64_t lost;      /* reports, since that was said last */
static const struct bh_health_record *reporting; /* while next_line is not 0 */

static uint64_t digest(const struct bh_health_record *record)
{
    const uint64_t *word = (const void *)record;
    uint64_t sum = 0;

    for (size_t i = 0; i < sizeof(*record) / sizeof(*word); i++)
        sum ^= word[i];
    return sum;
}

void health_init(void)
{
    for (uint32_t i = 0; i < LOG_RECORDS; i++) {
        if (digest(&records[i]) != BH_HEALTH_CHECK)
            memset(&records[i], 0, sizeof(records[i]));
        if (records[i].number > events)
            events = records[i].number;
    }
    next = events + 1;
}

const struct bh_health_record *health_find(uint64_t number)
{
    const struct bh_health_record *found = NULL;

    for (uint32_t i = 0; i < LOG_RECORDS; i++)
        if (records[i].number != 0 && records[i].number >= number &&
            (found == NULL || records[i].number < found->number))
            found = &records[i];
    return found;
}

/* The oldest record of the partition makes room. */
static void add_record(struct vcpu *self, const struct health_event *event,
                       uint8_t action)
{
    struct bh_health_record *record = &records[(size_t)self->id * LOG_EACH];

    for (uint32_t i = 1; i < LOG_EACH; i++)
        if (records[self->id * LOG_EACH + i].number < record->number)
            record = &records[self->id * LOG_EACH + i];
    /* Field by field: all registers are written below, none need be 0 first. */
    record->number = ++events;
    record->time = arch_time();
    record->cause = event->cause;
    record->address = event->address;
    record->partition = self->id;
    record->plan = self->info->plan;
    record->slot = self->info->slot;
    record->event = (uint16_t)event->kind;
    record->action = action;
    record->check = 0;
    arch_vcpu_registers(self, record->registers,
                        event->kind < BH_EVENT_APPLICATION ||
                            self != self->cpu->loaded);
    record->check = digest(record) ^ BH_HEALTH_CHECK;
    console_waits = true;
}

/* Whether a restart now is one too many; if not, it counts. */
static bool is_one_too_many(struct vcpu *self)
{
    uint32_t before = self->partition->restarts - 1; /* how many were too few */
    uint64_t now = arch_time(), *oldest;

    if (self->partition->restarts == 0)
        return false;
    oldest = &self->restarts[self->restart_count % before];
    if (self->restart_count >= before &&
        now - *oldest < self->partition->restarts_within)
        return true;
    *oldest = now;
    self->restart_count++;
    return false;
}

_Noreturn void health_end(struct cpu *cpu, bool restart)
{
    do
        console_flush();
    while (health_report_step(cpu));
    if (restart)
        board_restart();
    board_power_off(cpu->any_stopped ? BOARD_END_STOPPED : BOARD_END_DONE);
}

void health_lose_frames(struct cpu *cpu)
{
    console_waits = true;
    if (cpu->config->lost_action == BH_ACTION_IGNORE)
        return;
    cpu->any_stopped = true;
    health_end(cpu, cpu->config->lost_action == BH_ACTION_SYSTEM_RESET);
}

static void apply(struct vcpu *self, uint32_t event, uint8_t action)
{
    if (action == BH_ACTION_SYSTEM_RESET || action == BH_ACTION_SYSTEM_HALT) {
        partition_halt(self, true);
        health_end(self->cpu, action == BH_ACTION_SYSTEM_RESET);
    } else if (action == BH_ACTION_HALT) {
        partition_halt(self, true);
    } else if (action < BH_ACTION_PLAN) {
        partition_apply(self, action, BH_RESET_HEALTH, event);
    } else {
        partition_apply(self, BH_PLAN_ACTION_SUSPEND, 0, 0);
        sched_follow(self->cpu, action & BH_ACTION_PLAN_MASK,
                     action >= BH_ACTION_PLAN_NOW);
    }
}

uint8_t health_raise(struct vcpu *self, const struct health_event *event)
{
    uint8_t action = self->partition->action[event->kind];

    trace_record(BH_TRACE_HEALTH, self->id, event->kind, event->cause,
                 event->address);
    if (action == BH_ACTION_PROPAGATE)
        return action;
    if ((action == BH_ACTION_COLD_RESET || action == BH_ACTION_WARM_RESET) &&
        is_one_too_many(self))
        action = BH_ACTION_HALT;
    add_record(self, event, action);
    apply(self, event->kind, action);
    return action;
}

bool health_settle(struct vcpu *self)
{
    if ((self->blocked & (BLOCKED_EVENT | BLOCKED_STILL)) != BLOCKED_EVENT)
        return false;
    self->blocked &= ~BLOCKED_EVENT;
    for (uint32_t kind = 0; self->posted >> kind != 0; kind++) {
        struct health_event event;

        if ((self->posted >> kind & 1) == 0)
            continue;
        if ((self->blocked & BLOCKED_FILLING) != 0)
            break; /* it starts again, and nothing has happened to it yet */
        if ((self->blocked & BLOCKED_STILL) != 0) {
            self->blocked |= BLOCKED_EVENT; /* if it ever goes on */
            break;
        }
        self->posted &= ~(1u << kind);
        event = (struct health_event){kind, 0, 0};
        if (kind == BH_EVENT_APPLICATION) {
            event.cause = self->failure[0];
            event.address = self->failure[1];
        }
        health_raise(self, &event);
    }
    return true;
}

static size_t format_registers(const struct bh_health_record *record,
                               uint32_t from, char *line)
{
    size_t length = 0;

    for (uint32_t i = from; i < from + REGISTERS_PER_LINE; i++)
        length += format(line + length, LINE_SIZE - length, " %7s %016lx",
                         arch_register_names[i], record->registers[i]);
    return length;
}

/* What was done. */
static const char *action_words(const struct bh_health_record *record,
                                char *words)
{
    const struct bh_config *config = vcpus[record->partition].config;

    if (record->action <= BH_ACTION_SYSTEM_HALT)
        return action_names[record->action];
    format(words, WORDS_SIZE, "suspended, plan \"%s\"%s",
           config_plan(config, record->action & BH_ACTION_PLAN_MASK)->name,
           record->action < BH_ACTION_PLAN_NOW ? "" : " at once");
    return words;
}

/* What happened, if it is none of the hart's exceptions. */
static const char *event_words(const struct bh_health_record *record,
                               char *words)
{
    const struct bh_config_partition *partition =
        vcpus[record->partition].partition;
    const uint32_t needed = partition->abi_version;
    const uint32_t offered = kernel_offer.abi_version;

    if (record->event != BH_EVENT_INCOMPATIBLE)
        return event_names[record->event];
    format(words, WORDS_SIZE,
           "needs ABI %u.%u, extensions 0x%x; the kernel has %u.%u, 0x%x",
           needed >> 16, needed & 0xffff, partition->extensions, offered >> 16,
           offered & 0xffff, kernel_offer.extensions);
    return words;
}

static size_t format_line(const struct bh_health_record *record,
                          uint32_t number, char *line)
{
    const char *name = vcpus[record->partition].partition->name;
    char words[WORDS_SIZE], done[WORDS_SIZE];

    if (record->event >= BH_EVENT_APPLICATION)
        return format(line, LINE_SIZE,
                      "health: partition \"%s\": %s (code %lu), %s", name,
                      event_words(record, words), record->cause,
                      action_words(record, done));
    switch (number) {
    case 0:
        return format(line, LINE_SIZE,
                      "health: partition \"%s\": %s: %s, address 0x%lx", name,
                      event_names[record->event],
                      arch_cause_name(record->cause), record->address);
    case 1:
        return format(line, LINE_SIZE,
                      "health: partition \"%s\": %s, slot %u, %lu ticks", name,
                      action_words(record, done), record->slot, record->time);
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

/* The next line of the oldest report that has not been told yet. */
static size_t format_next(char *line)
{
    size_t length;

    if (next_line == 0 || reporting->number != next) {
        reporting = health_find(next); /* the newest is always there */
        next_line = 0;
    }
    lost += reporting->number - next;
    next = reporting->number;
    if (lost > 0)
        return format_lost(line, "reports lost", &lost);
    length = format_line(reporting, next_line++, line);
    if (next_line == REPORT_LINES || reporting->event >= BH_EVENT_APPLICATION) {
        next_line = 0;
        next++;
    }
    return length;
}

bool health_report_step(struct cpu *cpu)
{
    char line[LINE_SIZE + 1];
    size_t length;

    if (console_room(CONSOLE_KERNEL) < sizeof(line))
        return false;
    if (cpu->frames_lost > 0)
        length = format_lost(line, "frames lost: the machine stood still",
                             &cpu->frames_lost);
    else if (next <= events)
        length = format_next(line);
    else
        return false;
    line[length++] = '\n';
    console_write(CONSOLE_KERNEL, line, length);
    return true;
}
