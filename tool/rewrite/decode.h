/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions of RV64GC, as far as one must understand them to follow a value
 * through a function: how long they are, which integer registers they read and
 * write, and where execution goes on.
 */
#ifndef TOOL_REWRITE_DECODE_H
#define TOOL_REWRITE_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Major opcodes, bits 6 to 0. */
#define OPCODE_LOAD 0x03u
#define OPCODE_LOAD_FP 0x07u
#define OPCODE_FENCE 0x0fu
#define OPCODE_OP_IMM 0x13u
#define OPCODE_AUIPC 0x17u
#define OPCODE_OP_IMM_32 0x1bu
#define OPCODE_STORE 0x23u
#define OPCODE_STORE_FP 0x27u
#define OPCODE_AMO 0x2fu
#define OPCODE_OP 0x33u
#define OPCODE_LUI 0x37u
#define OPCODE_OP_32 0x3bu
#define OPCODE_OP_FP 0x53u
#define OPCODE_BRANCH 0x63u
#define OPCODE_JALR 0x67u
#define OPCODE_JAL 0x6fu
#define OPCODE_SYSTEM 0x73u

#define INSTRUCTION_MRET 0x30200073u
#define INSTRUCTION_WFI 0x10500073u

/* Registers that the calling convention gives a role. */
#define REGISTER_RA 1u
#define REGISTER_SP 2u
#define REGISTER_T0 5u
#define REGISTER_FP 8u
#define REGISTER_A0 10u
#define REGISTER_A7 17u
#define REGISTER_COUNT 32u

/* Where execution goes after an instruction. */
enum flow {
    FLOW_NEXT,     /* to the next one */
    FLOW_BRANCH,   /* there, or to `target` */
    FLOW_JUMP,     /* to `target` */
    FLOW_CALL,     /* to `target`, and then to the next one */
    FLOW_CALL_ANY, /* to an address in a register, and then to the next one */
    FLOW_JUMP_ANY, /* to an address in a register */
    FLOW_RETURN,   /* to the caller */
    FLOW_MRET,     /* to mepc */
};

/* An instruction; a compressed one has become what it stands for. */
struct instruction {
    uint64_t address;
    uint64_t target; /* of a branch, jump or call */
    int64_t immediate;
    uint32_t bits;
    uint32_t reads; /* bit n: register n */
    uint8_t length; /* bytes */
    uint8_t opcode;
    uint8_t function; /* funct3 */
    uint8_t rd;       /* the register that is written; 0: none */
    uint8_t rs1;      /* what the bits say, whether it is read or not */
    uint8_t rs2;
    enum flow flow;
};

/*
 * Decodes what the `size` bytes at `bytes` begin with, which lie at `address`.
 * Returns false if it is no instruction of RV64GC, or not all of one.
 */
bool decode_instruction(const uint8_t *bytes, size_t size, uint64_t address,
                        struct instruction *instruction);

/* What a compressed instruction stands for, or 0 if it is none. */
uint32_t decode_expand(uint32_t bits);

/* The immediate of an I-type instruction. */
static inline int64_t decode_immediate(uint32_t bits)
{
    return (int32_t)bits >> 20;
}

#endif
