/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Follows a value from where it is read to where it is used, on every way
 * through its function. What cannot be followed counts as a bad use.
 */
#include "rewrite/csr.h"
#include "rewrite/flow.h"
#include "rewrite/follow.h"

/* ---- Is the result the flag only? -------------------------------------------
 */

/*
 * The upper half of the set are registers with the value shifted down by 3, so
 * that the flag is bit 0. Bit 0 is no register's: it tells that the value has
 * not been masked on some way here.
 */
#define UNMASKED 1ull
#define FLAG_SHIFT 3

static bool is_move(const struct instruction *it)
{
    if (it->opcode == OPCODE_OP_IMM && it->function == 0)
        return it->immediate == 0;
    return it->opcode == OPCODE_OP && it->function == 0 &&
           it->bits >> 25 == 0 && (it->rs1 == 0 || it->rs2 == 0);
}

/* Says whether it takes the flag out of the value, and nothing else. */
static bool is_mask(const struct instruction *it, int64_t flag)
{
    return it->opcode == OPCODE_OP_IMM && it->function == 7 &&
           (it->immediate & ~flag) == 0;
}

/* Says whether it moves the flag to bit 0: srli. */
static bool is_shift(const struct instruction *it)
{
    return it->opcode == OPCODE_OP_IMM && it->function == 5 &&
           it->immediate == FLAG_SHIFT;
}

/* Says whether bit 0 of what it makes depends on bit 0 alone: xori. */
static bool is_inversion(const struct instruction *it)
{
    return it->opcode == OPCODE_OP_IMM && it->function == 4;
}

/* The registers in either half. */
static uint64_t registers_of(uint64_t held)
{
    return ((held | held >> 32) & UINT32_MAX) & ~UNMASKED;
}

static void forget(uint64_t *held, uint64_t registers)
{
    *held &= ~(registers | registers << 32);
}

/* What an instruction does with the value; NULL if that is fine. */
static const char *use(const struct instruction *it, uint64_t *held)
{
    const bool whole = (it->reads & *held & ~UNMASKED) != 0;
    const bool shifted = (it->reads & *held >> 32) != 0;
    uint64_t result = 0;

    if (whole && shifted)
        return "its result is used as it is";
    if (is_move(it) && whole)
        result = 1ull << it->rd;
    else if ((whole && is_shift(it)) ||
             (shifted && (is_move(it) || is_inversion(it))))
        result = 1ull << 32 << it->rd;
    else if ((whole && is_mask(it, MSTATUS_MIE)) ||
             (shifted && is_mask(it, MSTATUS_MIE >> FLAG_SHIFT)))
        *held &= ~UNMASKED;
    else if (whole || shifted) {
        if (it->opcode == OPCODE_STORE)
            return "its result is stored";
        if (it->opcode == OPCODE_SYSTEM)
            return "its result goes into a CSR";
        return "its result is used as it is";
    }
    if (it->rd) {
        forget(held, 1ull << it->rd);
        *held |= result;
    }
    return NULL;
}

const char flow_passed_on[] = "its result may be an argument";
const char flow_left_over[] = "may be used besides its mask";

/* What a call does with the value; NULL if it is not for whom is called. */
static const char *use_in_call(const struct code *code,
                               const struct instruction *it, uint64_t held)
{
    const uint64_t registers = registers_of(held);
    const struct function *callee = NULL;

    if (it->flow != FLOW_CALL_ANY && it->flow != FLOW_JUMP_ANY)
        callee = code_function_at(code, it->target);
    if (callee && registers & callee->reads)
        return "its result is an argument";
    if (!(registers & (callee ? callee->passes : ARGUMENTS)))
        return NULL;
    if (!(held & UNMASKED))
        return flow_left_over;
    return callee ? flow_passed_on : "its result is an argument";
}

/* What leaving the function does with the value. */
static const char *use_at_end(const struct code *code,
                              const struct instruction *it, uint64_t held)
{
    const uint64_t registers = registers_of(held);
    const uint64_t first = 1ull << REGISTER_A0;

    if (it->flow == FLOW_RETURN) {
        if (!(registers & (RESULTS | CALLEE_SAVED)))
            return NULL;
        /* Where a second result would be, something may have been left. */
        if (!(held & UNMASKED) && !(registers & (first | CALLEE_SAVED)))
            return flow_left_over;
        return "its result is returned";
    }
    if (it->flow == FLOW_MRET || (registers & CALLEE_SAVED))
        return "its result is kept when the function is left";
    return use_in_call(code, it, held);
}

static bool is_end(const struct follow *follow, const struct instruction *it)
{
    const bool jumps = it->flow == FLOW_BRANCH || it->flow == FLOW_JUMP;

    return it->flow == FLOW_RETURN || it->flow == FLOW_MRET ||
           it->flow == FLOW_JUMP_ANY ||
           (jumps && !follow_is_inside(follow, it->target));
}

/* Goes on from an instruction that has been passed. */
static const char *go_on(const struct code *code, struct follow *follow,
                         const struct instruction *it, uint64_t held)
{
    const uint64_t after = it->address + it->length;
    const char *why = NULL;

    if (it->flow == FLOW_CALL || it->flow == FLOW_CALL_ANY) {
        why = use_in_call(code, it, held);
        forget(&held, CALLER_SAVED);
    } else if (is_end(follow, it)) {
        why = use_at_end(code, it, held);
    } else if (it->flow != FLOW_NEXT) {
        follow_add(follow, it->target, held);
    }
    if (it->flow != FLOW_NEXT && it->flow != FLOW_BRANCH &&
        it->flow != FLOW_CALL && it->flow != FLOW_CALL_ANY)
        return why;
    if (follow_is_inside(follow, after))
        follow_add(follow, after, held);
    else if (registers_of(held))
        why = "its result is kept when the function is left";
    return why;
}

const char *flow_uses_flag_only(const struct code *code,
                                const struct instruction *site,
                                const struct function *function)
{
    const char *why = NULL, *doubt = NULL;
    struct follow follow;
    struct instruction it;
    uint64_t address;
    uint64_t held;

    if (site->rd == 0)
        return NULL;
    follow_begin(&follow, code->program, function, site->address);
    if (follow_is_inside(&follow, site->address + site->length))
        follow_add(&follow, site->address + site->length,
                   UNMASKED | 1ull << site->rd);
    else
        why = "it ends its function";
    while (!why && follow_next(&follow, &address, &held)) {
        if (!code_instruction(code->program, address, follow.end, &it))
            why = "what follows is no code";
        else if (it.bits == INSTRUCTION_ECALL)
            why = "its result is an argument";
        else
            why = use(&it, &held);
        if (!why && registers_of(held))
            why = go_on(code, &follow, &it, held);
        if (why == flow_passed_on || why == flow_left_over) {
            if (doubt != flow_passed_on)
                doubt = why;
            why = NULL;
        }
    }
    follow_end(&follow);
    return why ? why : doubt;
}

/* ---- Does mret follow? ------------------------------------------------------
 */

/* A register that nothing is asked of: it only marks where one has been. */
#define SOMETHING (1ull << REGISTER_SP)

bool flow_leads_to_mret(const struct code *code, const struct instruction *site,
                        const struct function *function)
{
    struct follow follow;
    struct instruction it;
    bool leads = true;
    uint64_t address;
    uint64_t held;

    follow_begin(&follow, code->program, function, site->address);
    if (follow_is_inside(&follow, site->address + site->length))
        follow_add(&follow, site->address + site->length, SOMETHING);
    else
        leads = false;
    while (leads && follow_next(&follow, &address, &held)) {
        if (!code_instruction(code->program, address, follow.end, &it)) {
            leads = false;
            break;
        }
        if (it.flow == FLOW_MRET)
            continue;
        if (is_end(&follow, &it) || it.flow == FLOW_CALL ||
            it.flow == FLOW_CALL_ANY)
            leads = false;
        else if (csr_is_access(it.bits))
            leads = csr_number(it.bits) != CSR_MEPC;
        else
            leads = it.opcode != OPCODE_SYSTEM;
        if (leads && go_on(code, &follow, &it, SOMETHING))
            leads = false;
    }
    follow_end(&follow);
    return leads;
}
