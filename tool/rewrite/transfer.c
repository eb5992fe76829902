/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One instruction's effect; see transfer.h. It knows what compilers make of
 * "the flag, or 0": moves, masks, and a comparison that is shifted.
 */
#include "rewrite/transfer.h"

#include "rewrite/csr.h"

#include <bulkhead/state.h>

/* Whether nothing but the flag, or 0, is in the set. */
static bool is_flag_set(uint8_t value)
{
    return (value & ~(VALUE_ZERO | VALUE_FLAG)) == 0;
}

static uint8_t constant(int64_t number)
{
    if (number == 0)
        return VALUE_ZERO;
    if (number == 1)
        return VALUE_BOOL;
    if ((number & BH_STATE_MSTATUS_BITS) == 0)
        return VALUE_INERT;
    return number == MSTATUS_MIE ? VALUE_FLAG : VALUE_OTHER;
}

/* slli, or slliw */
static uint8_t shift_left(const struct instruction *it, uint8_t value)
{
    if ((value & ~(VALUE_ZERO | VALUE_BOOL)) != 0)
        return VALUE_OTHER;
    if (it->immediate == 3)
        return VALUE_ZERO | VALUE_FLAG;
    if (it->opcode == OPCODE_OP_IMM && (uint64_t)it->immediate < 64 &&
        ((uint64_t)BH_STATE_MSTATUS_BITS >> it->immediate & 1) == 0)
        return VALUE_ZERO | VALUE_INERT;
    return VALUE_OTHER;
}

static uint8_t add_immediate(const struct instruction *it, uint8_t value)
{
    if (it->rs1 == 0)
        return constant(it->immediate);
    return it->immediate == 0 ? value : VALUE_OTHER;
}

static uint8_t operate_immediate(const struct instruction *it, uint8_t value)
{
    const bool keeps = (it->immediate & ~(int64_t)MSTATUS_MIE) == 0;

    switch (it->function) {
    case 0: /* addi */
        return add_immediate(it, value);
    case 1:
        return shift_left(it, value);
    case 2: /* slti, sltiu */
    case 3:
        return VALUE_BOOL;
    case 7: /* andi */
        if (keeps)
            return VALUE_FLAG;
        if (is_flag_set(value))
            return value;
        return it->immediate == 1 ? VALUE_BOOL : VALUE_OTHER;
    case 4: /* xori, ori */
    case 6:
        return keeps && is_flag_set(value) ? VALUE_FLAG : VALUE_OTHER;
    default:
        return VALUE_OTHER;
    }
}

static uint8_t operate(const struct instruction *it, uint8_t x, uint8_t y)
{
    if (it->bits >> 25 != 0)
        return VALUE_OTHER;
    switch (it->function) {
    case 0: /* add: a move if there is nothing to add */
        if (it->rs1 == 0)
            return y;
        return it->rs2 == 0 ? x : VALUE_OTHER;
    case 2: /* slt, sltu */
    case 3:
        return VALUE_BOOL;
    case 4: /* xor, or */
    case 6:
        return is_flag_set(x) && is_flag_set(y) ? VALUE_FLAG : VALUE_OTHER;
    case 7: /* and */
        return is_flag_set(x) || is_flag_set(y) ? VALUE_FLAG : VALUE_OTHER;
    default:
        return VALUE_OTHER;
    }
}

static bool is_frame(const struct instruction *it)
{
    return it->rs1 == REGISTER_SP || it->rs1 == REGISTER_FP;
}

static void store(struct frame *frame, const struct instruction *it,
                  uint8_t value)
{
    size_t i = 0;

    if (!is_frame(it))
        return;
    while (i < frame->count && (frame->slot[i].offset != it->immediate ||
                                frame->slot[i].base != it->rs1))
        i++;
    if (i == FRAME_SLOTS) {
        frame->changed |= !frame->full;
        frame->full = true;
        return;
    }
    if (i == frame->count) {
        frame->count++;
        frame->slot[i].offset = it->immediate;
        frame->slot[i].base = it->rs1;
        frame->slot[i].value = 0;
    }
    frame->changed |= (value & ~frame->slot[i].value) != 0;
    frame->slot[i].value |= value;
}

/* What is loaded can be anything, and is what the function stored there. */
static uint8_t load(const struct frame *frame, const struct instruction *it)
{
    if (!is_frame(it))
        return VALUE_ANY;
    if (frame->full)
        return VALUE_ANY | VALUE_OTHER;
    for (size_t i = 0; i < frame->count; i++) {
        if (frame->slot[i].offset == it->immediate &&
            frame->slot[i].base == it->rs1)
            return VALUE_ANY | frame->slot[i].value;
    }
    return VALUE_ANY;
}

void transfer_value(struct frame *frame, const struct instruction *it,
                    bool is_flag, uint8_t registers[REGISTER_COUNT])
{
    const uint8_t x = registers[it->rs1], y = registers[it->rs2];
    uint8_t value = VALUE_OTHER;

    switch (it->opcode) {
    case OPCODE_STORE:
        store(frame, it, y);
        break;
    case OPCODE_LOAD:
        value = load(frame, it);
        break;
    case OPCODE_AMO:
        value = VALUE_ANY;
        break;
    case OPCODE_OP_IMM_32: /* addiw, slliw, shifts to the right */
    case OPCODE_OP_IMM:
        value = operate_immediate(it, x);
        break;
    case OPCODE_OP:
        value = operate(it, x, y);
        break;
    case OPCODE_LUI:
        value = constant((int32_t)(it->bits & 0xfffff000));
        break;
    case OPCODE_SYSTEM:
        if (is_flag)
            value = VALUE_ZERO | VALUE_FLAG;
        break;
    default:
        break;
    }
    if (it->rd != 0)
        registers[it->rd] = value;
}
