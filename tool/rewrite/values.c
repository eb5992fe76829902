/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What registers can hold, by abstract interpretation: each function in turn,
 * until nothing that functions pass to each other changes any more. A set only
 * grows, so there is an end.
 */
#include "memory.h"
#include "rewrite/csr.h"
#include "rewrite/flow.h"
#include "rewrite/transfer.h"

#include <stdlib.h>
#include <string.h>

/* Functions call each other in chains that are shorter; see below. */
#define ROUNDS_MAX 64

#define ARGUMENT_COUNT 8

struct summary {
    uint8_t argument[ARGUMENT_COUNT];
    uint8_t result;
};

/* A function being interpreted. */
struct run {
    struct values *values;
    const struct function *function;
    struct summary *own; /* the function's */
    struct frame frame;
    uint64_t *list;
    bool *listed;
    size_t count;
};

static uint8_t *state_at(const struct run *run, uint64_t address)
{
    return run->values->states +
           (address - run->function->start) / 2 * REGISTER_COUNT;
}

/* Execution can get to `address` with these registers. */
static void join(struct run *run, uint64_t address, const uint8_t *registers)
{
    size_t unit = (size_t)(address - run->function->start) / 2;
    uint8_t *state = state_at(run, address);
    bool grows = false;

    for (size_t i = 0; i < REGISTER_COUNT; i++) {
        grows |= (registers[i] & ~state[i]) != 0;
        state[i] |= registers[i];
    }
    if (!grows || run->listed[unit])
        return;
    run->listed[unit] = true;
    run->list[run->count++] = address;
}

static struct summary *summary_at(const struct values *values, uint64_t address)
{
    const struct function *function = code_function_at(values->code, address);

    if (!function)
        return NULL;
    return &values->summaries[function - values->code->functions];
}

static void grow(struct values *values, uint8_t *set, uint8_t value)
{
    if (value & ~*set)
        values->changed = true;
    *set |= value;
}

/* Passes the arguments; returns what the function returns. */
static uint8_t call(struct values *values, const struct instruction *it,
                    const uint8_t *registers)
{
    struct summary *callee = NULL;

    if (it->flow != FLOW_CALL_ANY && it->flow != FLOW_JUMP_ANY)
        callee = summary_at(values, it->target);
    if (!callee)
        return VALUE_ANY;
    for (size_t i = 0; i < ARGUMENT_COUNT; i++)
        grow(values, &callee->argument[i], registers[REGISTER_A0 + i]);
    /* Of one that was not seen to return nobody knows anything. */
    return callee->result ? callee->result : VALUE_ANY;
}

/* Whether the instruction reads mstatus in a way that yields the flag alone. */
static bool yields_flag(const struct values *values,
                        const struct instruction *it)
{
    return csr_is_access(it->bits) && csr_number(it->bits) == CSR_MSTATUS &&
           values->is_flag(values->context, it->address);
}

/*
 * Into every instruction of the function, as nobody knows where this jump goes,
 * but not into the middle of a critical section that runs straight on.
 */
static void join_everywhere(struct run *run, const uint8_t *registers)
{
    const struct values *values = run->values;
    const struct function *function = run->function;
    struct instruction it;
    bool inside = false;

    for (uint64_t at = function->start; at < function->end; at += 2) {
        if (!code_is_reached(values->code, at) ||
            !code_instruction(values->code->program, at, function->end, &it))
            continue;
        if (!inside)
            join(run, at, registers);
        inside = (inside && it.flow == FLOW_NEXT && !csr_is_access(it.bits)) ||
                 yields_flag(values, &it);
    }
}

static bool is_inside(const struct run *run, uint64_t address)
{
    return address >= run->function->start && address < run->function->end;
}

/*
 * What a call leaves in the registers. Who looks at one that a call may have
 * changed knows what it was, or does not get there: calls that never return
 * look like others.
 */
static void clobber(uint8_t *registers, uint8_t result)
{
    static const uint8_t lost[] = {1,  5,  6,  7,  12, 13, 14,
                                   15, 16, 17, 28, 29, 30, 31};

    for (size_t i = 0; i < sizeof(lost); i++)
        registers[lost[i]] = VALUE_ANY;
    registers[REGISTER_A0] = result;
    registers[REGISTER_A0 + 1] = VALUE_ANY;
}

static void step(struct run *run, const struct instruction *it,
                 uint8_t *registers)
{
    struct values *values = run->values;
    const uint64_t after = it->address + it->length;
    const bool jumps = it->flow == FLOW_BRANCH || it->flow == FLOW_JUMP;

    if (it->flow == FLOW_RETURN)
        grow(values, &run->own->result, registers[REGISTER_A0]);
    if (it->flow == FLOW_JUMP_ANY && run->function->computed)
        join_everywhere(run, registers);
    if (it->flow == FLOW_JUMP_ANY || (jumps && !is_inside(run, it->target)))
        grow(values, &run->own->result, call(values, it, registers));
    else if (jumps)
        join(run, it->target, registers);
    if (it->flow == FLOW_CALL || it->flow == FLOW_CALL_ANY) {
        uint8_t result = call(values, it, registers);

        if (it->rd != REGISTER_T0)
            clobber(registers, result);
    }
    if ((it->flow == FLOW_NEXT || it->flow == FLOW_BRANCH ||
         it->flow == FLOW_CALL || it->flow == FLOW_CALL_ANY) &&
        is_inside(run, after) && code_is_reached(values->code, after))
        join(run, after, registers);
}

static void take_operand(const struct values *values,
                         const struct instruction *it, const uint8_t *registers)
{
    if (csr_is_access(it->bits) && csr_number(it->bits) == CSR_MSTATUS &&
        (csr_operation(it->bits) == CSR_SET ||
         csr_operation(it->bits) == CSR_CLEAR))
        values->take(values->context, it->address, registers[it->rs1]);
}

static void begin(struct run *run)
{
    const size_t size = (size_t)(run->function->end - run->function->start);
    uint8_t registers[REGISTER_COUNT];

    memset(run->values->states, 0, (size / 2 + 1) * REGISTER_COUNT);
    memset(registers, VALUE_OTHER, sizeof(registers));
    memcpy(registers + REGISTER_A0, run->own->argument, ARGUMENT_COUNT);
    registers[0] = VALUE_ZERO;
    join(run, run->function->start, registers);
}

/* Until nothing in the function changes; what it stores may change it again. */
static void interpret(struct run *run, bool take)
{
    struct values *values = run->values;
    uint8_t registers[REGISTER_COUNT];
    struct instruction it;

    do {
        run->frame.changed = false;
        begin(run);
        while (run->count > 0) {
            uint64_t address = run->list[--run->count];

            run->listed[(address - run->function->start) / 2] = false;
            memcpy(registers, state_at(run, address), sizeof(registers));
            if (!code_instruction(values->code->program, address,
                                  run->function->end, &it))
                continue;
            if (take)
                take_operand(values, &it, registers);
            transfer_value(&run->frame, &it, yields_flag(values, &it),
                           registers);
            step(run, &it, registers);
        }
    } while (run->frame.changed);
}

static void interpret_all(struct values *values, struct run *run, bool take)
{
    const struct code *code = values->code;

    values->changed = false;
    for (size_t i = 0; i < code->function_count; i++) {
        run->function = &code->functions[i];
        run->own = &values->summaries[i];
        memset(&run->frame, 0, sizeof(run->frame));
        interpret(run, take);
    }
}

void flow_find_values(struct values *values)
{
    const struct code *code = values->code;
    struct run run = {.values = values};
    size_t units = 1, rounds = 0;

    values->summaries =
        memory_allocate(code->function_count, sizeof(*values->summaries));
    for (size_t i = 0; i < code->function_count; i++) {
        size_t size =
            (size_t)(code->functions[i].end - code->functions[i].start) / 2 + 1;

        units = size > units ? size : units;
        memset(values->summaries[i].argument, VALUE_ANY, ARGUMENT_COUNT);
    }
    values->states = memory_allocate(units, REGISTER_COUNT);
    run.list = memory_allocate(units, sizeof(*run.list));
    run.listed = memory_allocate(units, sizeof(*run.listed));
    do
        interpret_all(values, &run, false);
    while (values->changed && ++rounds < ROUNDS_MAX);
    /* Not all is known: then nothing is taken, and nothing replaced. */
    if (!values->changed)
        interpret_all(values, &run, true);
    free(run.list);
    free(run.listed);
    free(values->states);
    free(values->summaries);
}
