/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compressed instructions (unprivileged specification, chapter "C"): each
 * stands for one of 32 bits, which is made here, so that nobody else has to
 * know them.
 */
#include "rewrite/decode.h"

/* Bits `high` to `low` of `bits`, shifted up to `to`. */
static uint32_t field(uint32_t bits, unsigned high, unsigned low, unsigned to)
{
    return ((bits >> low) & ((1u << (high - low + 1)) - 1)) << to;
}

static uint32_t sign_extend(uint32_t value, unsigned sign)
{
    uint32_t bit = 1u << sign;

    return (value ^ bit) - bit;
}

/* The registers that 3 bits can name begin with x8. */
static uint32_t small_register(uint32_t bits, unsigned low)
{
    return 8 + field(bits, low + 2, low, 0);
}

static uint32_t make_i(uint32_t immediate, uint32_t rs1, uint32_t function,
                       uint32_t rd, uint32_t opcode)
{
    return immediate << 20 | rs1 << 15 | function << 12 | rd << 7 | opcode;
}

static uint32_t make_s(uint32_t immediate, uint32_t rs2, uint32_t rs1,
                       uint32_t function, uint32_t opcode)
{
    return field(immediate, 11, 5, 25) | rs2 << 20 | rs1 << 15 |
           function << 12 | field(immediate, 4, 0, 7) | opcode;
}

static uint32_t make_r(uint32_t function7, uint32_t rs2, uint32_t rs1,
                       uint32_t function, uint32_t rd, uint32_t opcode)
{
    return function7 << 25 | rs2 << 20 | rs1 << 15 | function << 12 | rd << 7 |
           opcode;
}

static uint32_t make_branch(uint32_t offset, uint32_t rs1, uint32_t function)
{
    return field(offset, 12, 12, 31) | field(offset, 10, 5, 25) | rs1 << 15 |
           function << 12 | field(offset, 4, 1, 8) | field(offset, 11, 11, 7) |
           OPCODE_BRANCH;
}

static uint32_t make_jump(uint32_t offset)
{
    return field(offset, 20, 20, 31) | field(offset, 10, 1, 21) |
           field(offset, 11, 11, 20) | field(offset, 19, 12, 12) | OPCODE_JAL;
}

/* The 6-bit immediate of most instructions. */
static uint32_t immediate6(uint32_t bits)
{
    return sign_extend(field(bits, 12, 12, 5) | field(bits, 6, 2, 0), 5);
}

/* Loads and stores with registers of 3 bits, and c.addi4spn. */
static uint32_t expand_0(uint32_t bits)
{
    const uint32_t rd = small_register(bits, 2), rs1 = small_register(bits, 7);
    const uint32_t word =
        field(bits, 12, 10, 3) | field(bits, 6, 6, 2) | field(bits, 5, 5, 6);
    const uint32_t twice = field(bits, 12, 10, 3) | field(bits, 6, 5, 6);
    const uint32_t stack = field(bits, 12, 11, 4) | field(bits, 10, 7, 6) |
                           field(bits, 6, 6, 2) | field(bits, 5, 5, 3);

    switch (bits >> 13) {
    case 0:
        return stack ? make_i(stack, REGISTER_SP, 0, rd, OPCODE_OP_IMM) : 0;
    case 1:
        return make_i(twice, rs1, 3, rd, OPCODE_LOAD_FP);
    case 2:
        return make_i(word, rs1, 2, rd, OPCODE_LOAD);
    case 3:
        return make_i(twice, rs1, 3, rd, OPCODE_LOAD);
    case 5:
        return make_s(twice, rd, rs1, 3, OPCODE_STORE_FP);
    case 6:
        return make_s(word, rd, rs1, 2, OPCODE_STORE);
    case 7:
        return make_s(twice, rd, rs1, 3, OPCODE_STORE);
    default:
        return 0;
    }
}

static uint32_t expand_lui(uint32_t bits, uint32_t rd)
{
    const uint32_t up = sign_extend(
        field(bits, 12, 12, 9) | field(bits, 4, 3, 7) | field(bits, 5, 5, 6) |
            field(bits, 2, 2, 5) | field(bits, 6, 6, 4),
        9);

    if (immediate6(bits) == 0)
        return 0;
    if (rd == REGISTER_SP)
        return make_i(up, rd, 0, rd, OPCODE_OP_IMM);
    return immediate6(bits) << 12 | rd << 7 | OPCODE_LUI;
}

/* Arithmetic on a register of 3 bits. */
static uint32_t expand_arithmetic(uint32_t bits)
{
    static const uint8_t functions[4] = {0, 4, 6, 7}; /* sub, xor, or, and */
    const uint32_t rd = small_register(bits, 7), rs2 = small_register(bits, 2);
    const uint32_t shift = immediate6(bits) & 63;
    const uint32_t which = field(bits, 6, 5, 0);

    switch (field(bits, 11, 10, 0)) {
    case 0:
        return make_i(shift, rd, 5, rd, OPCODE_OP_IMM);
    case 1:
        return make_i(shift | 0x400, rd, 5, rd, OPCODE_OP_IMM);
    case 2:
        return make_i(immediate6(bits), rd, 7, rd, OPCODE_OP_IMM);
    default:
        break;
    }
    if (!field(bits, 12, 12, 0))
        return make_r(which == 0 ? 0x20 : 0, rs2, rd, functions[which], rd,
                      OPCODE_OP);
    if (which > 1)
        return 0;
    return make_r(which == 0 ? 0x20 : 0, rs2, rd, 0, rd, OPCODE_OP_32);
}

static uint32_t expand_1(uint32_t bits)
{
    const uint32_t rd = field(bits, 11, 7, 0), rs1 = small_register(bits, 7);
    const uint32_t jump =
        sign_extend(field(bits, 12, 12, 11) | field(bits, 11, 11, 4) |
                        field(bits, 10, 9, 8) | field(bits, 8, 8, 10) |
                        field(bits, 7, 7, 6) | field(bits, 6, 6, 7) |
                        field(bits, 5, 3, 1) | field(bits, 2, 2, 5),
                    11);
    const uint32_t branch = sign_extend(
        field(bits, 12, 12, 8) | field(bits, 11, 10, 3) | field(bits, 6, 5, 6) |
            field(bits, 4, 3, 1) | field(bits, 2, 2, 5),
        8);

    switch (bits >> 13) {
    case 0:
        return make_i(immediate6(bits), rd, 0, rd, OPCODE_OP_IMM);
    case 1:
        return rd ? make_i(immediate6(bits), rd, 0, rd, OPCODE_OP_IMM_32) : 0;
    case 2:
        return make_i(immediate6(bits), 0, 0, rd, OPCODE_OP_IMM);
    case 3:
        return expand_lui(bits, rd);
    case 4:
        return expand_arithmetic(bits);
    case 5:
        return make_jump(jump);
    case 6:
        return make_branch(branch, rs1, 0);
    default:
        return make_branch(branch, rs1, 1);
    }
}

/* Jumps to a register, and moves and sums of two. */
static uint32_t expand_register(uint32_t bits)
{
    const uint32_t rd = field(bits, 11, 7, 0), rs2 = field(bits, 6, 2, 0);
    const uint32_t link = field(bits, 12, 12, 0);

    if (rs2)
        return make_r(0, rs2, link ? rd : 0, 0, rd, OPCODE_OP);
    if (rd)
        return make_i(0, rd, 0, link, OPCODE_JALR);
    return link ? 0x00100073 : 0; /* ebreak */
}

static uint32_t expand_2(uint32_t bits)
{
    const uint32_t rd = field(bits, 11, 7, 0), rs2 = field(bits, 6, 2, 0);
    const uint32_t load_word =
        field(bits, 12, 12, 5) | field(bits, 6, 4, 2) | field(bits, 3, 2, 6);
    const uint32_t load_twice =
        field(bits, 12, 12, 5) | field(bits, 6, 5, 3) | field(bits, 4, 2, 6);
    const uint32_t word = field(bits, 12, 9, 2) | field(bits, 8, 7, 6);
    const uint32_t twice = field(bits, 12, 10, 3) | field(bits, 9, 7, 6);

    switch (bits >> 13) {
    case 0:
        return make_i(immediate6(bits) & 63, rd, 1, rd, OPCODE_OP_IMM);
    case 1:
        return make_i(load_twice, REGISTER_SP, 3, rd, OPCODE_LOAD_FP);
    case 2:
        return rd ? make_i(load_word, REGISTER_SP, 2, rd, OPCODE_LOAD) : 0;
    case 3:
        return rd ? make_i(load_twice, REGISTER_SP, 3, rd, OPCODE_LOAD) : 0;
    case 4:
        return expand_register(bits);
    case 5:
        return make_s(twice, rs2, REGISTER_SP, 3, OPCODE_STORE_FP);
    case 6:
        return make_s(word, rs2, REGISTER_SP, 2, OPCODE_STORE);
    default:
        return make_s(twice, rs2, REGISTER_SP, 3, OPCODE_STORE);
    }
}

uint32_t decode_expand(uint32_t bits)
{
    switch (bits & 3) {
    case 0:
        return expand_0(bits);
    case 1:
        return expand_1(bits);
    case 2:
        return expand_2(bits);
    default:
        return 0;
    }
}
