/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hypercalls: the number is checked and masked, the registers become typed
 * arguments, and the module that knows does the rest.
 */
#include "kernel/core/hypercall.h"
#include "kernel/core/console.h"
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
HANDLER(do_null, a0, a1, a2)
{
    return result_value(0);
}

HANDLER(do_yield, a0, a1, a2)
{
    partition_yield(self);
    return result_value(0);
}

HANDLER(do_halt, a0, a1, a2)
{
    partition_halt(self, false);
    return result_value(0);
}

HANDLER(do_get_state, id, a1, a2)
{
    return partition_get_state(self, id);
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

HANDLER(do_suspend, id, a1, a2)
{
    return partition_call_suspend(self, id);
}

HANDLER(do_resume, id, a1, a2)
{
    return partition_call_resume(self, id);
}

HANDLER(do_reset, id, mode, status)
{
    return partition_call_reset(self, id, mode, status);
}

HANDLER(do_stop, id, a1, a2)
{
    return partition_call_stop(self, id);
}

HANDLER(do_get_status, id, buffer, size)
{
    struct bh_partition_status status;
    struct result result = partition_get_status(self, id, &status);

    if (result.error != BH_OK)
        return result;
    return give(self, buffer, size, &status, sizeof(status));
}

HANDLER(do_set_mode, mode, a1, a2)
{
    return partition_set_mode(self, mode);
}

HANDLER(do_plan_switch, plan, a1, a2)
{
    return sched_call_switch(self, plan);
}

HANDLER(do_plan_status, buffer, size, a2)
{
    struct bh_plan_status status;

    sched_get_status(self->cpu, &status);
    return give(self, buffer, size, &status, sizeof(status));
}

/*
 * What does not fit stays with the caller; so does what would keep the kernel
 * from a slot's start. To read takes longer, for the board is asked each time.
 */
#define CONSOLE_CALL_MAX 32u
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
    if (clock >= BH_CLOCK_COUNT)
        return result_error(BH_E_INVALID_PARAM);
    return result_value((long)partition_clock(self, clock));
}

HANDLER(do_set_timer, deadline, a1, a2)
{
    virq_set_timer(self, deadline);
    return result_value(0);
}

HANDLER(do_set_clock_timer, clock, deadline, period)
{
    return virq_set_clock_timer(self, clock, deadline, period);
}

HANDLER(do_sampling_write, port, message, size)
{
    return sampling_write(self, port, (struct guest_address){message}, size);
}

HANDLER(do_sampling_read, port, buffer, size)
{
    return sampling_read(self, port, (struct guest_address){buffer}, size);
}

HANDLER(do_queuing_send, port, message, size)
{
    return queuing_send(self, port, (struct guest_address){message}, size);
}

HANDLER(do_queuing_receive, port, buffer, size)
{
    return queuing_receive(self, port, (struct guest_address){buffer}, size);
}

HANDLER(do_queuing_get_count, port, a1, a2)
{
    return queuing_get_count(self, port);
}

HANDLER(do_interrupt_poll, a0, a1, a2)
{
    arch_vcpu_leave(self);
    return result_value(0);
}

HANDLER(do_interrupt_wait, a0, a1, a2)
{
    partition_wait(self);
    return result_value(0);
}

HANDLER(do_interrupt_take, line, a1, a2)
{
    return virq_take(self, line);
}

HANDLER(do_trace_write, code, value, a2)
{
    trace_record(BH_TRACE_GUEST, self->id, (uint32_t)code, value, 0);
    return result_value(0);
}

HANDLER(do_unknown, a0, a1, a2)
{
    return result_error(BH_E_NOT_SUPPORTED);
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

/* clang-format off */
#define FILL(from) [from ... BH_EXT_FUNCTIONS - 1] = do_unknown
#define EMPTY {FILL(0)}
static handler *const handlers[BH_EXT_FUNCTIONS][BH_EXT_FUNCTIONS] = {
    ROW(BH_EXT_PARTITION) = {do_null, do_yield, do_halt, do_get_state,
                             do_suspend, do_resume, do_reset, do_stop,
                             do_get_status, do_set_mode, FILL(10)},
    ROW(BH_EXT_CONSOLE) = {do_console_write, do_console_read, FILL(2)},
    ROW(BH_EXT_TIME) = {do_time_get, do_set_timer, do_set_clock_timer, FILL(3)},
    ROW(BH_EXT_SAMPLING) = {do_sampling_write, do_sampling_read, FILL(2)},
    ROW(BH_EXT_QUEUING) = {do_queuing_send, do_queuing_receive,
                           do_queuing_get_count, FILL(3)},
    ROW(BH_EXT_INTERRUPT) = {do_interrupt_poll, do_interrupt_wait,
                             do_interrupt_take, FILL(3)},
    ROW(BH_EXT_PORT) = EMPTY,
    ROW(BH_EXT_PLAN) = {do_plan_switch, do_plan_status, FILL(2)},
    ROW(BH_EXT_HEALTH) = EMPTY,
    ROW(BH_EXT_TRACE) = {do_trace_write, FILL(1)},
    ROW(BH_EXT_DEVICE) = EMPTY,
    ROW(BH_EXT_SYSTEM) = EMPTY,
    [BH_EXT_COUNT ... BH_EXT_FUNCTIONS - 1] = EMPTY,
};
/* clang-format on */

/* Records what has gone through a port, if that is what the call was for. */
static void record_port_use(const struct vcpu *self, uint64_t port,
                            uint64_t size, const struct result *result,
                            uint64_t extension, uint64_t function)
{
    bool sampling = extension == BH_EXT_SAMPLING - BH_EXT_FIRST;
    bool queuing = extension == BH_EXT_QUEUING - BH_EXT_FIRST;

    if (result->error != BH_OK || !(sampling || queuing) ||
        (queuing && function > BH_QUEUING_RECEIVE))
        return;
    /* The first one of both extensions fills the port. */
    if (function != 0)
        size = (uint64_t)result->value & UINT32_MAX;
    trace_record(BH_TRACE_PORT, self->id, (uint32_t)port, size, 1);
}

HANDLER(do_traced, a0, a1, a2)
{
    uint64_t extension = number / BH_EXT_FUNCTIONS;
    uint64_t function = number % BH_EXT_FUNCTIONS;
    struct result result =
        handlers[extension][function](a0, a1, a2, self, number);

    record_port_use(self, a0, a2, &result, extension, function);
    trace_record(BH_TRACE_HYPERCALL, self->id,
                 (uint32_t)(extension << 16 | function), a0,
                 (uint64_t)result.error);
    return result;
}

static handler *const traced[BH_EXT_FUNCTIONS][BH_EXT_FUNCTIONS] = {
    [0 ... BH_EXT_FUNCTIONS - 1] = {[0 ... BH_EXT_FUNCTIONS - 1] = do_traced}};

/* The table in use. Without a trace, a call takes no longer than if it could
   have none. */
static handler *const *table;

void hypercall_init(void)
{
    bool trace = trace_wants(BH_TRACE_HYPERCALL) || trace_wants(BH_TRACE_PORT);

    table = trace ? &traced[0][0] : &handlers[0][0];
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

_Static_assert(BH_EXT_COUNT <= BH_EXT_FUNCTIONS, "the table is square");
_Static_assert((BH_EXT_FUNCTIONS & (BH_EXT_FUNCTIONS - 1)) == 0,
               "bounds of extension and function can be checked together");
