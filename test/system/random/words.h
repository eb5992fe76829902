/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions at random, for a program that means no harm to itself: of all
 * kinds, and mostly such that there are.
 */
#ifndef TEST_SYSTEM_RANDOM_WORDS_H
#define TEST_SYSTEM_RANDOM_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#define ECALL 0x00000073
#define MRET 0x30200073
#define CSRS_MSTATUS_T0 0x3002a073
#define CSRW_MEPC_T1 0x34131073
#define WFI 0x10500073

#define OP_LOAD 0x03
#define OP_STORE 0x23
#define OP_STORE_FP 0x27
#define OP_AMO 0x2f
#define OP_BRANCH 0x63
#define OP_JALR 0x67
#define OP_JAL 0x6f
#define OP_SYSTEM 0x73

/* Numbers at random, the second one below a bound. */
static uint64_t next(void);
static uint64_t below(uint64_t bound);

static uint32_t with_field(uint32_t word, unsigned shift, unsigned width,
                           uint64_t value)
{
    const uint32_t mask = ((UINT32_C(1) << width) - 1) << shift;

    return (word & ~mask) | ((uint32_t)value << shift & mask);
}

/* Mostly those that there are. */
static uint64_t csr_number(void)
{
    static const uint16_t numbers[] = {
        0x001, 0x002, 0x003, 0x300, 0x301, 0x304, 0x305, 0x306, 0x30a,
        0x320, 0x340, 0x341, 0x342, 0x343, 0x344, 0x3a0, 0x3b0, 0xb00,
        0xb02, 0xb03, 0xc00, 0xc01, 0xc02, 0xf11, 0xf14, 0x180, 0x105,
    };

    return below(4) == 0 ? below(4096)
                         : numbers[below(sizeof(numbers) / sizeof(numbers[0]))];
}

static bool is_dangerous(uint64_t csr)
{
    return csr == 0x300 || csr == 0x304 || csr == 0x305;
}

/* The registers with pointers: x2 and x8 to x15, which nothing else changes. */
static uint64_t base_register(void)
{
    return below(9) == 8 ? 2 : 8 + below(8);
}

static uint32_t random_system(uint32_t word)
{
    uint64_t number;

    if ((word >> 12 & 3) == 0)
        return word; /* hardly one of them is an instruction */
    /* Not even to read them: a store into the block might make it a write. */
    do
        number = csr_number();
    while (is_dangerous(number));
    return with_field(word, 20, 12, number);
}

/* Jumps mostly a bit forward, so that a block is executed to its end. */
static uint32_t random_jump(uint32_t word, uint32_t opcode)
{
    if (below(8) == 0)
        return word;
    if (opcode == OP_JAL)
        return with_field(word, 12, 20, (2 + below(8)) << 10);
    if (opcode == OP_BRANCH)
        return with_field(with_field(word, 25, 7, 0), 7, 5, 4 + below(7) * 4);
    return with_field(word, 15, 5, base_register());
}

/* A load or store near its base: else it misses all small devices. */
static uint32_t random_offset(uint32_t word, uint32_t opcode)
{
    if (opcode == OP_STORE || opcode == OP_STORE_FP)
        return with_field(word, 25, 7, 0);
    return with_field(word, 20, 12, below(16));
}

/* Four bytes of anything that keeps handler and timer. */
static uint32_t random_word(void)
{
    static const uint8_t opcodes[] = {
        0x03, 0x07, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x27, 0x2f, 0x33,
        0x37, 0x3b, 0x43, 0x53, 0x63, 0x67, 0x6f, 0x73, 0x73,
    };
    uint32_t word = (uint32_t)next() | 3;
    uint32_t opcode;

    if (below(8) != 0)
        word = with_field(word, 0, 7, opcodes[below(sizeof(opcodes))]);
    opcode = word & 0x7f;
    if (opcode == OP_STORE || opcode == OP_STORE_FP || opcode == OP_AMO)
        word = with_field(word, 15, 5, base_register());
    if (opcode == OP_STORE || opcode == OP_STORE_FP)
        word &= INT32_MAX; /* not below a base that has become 0 */
    if (opcode == OP_LOAD && below(4) != 0)
        word = with_field(word, 15, 5, base_register());
    if ((opcode == OP_LOAD || opcode == OP_STORE) && below(2) == 0)
        word = random_offset(word, opcode);
    if (opcode == OP_SYSTEM)
        word = random_system(word);
    if (opcode == OP_JAL || opcode == OP_JALR || opcode == OP_BRANCH)
        word = random_jump(word, opcode);
    if (opcode != OP_STORE && opcode != OP_STORE_FP && opcode != OP_BRANCH)
        word |= 16 << 7; /* x16 to x31 */
    return word;
}

/*
 * Two bytes of anything; a store of theirs reaches no state register. The jumps
 * of quadrant 1 lead mostly forward.
 */
static uint32_t random_half(void)
{
    uint32_t half = (uint32_t)next() & 0xffff;

    if ((half & 3) == 3)
        half ^= 1 + (uint32_t)below(3);
    if ((half & 3) == 1 && half >> 13 >= 5 && below(16) != 0)
        half &= ~(UINT32_C(1) << 12);
    return half;
}

/* Would take handler or timer away, or wait without one. */
static bool is_deadly(uint32_t word)
{
    if ((word & 0x7f) != OP_SYSTEM)
        return false;
    return (word >> 12 & 3) == 0 ? word == ECALL || word == MRET || word == WFI
                                 : is_dangerous(word >> 20);
}

#endif
