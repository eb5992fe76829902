/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which arguments functions read. A register that holds a value at a call is an
 * argument only if somebody on the other side looks at it.
 */
#include "rewrite/csr.h"
#include "rewrite/flow.h"
#include "rewrite/follow.h"

/* More rounds than real programs need; whoever is not done then reads all. */
#define ROUNDS_MAX 64

/* Arguments that were read, or have got out of sight. */
struct arguments {
    uint64_t reads;
    uint64_t passes;
};

/* The registers `held` when control goes to another function. */
static void leave(const struct code *code, const struct instruction *it,
                  uint64_t held, struct arguments *found)
{
    const struct function *callee = NULL;

    if (it->flow != FLOW_CALL_ANY && it->flow != FLOW_JUMP_ANY)
        callee = code_function_at(code, it->target);
    if (callee)
        found->reads |= held & callee->reads;
    found->passes |= held & (callee ? callee->passes : ARGUMENTS);
}

/*
 * Says whether it saves an argument that nobody may have passed: functions with
 * a variable number of them save all that there can be, up to a7.
 */
static bool is_variable(const struct follow *follow,
                        const struct instruction *it, uint64_t held)
{
    const struct elf_program *program = follow->program;
    struct instruction last;
    uint64_t at = follow->start;

    if (it->opcode != OPCODE_STORE || it->rs1 != REGISTER_SP ||
        !(held & 1ull << it->rs2))
        return false;
    while (code_instruction(program, at, follow->end, &last) &&
           last.flow == FLOW_NEXT && last.rd != REGISTER_A7) {
        if (last.opcode == OPCODE_STORE && last.rs1 == REGISTER_SP &&
            last.rs2 == REGISTER_A7)
            return true;
        at += last.length;
    }
    return false;
}

static void step(const struct code *code, struct follow *follow,
                 const struct instruction *it, uint64_t held,
                 struct arguments *found)
{
    const uint64_t after = it->address + it->length;
    const bool jumps = it->flow == FLOW_BRANCH || it->flow == FLOW_JUMP;

    if (is_variable(follow, it, held))
        found->passes |= it->reads & held;
    else
        found->reads |= it->bits == INSTRUCTION_ECALL ? held : it->reads & held;
    if (it->rd)
        held &= ~(1ull << it->rd);
    if (it->flow == FLOW_CALL || it->flow == FLOW_CALL_ANY) {
        leave(code, it, held, found);
        held &= ~CALLER_SAVED;
    } else if (it->flow == FLOW_RETURN) {
        found->passes |= held & RESULTS;
        return;
    } else if (it->flow == FLOW_JUMP_ANY ||
               (jumps && !follow_is_inside(follow, it->target))) {
        leave(code, it, held, found);
    } else if (jumps) {
        follow_add(follow, it->target, held);
    }
    if (it->flow != FLOW_JUMP && it->flow != FLOW_JUMP_ANY &&
        it->flow != FLOW_MRET && follow_is_inside(follow, after))
        follow_add(follow, after, held);
}

static struct arguments find_arguments(const struct code *code,
                                       const struct function *function)
{
    struct arguments found = {0, 0};
    struct follow follow;
    struct instruction it;
    uint64_t address;
    uint64_t held;

    follow_begin(&follow, code->program, function, function->start);
    follow_add(&follow, function->start, ARGUMENTS);
    while (follow_next(&follow, &address, &held)) {
        if (code_instruction(code->program, address, function->end, &it))
            step(code, &follow, &it, held, &found);
        else
            found.reads |= held;
    }
    follow_end(&follow);
    found.passes |= found.reads;
    return found;
}

void flow_find_arguments(struct code *code)
{
    bool changed = true;

    for (size_t round = 0; changed && round < ROUNDS_MAX; round++) {
        changed = false;
        for (size_t i = 0; i < code->function_count; i++) {
            struct function *function = &code->functions[i];
            struct arguments found = find_arguments(code, function);

            changed |= found.reads != function->reads ||
                       found.passes != function->passes;
            function->reads = found.reads;
            function->passes = found.passes;
        }
    }
    for (size_t i = 0; changed && i < code->function_count; i++)
        code->functions[i].reads = code->functions[i].passes = ARGUMENTS;
}
