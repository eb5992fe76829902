/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions; see decode.h. What is not in the tables here is no instruction:
 * then there is data, or an extension that nobody here has heard of, and in
 * both cases the bytes are best left alone.
 */
#include "rewrite/decode.h"

#include <string.h>

/* Fields of an opcode that name integer registers. */
#define HAS_RD 1u
#define HAS_RS1 2u
#define HAS_RS2 4u
#define KNOWN 8u

static const uint8_t opcodes[128] = {
    [OPCODE_LOAD] = KNOWN | HAS_RD | HAS_RS1,
    [OPCODE_LOAD_FP] = KNOWN | HAS_RS1,
    [OPCODE_FENCE] = KNOWN,
    [OPCODE_OP_IMM] = KNOWN | HAS_RD | HAS_RS1,
    [OPCODE_AUIPC] = KNOWN | HAS_RD,
    [OPCODE_OP_IMM_32] = KNOWN | HAS_RD | HAS_RS1,
    [OPCODE_STORE] = KNOWN | HAS_RS1 | HAS_RS2,
    [OPCODE_STORE_FP] = KNOWN | HAS_RS1,
    [OPCODE_AMO] = KNOWN | HAS_RD | HAS_RS1 | HAS_RS2,
    [OPCODE_OP] = KNOWN | HAS_RD | HAS_RS1 | HAS_RS2,
    [OPCODE_LUI] = KNOWN | HAS_RD,
    [OPCODE_OP_32] = KNOWN | HAS_RD | HAS_RS1 | HAS_RS2,
    [0x43] = KNOWN, /* fmadd and its kin */
    [0x47] = KNOWN,
    [0x4b] = KNOWN,
    [0x4f] = KNOWN,
    [OPCODE_OP_FP] = KNOWN,
    [OPCODE_BRANCH] = KNOWN | HAS_RS1 | HAS_RS2,
    [OPCODE_JALR] = KNOWN | HAS_RD | HAS_RS1,
    [OPCODE_JAL] = KNOWN | HAS_RD,
    [OPCODE_SYSTEM] = KNOWN,
};

/* Which integer registers a floating-point instruction names. */
static unsigned fields_fp(uint32_t bits)
{
    switch (bits >> 28) {
    case 0xa: /* comparisons */
    case 0xc: /* fcvt to an integer */
    case 0xe: /* fmv to an integer, fclass */
        return HAS_RD;
    case 0xd: /* fcvt from an integer */
    case 0xf: /* fmv from an integer */
        return HAS_RS1;
    default:
        return 0;
    }
}

static int64_t jump_offset(uint32_t bits)
{
    uint32_t sign = bits >> 31;

    return (int64_t)((bits & 0xff000) | (bits >> 9 & 0x800) |
                     (bits >> 20 & 0x7fe)) -
           ((int64_t)sign << 20);
}

static int64_t branch_offset(uint32_t bits)
{
    uint32_t sign = bits >> 31;

    return (int64_t)((bits << 4 & 0x800) | (bits >> 20 & 0x7e0) |
                     (bits >> 7 & 0x1e)) -
           ((int64_t)sign << 12);
}

/* The millicode that saves registers links by t0, and returns by it. */
static bool is_link(unsigned number)
{
    return number == REGISTER_RA || number == REGISTER_T0;
}

static void decode_flow(struct instruction *it)
{
    it->flow = FLOW_NEXT;
    if (it->opcode == OPCODE_BRANCH) {
        it->flow = FLOW_BRANCH;
        it->target = it->address + (uint64_t)branch_offset(it->bits);
    } else if (it->opcode == OPCODE_JAL) {
        it->flow = it->rd ? FLOW_CALL : FLOW_JUMP;
        it->target = it->address + (uint64_t)jump_offset(it->bits);
    } else if (it->opcode == OPCODE_JALR) {
        if (it->rd)
            it->flow = FLOW_CALL_ANY;
        else
            it->flow = is_link(it->rs1) ? FLOW_RETURN : FLOW_JUMP_ANY;
    } else if (it->bits == INSTRUCTION_MRET) {
        it->flow = FLOW_MRET;
    }
}

/* A CSR instruction writes rd; it reads rs1 unless that is a constant. */
static unsigned fields_system(const struct instruction *it)
{
    if (it->function == 0)
        return 0;
    return it->function < 4 ? HAS_RD | HAS_RS1 : HAS_RD;
}

static void decode_fields(struct instruction *it)
{
    unsigned fields = opcodes[it->opcode];

    if (it->opcode == OPCODE_OP_FP)
        fields |= fields_fp(it->bits);
    else if (it->opcode == OPCODE_SYSTEM)
        fields |= fields_system(it);
    it->rs1 = it->bits >> 15 & 31;
    it->rs2 = it->bits >> 20 & 31;
    it->rd = fields & HAS_RD ? it->bits >> 7 & 31 : 0;
    it->reads = (fields & HAS_RS1 ? 1u << it->rs1 : 0) |
                (fields & HAS_RS2 ? 1u << it->rs2 : 0);
    it->immediate = decode_immediate(it->bits);
    if (it->opcode == OPCODE_STORE)
        it->immediate = (it->immediate & ~31) | (it->bits >> 7 & 31);
}

bool decode_instruction(const uint8_t *bytes, size_t size, uint64_t address,
                        struct instruction *it)
{
    if (size < 2)
        return false;
    memset(it, 0, sizeof(*it));
    it->address = address;
    it->bits = bytes[0] | (uint32_t)bytes[1] << 8;
    it->length = 2;
    if ((it->bits & 3) != 3) {
        it->bits = decode_expand(it->bits);
    } else {
        if (size < 4 || (it->bits & 0x1f) == 0x1f) /* a longer one */
            return false;
        it->bits |= (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
        it->length = 4;
    }
    it->opcode = it->bits & 0x7f;
    it->function = it->bits >> 12 & 7;
    if (!(opcodes[it->opcode] & KNOWN))
        return false;
    decode_fields(it);
    decode_flow(it);
    return true;
}
