/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hypercalls: the number is checked and masked, the registers become typed
 * arguments, and the module that knows does the rest.
 */
#include "kernel/core/channel.h"
#include "kernel/core/config.h"
#include "kernel/core/console.h"
#include "kernel/core/health.h"
#include "kernel/core/queuing.h"
#include "kernel/core/resume.h"
#include "kernel/core/sampling.h"
#include "kernel/core/sched.h"
#include "kernel/core/trace.h"
#include "kernel/core/upcall.h"
#include "kernel/lib/memory.h"

typedef struct result handler(uint64_t a0, uint64_t a1, uint64_t a2,
                              struct vcpu *self, uint64_t number);

/* All have the signature that the table wants; few need all of it. */
#pragma GCC diagnostic ignored "-Wunused-parameter"
/* NOLINTBEGIN(bugprone-macro-parentheses,misc-unused-parameters): so it is */
#define HANDLER(name, a0, a1, a2)                                              \
    static struct result name(uint64_t a0, uint64_t a1, uint64_t a2,           \
                              struct vcpu *self, uint64_t number)

/* Calls that have nothing to say of their own. */
/* clang-format off */
#define FORWARD(name, a0, a1, a2, x) HANDLER(name, a0, a1, a2) { return x; }
#define CONTROL(action) partition_control(self, id, action, 0)
#define RESET(mode) ((mode) - 1 < 2 ? (uint32_t)(mode) : BH_PLAN_ACTION_COUNT)
#define AT(address) (struct guest_address){address}
#define DO(call) (call, result_value(0))
#define BLOCK(why) DO(partition_block(self, BLOCKED_##why))
FORWARD(do_unknown, a0, a1, a2, result_error(BH_E_NOT_SUPPORTED))
FORWARD(do_null, a0, a1, a2, result_value(0))
FORWARD(do_yield, a0, a1, a2, BLOCK(YIELDED))
FORWARD(do_halt, a0, a1, a2, DO(partition_halt(self, false)))
FORWARD(do_suspend, id, a1, a2, CONTROL(BH_PLAN_ACTION_SUSPEND))
FORWARD(do_resume, id, a1, a2, CONTROL(BH_PLAN_ACTION_RESUME))
FORWARD(do_stop, id, a1, a2, CONTROL(BH_PLAN_ACTION_HALT))
FORWARD(do_reset, id, mode, status,
        partition_control(self, id, RESET(mode), status))
FORWARD(do_set_mode, mode, a1, a2, partition_set_mode(self, mode))
FORWARD(do_plan_switch, plan, a1, a2, sched_switch(self, plan))
FORWARD(do_set_timer, deadline, a1, a2, DO(virq_set_timer(self, deadline)))
FORWARD(do_set_clock_timer, clock, deadline, period,
        virq_set_clock_timer(self, clock, deadline, period))
FORWARD(do_sampling_write, port, from, size,
        sampling_write(port, AT(from), size, self))
FORWARD(do_sampling_read, port, to, size,
        sampling_read(port, AT(to), size, self))
FORWARD(do_sampling_read_valid, port, to, size,
        sampling_read_valid(port, AT(to), size, self))
FORWARD(do_sampling_read_new, port, to, size,
        sampling_read_new(port, AT(to), size, self))
FORWARD(do_queuing_send, port, from, size,
        queuing_send(port, AT(from), size, self))
FORWARD(do_queuing_receive, port, to, size,
        queuing_receive(port, AT(to), size, self))
FORWARD(do_send_many, port, from, count,
        queuing_send_many(self, port, AT(from), count))
FORWARD(do_receive_many, port, to, count,
        queuing_receive_many(self, port, AT(to), count))
FORWARD(do_clear, port, a1, a2, queuing_clear(self, port))
FORWARD(do_ring, port, a1, a2, port_ring(self, port))
FORWARD(do_get_count, port, a1, a2, queuing_get_count(self, port))
FORWARD(do_interrupt_poll, a0, a1, a2, DO(arch_vcpu_leave(self)))
FORWARD(do_interrupt_wait, a0, a1, a2, BLOCK(WAITING))
FORWARD(do_interrupt_take, line, a1, a2, virq_take(self, line))
FORWARD(do_interrupt_done, sources, a1, a2, virq_done(self, sources))
FORWARD(do_trace_write, code, value, a2,
        DO(trace_record(BH_TRACE_GUEST, self->id, (uint32_t)code, value, 0)))
FORWARD(do_set_deadline, deadline, a1, a2,
        DO(virq_set_limit(self, LIMIT_DEADLINE, deadline)))
FORWARD(do_raise, code, detail, a2,
        DO(partition_post(self, BH_EVENT_APPLICATION, code, detail)))
/* clang-format on */

HANDLER(do_get_state, id, a1, a2)
{
    struct bh_partition_status status;
    struct result result = partition_get_status(self, id, &status);

    if (result.error == BH_OK)
        result.value = (long)status.state;
    return result;
}

/* Copies a record to the guest: BH_E_SIZE, BH_E_INVALID_ADDRESS. */
static struct result give(struct vcpu *self, uint64_t buffer, uint64_t room,
                          const void *record, size_t size)
{
    struct guest_address address = {buffer};
    void *to;

    if (room < size)
        return result_error(BH_E_SIZE);
    to = guest_mem_open(self, address, size, BH_ACCESS_WRITE);
    if (to == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
    memcpy(to, record, size);
    return result_value(0);
}

HANDLER(do_get_status, id, buffer, size)
{
    struct bh_partition_status status;
    struct result result = partition_get_status(self, id, &status);

    if (result.error != BH_OK)
        return result;
    return give(self, buffer, size, &status, sizeof(status));
}

HANDLER(do_port_status, port, buffer, size)
{
    struct bh_port_status status;
    struct result result = port_get_status(self, port, &status);

    if (result.error != BH_OK)
        return result;
    return give(self, buffer, size, &status, sizeof(status));
}

HANDLER(do_plan_status, buffer, size, a2)
{
    const struct bh_config_plan *plans = config_plan(self->config, 0);
    const struct bh_plan_status status = {
        .current = (uint32_t)(self->cpu->plan - plans),
        .next = (uint32_t)(self->cpu->next_plan - plans),
        .switch_time = self->cpu->plan_start,
        .frame_start = self->cpu->frame_start,
    };

    return give(self, buffer, size, &status, sizeof(status));
}

/*
 * What does not fit stays with the caller; so does what would keep the kernel
 * from a slot's start. To read takes longer, for the board is asked each time.
 */
#define CONSOLE_CALL_MAX 24u
#define CONSOLE_READ_MAX 8u

HANDLER(do_console_write, text, size, a2)
{
    struct guest_address address = {text};
    const void *from;
    long taken;

    if (size == 0)
        return result_value(0);
    from = guest_mem_open(self, address, size, BH_ACCESS_READ);
    if (from == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
    if (size > CONSOLE_CALL_MAX)
        size = CONSOLE_CALL_MAX;
    taken = (long)console_write(self->id, from, size);
    if (taken == 0)
        resume_spend(self);
    return result_value(taken);
}

HANDLER(do_console_read, buffer, size, a2)
{
    struct guest_address address = {buffer};
    char *to;
    long taken = 0;
    int c;

    if (self->config->console_input != self->id)
        return result_error(BH_E_DENIED);
    if (size == 0)
        return result_value(0);
    to = guest_mem_open(self, address, size, BH_ACCESS_WRITE);
    if (to == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
    if (size > CONSOLE_READ_MAX)
        size = CONSOLE_READ_MAX;
    while (taken < (long)size && (c = console_read(self->id)) >= 0)
        to[taken++] = (char)c;
    if (taken == 0)
        resume_spend(self);
    return result_value(taken);
}

HANDLER(do_time_get, clock, a1, a2)
{
    if (clock == BH_CLOCK_HARDWARE)
        return result_value((long)arch_time());
    if (clock >= BH_CLOCK_COUNT)
        return result_error(BH_E_INVALID_PARAM);
    return result_value((long)partition_clock(self, clock));
}

HANDLER(do_kick, a0, a1, a2)
{
    if (self->partition->watchdog == 0 || self->state != BH_STATE_NORMAL)
        return result_error(BH_E_STATE);
    virq_set_limit(self, LIMIT_WATCHDOG,
                   arch_time() + self->partition->watchdog);
    return result_value(0);
}

HANDLER(do_trace_read, from, buffer, size)
{
    struct guest_address address = {buffer};
    uint64_t first = from, count = size / sizeof(struct bh_trace_record);
    uint64_t there;
    void *to;

    if ((self->partition->rights & BH_RIGHT_TRACE) == 0)
        return result_error(BH_E_DENIED);
    if (!trace_from(&first, &there))
        return result_error(BH_E_INVALID_PARAM);
    if (count == 0)
        return result_error(BH_E_SIZE);
    if (count > BH_TRACE_READ_MAX)
        count = BH_TRACE_READ_MAX;
    if (count > there)
        count = there;
    if (count == 0)
        return result_value(0);
    to = guest_mem_open(self, address, count * sizeof(struct bh_trace_record),
                        BH_ACCESS_WRITE);
    if (to == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
    trace_copy(first, count, to);
    return result_value((long)(count | (first - from) << BH_TRACE_LOST_SHIFT));
}

static struct result end_machine(struct vcpu *self, bool restart)
{
    if ((self->partition->rights & BH_RIGHT_SYSTEM) == 0)
        return result_error(BH_E_DENIED);
    health_end(self->cpu, restart);
}

/* clang-format off */
FORWARD(do_system_reset, a0, a1, a2, end_machine(self, true))
FORWARD(do_system_halt, a0, a1, a2, end_machine(self, false))
/* clang-format on */

HANDLER(do_read_log, from, buffer, size)
{
    const struct bh_health_record *record;

    if ((self->partition->rights & BH_RIGHT_LOG) == 0)
        return result_error(BH_E_DENIED);
    record = health_find(from);
    if (record == NULL)
        return result_error(BH_E_EMPTY);
    return give(self, buffer, size, record, sizeof(*record));
}

/* SBI 2.0, chapter 4. */
static struct result do_base(uint64_t function, uint64_t a0)
{
    switch (function) {
    case BH_BASE_GET_SPEC_VERSION:
        return result_value(BH_SBI_SPECIFICATION_VERSION);
    case BH_BASE_GET_IMPL_ID:
        return result_value(BH_SBI_IMPLEMENTATION_ID);
    case BH_BASE_GET_IMPL_VERSION:
        return result_value(BH_ABI_VERSION);
    case BH_BASE_PROBE_EXTENSION:
        return result_value(a0 == BH_EXT_BASE ||
                            a0 - BH_EXT_FIRST < BH_EXT_COUNT);
    case BH_BASE_GET_MVENDORID:
    case BH_BASE_GET_MARCHID:
    case BH_BASE_GET_MIMPID:
        return result_value((long)arch_identity(
            (enum arch_identity)(function - BH_BASE_GET_MVENDORID)));
    default:
        return result_error(BH_E_NOT_SUPPORTED);
    }
}

/* In the order of their numbers in abi.h. */
#define ROW(extension) [(extension)-BH_EXT_FIRST]
#define NUMBER(extension, function)                                            \
    (((extension)-BH_EXT_FIRST) * BH_EXT_FUNCTIONS + (function))

/* clang-format off */
#define FILL(from) [from ... BH_EXT_FUNCTIONS - 1] = do_unknown
#define EMPTY {FILL(0)}
static handler *const handlers[BH_EXT_FUNCTIONS][BH_EXT_FUNCTIONS] = {
    ROW(BH_EXT_PARTITION) = {do_null, do_yield, do_halt, do_get_state,
                             do_suspend, do_resume, do_reset, do_stop,
                             do_get_status, do_set_mode, FILL(10)},
    ROW(BH_EXT_CONSOLE) = {do_console_write, do_console_read, FILL(2)},
    ROW(BH_EXT_TIME) = {do_time_get, do_set_timer, do_set_clock_timer,
                        do_set_deadline, do_kick, FILL(5)},
    ROW(BH_EXT_SAMPLING) = {do_sampling_write, do_sampling_read,
                            do_sampling_read_valid, do_sampling_read_new,
                            FILL(4)},
    ROW(BH_EXT_QUEUING) = {do_queuing_send, do_queuing_receive,
                           do_get_count, do_send_many, do_receive_many,
                           do_clear, FILL(6)},
    ROW(BH_EXT_INTERRUPT) = {do_interrupt_poll, do_interrupt_wait,
                             do_interrupt_take, do_interrupt_done, FILL(4)},
    ROW(BH_EXT_PLAN) = {do_plan_switch, do_plan_status, FILL(2)},
    ROW(BH_EXT_TRACE) = {do_trace_write, do_trace_read, FILL(2)},
    ROW(BH_EXT_HEALTH) = {do_raise, do_read_log, FILL(2)},
    ROW(BH_EXT_PORT) = {do_port_status, do_ring, FILL(2)},
    ROW(BH_EXT_SYSTEM) = {do_system_reset, do_system_halt, FILL(2)},
    [BH_EXT_COUNT ... BH_EXT_FUNCTIONS - 1] = EMPTY,
};
/* clang-format on */

/* Records what a call that went well has moved through a port. */
static void trace_port(const struct vcpu *self, uint64_t number, uint32_t port,
                       uint64_t size, uint32_t value)
{
    switch (number) {
    case NUMBER(BH_EXT_SAMPLING, BH_SAMPLING_WRITE):
    case NUMBER(BH_EXT_QUEUING, BH_QUEUING_SEND):
        trace_record(BH_TRACE_PORT, self->id, port, size, 1);
        break;
    case NUMBER(BH_EXT_SAMPLING, BH_SAMPLING_READ):
    case NUMBER(BH_EXT_SAMPLING, BH_SAMPLING_READ_VALID):
    case NUMBER(BH_EXT_SAMPLING, BH_SAMPLING_READ_NEW):
    case NUMBER(BH_EXT_QUEUING, BH_QUEUING_RECEIVE):
        trace_record(BH_TRACE_PORT, self->id, port, value, 1);
        break;
    case NUMBER(BH_EXT_QUEUING, BH_QUEUING_SEND_MANY):
    case NUMBER(BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY):
        trace_record(BH_TRACE_PORT, self->id, port, 0, value);
        break;
    case NUMBER(BH_EXT_PORT, BH_PORT_RING):
        trace_record(BH_TRACE_PORT, self->id, port, 0, 1);
        break;
    default:
        break;
    }
}

HANDLER(do_traced, a0, a1, a2)
{
    uint64_t extension = number / BH_EXT_FUNCTIONS;
    uint64_t function = number % BH_EXT_FUNCTIONS;
    struct result result =
        handlers[extension][function](a0, a1, a2, self, number);

    if (result.error == BH_OK)
        trace_port(self, number, (uint32_t)a0, a2, (uint32_t)result.value);
    trace_record(BH_TRACE_HYPERCALL, self->id,
                 (uint32_t)(extension << 16 | function), a0,
                 (uint64_t)result.error);
    return result;
}

static handler *const traced[BH_EXT_FUNCTIONS][BH_EXT_FUNCTIONS] = {
    [0 ... BH_EXT_FUNCTIONS - 1] = {[0 ... BH_EXT_FUNCTIONS - 1] = do_traced}};

/* The table in use: without a trace, a call costs nothing for it. */
static handler *const *table = &handlers[0][0];

void hypercall_trace(void)
{
    if (trace_wants(BH_TRACE_HYPERCALL) || trace_wants(BH_TRACE_PORT))
        table = &traced[0][0];
}
/* NOLINTEND(bugprone-macro-parentheses,misc-unused-parameters) */

/* Numbers that are none of Bulkhead's extensions, or not of a function. */
static struct result other_call(uint64_t a0, uint64_t a1, struct vcpu *self,
                                uint64_t function, uint64_t extension)
{
    if (extension == BH_EXT_BASE)
        return do_base(function, a0);
    if (extension - BH_EXT_FIRST >= BH_EXT_FUNCTIONS && arch_vcpu_ecall(self))
        return (struct result){(long)a0, (long)a1}; /* untouched */
    return result_error(BH_E_NOT_SUPPORTED);
}

struct result upcall_hypercall(uint64_t a0, uint64_t a1, uint64_t a2,
                               struct vcpu *self, uint64_t a4, uint64_t a5,
                               uint64_t function, uint64_t extension)
{
    uint64_t index = extension - BH_EXT_FIRST;

    /* Both bounds are this power of two, so that one check serves both. */
    if ((index | function) >= BH_EXT_FUNCTIONS)
        return other_call(a0, a1, self, function, extension);
    index = index * BH_EXT_FUNCTIONS + function;
    return table[index](a0, a1, a2, self, index);
}

_Static_assert(BH_STATE_COLD_START == 1 && BH_PLAN_ACTION_COLD_RESET == 1 &&
                   BH_STATE_WARM_START == 2 && BH_PLAN_ACTION_WARM_RESET == 2,
               "a reset's mode is its action");
_Static_assert(BH_EXT_COUNT <= BH_EXT_FUNCTIONS, "the table is square");
_Static_assert((BH_EXT_FUNCTIONS & (BH_EXT_FUNCTIONS - 1)) == 0,
               "bounds of extension and function can be checked together");
