/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words for the numbers in a trace. A test holds the hypercalls' names to
 * abi.h.
 */
#include "read/read.h"
#include "trace/print.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const kinds[BH_TRACE_KINDS] = {
    "slot", "idle",   "run",       "hypercall", "interrupt",
    "port", "health", "partition", "plan",      "guest",
};

/* As the functions are called that make them, less bh_. */
#define ROW(extension) [(extension)-BH_EXT_FIRST]
static const char *const calls[BH_EXT_COUNT][BH_EXT_FUNCTIONS] = {
    ROW(BH_EXT_PARTITION) = {"partition_null", "partition_yield",
                             "partition_halt", "partition_get_state",
                             "partition_suspend", "partition_resume",
                             "partition_reset", "partition_stop",
                             "partition_get_status", "partition_set_mode"},
    ROW(BH_EXT_CONSOLE) = {"console_write", "console_read"},
    ROW(BH_EXT_TIME) = {"time_get", "time_set_timer", "time_set_clock_timer",
                        "time_set_deadline", "time_kick_watchdog"},
    ROW(BH_EXT_SAMPLING) = {"sampling_write", "sampling_read",
                            "sampling_read_valid", "sampling_read_new"},
    ROW(BH_EXT_QUEUING) = {"queuing_send", "queuing_receive",
                           "queuing_get_count", "queuing_send_many",
                           "queuing_receive_many", "queuing_clear"},
    ROW(BH_EXT_INTERRUPT) = {"interrupt_poll", "interrupt_wait",
                             "interrupt_take", "interrupt_done"},
    ROW(BH_EXT_PLAN) = {"plan_switch", "plan_get_status"},
    ROW(BH_EXT_TRACE) = {"trace_write", "trace_read"},
    ROW(BH_EXT_HEALTH) = {"health_raise", "health_read_log"},
    ROW(BH_EXT_PORT) = {"port_get_status", "port_ring"},
    ROW(BH_EXT_SYSTEM) = {"system_reset", "system_halt"},
};

static const struct {
    long number;
    const char *name;
} errors[] = {
    {BH_OK, "ok"},
    {BH_E_FAILED, "failed"},
    {BH_E_NOT_SUPPORTED, "not supported"},
    {BH_E_INVALID_PARAM, "invalid parameter"},
    {BH_E_DENIED, "denied"},
    {BH_E_INVALID_ADDRESS, "invalid address"},
    {BH_E_SIZE, "size"},
    {BH_E_DIRECTION, "direction"},
    {BH_E_KIND, "kind"},
    {BH_E_EMPTY, "empty"},
    {BH_E_FULL, "full"},
    {BH_E_STATE, "state"},
    {BH_E_STALE, "stale"},
};

static const char *const states[] = {
    "idle", "cold start", "warm start", "normal", "suspended", "halted",
};

/* A name from a table, or what it is a number of. */
static const char *name_at(char text[TRACE_TEXT], const char *const *names,
                           size_t count, uint32_t number, const char *what)
{
    if (number < count && names[number])
        return names[number];
    snprintf(text, TRACE_TEXT, "%s %u", what, number);
    return text;
}

const char *trace_kind_name(uint32_t kind)
{
    return kind < BH_TRACE_KINDS ? kinds[kind] : NULL;
}

const char *trace_call_name(char text[TRACE_TEXT], uint32_t detail)
{
    uint32_t extension = detail >> 16, function = detail & UINT16_MAX;

    if (extension < COUNT(calls) && function < BH_EXT_FUNCTIONS &&
        calls[extension][function])
        return calls[extension][function];
    snprintf(text, TRACE_TEXT, "extension %u function %u", extension, function);
    return text;
}

const char *trace_error_name(char text[TRACE_TEXT], uint64_t error)
{
    for (size_t i = 0; i < COUNT(errors); i++) {
        if (errors[i].number == (long)error)
            return errors[i].name;
    }
    snprintf(text, TRACE_TEXT, "error %ld", (long)error);
    return text;
}

/* Privileged specification, 3.1.15; and the lines that a partition has. */
const char *trace_cause_name(char text[TRACE_TEXT], uint32_t cause)
{
    static const char *const names[BH_LINE_FIRST + BH_LINE_COUNT] = {
        [3] = "software",
        [7] = "timer",
        [11] = "external",
        [BH_LINE_FIRST + BH_LINE_TIMER] = "clock timer",
        [BH_LINE_FIRST + BH_LINE_SLOT] = "slot",
        [BH_LINE_FIRST + BH_LINE_PLAN] = "plan",
        [BH_LINE_FIRST + BH_LINE_PORT] = "port",
        [BH_LINE_FIRST + BH_LINE_DEVICE] = "device"};

    return name_at(text, names, COUNT(names), cause, "cause");
}

const char *trace_event_name(char text[TRACE_TEXT], uint32_t event)
{
    if (event < BH_EVENT_COUNT)
        return read_event_name(event);
    return name_at(text, NULL, 0, event, "event");
}

const char *trace_state_name(char text[TRACE_TEXT], uint32_t state)
{
    return name_at(text, states, COUNT(states), state, "state");
}

const char *trace_partition_name(const struct trace *trace,
                                 const struct bh_trace_record *record)
{
    return record->partition < trace->header->partitions
               ? trace->partitions[record->partition].name
               : "-";
}

const char *trace_time_text(char text[TRACE_TEXT], const struct trace *trace,
                            uint64_t ticks)
{
    uint64_t frequency = trace->header->frequency;
    uint64_t tenths = ticks % frequency * 10000000 / frequency;

    snprintf(text, TRACE_TEXT, "%llu.%llu",
             (unsigned long long)(ticks / frequency * 1000000 + tenths / 10),
             (unsigned long long)(tenths % 10));
    return text;
}
