/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CSR instructions (unprivileged specification, chapter "Zicsr"), and the
 * numbers of the machine's CSRs that have a place in the state page.
 */
#ifndef TOOL_REWRITE_CSR_H
#define TOOL_REWRITE_CSR_H

#include "rewrite/decode.h"

#define CSR_TIME 0xc01u
#define CSR_MSTATUS 0x300u
#define CSR_MIE 0x304u
#define CSR_MTVEC 0x305u
#define CSR_MSCRATCH 0x340u
#define CSR_MEPC 0x341u
#define CSR_MCAUSE 0x342u
#define CSR_MTVAL 0x343u
#define CSR_MIP 0x344u

#define MSTATUS_MIE 8

#define INSTRUCTION_ECALL 0x00000073u
#define INSTRUCTION_NOP 0x00000013u
#define INSTRUCTION_ENABLE 0x30046073u /* csrrsi x0,mstatus,8 */

/* funct3; with the bit CSR_IMMEDIATE the operand is a constant. */
#define CSR_WRITE 1u
#define CSR_SET 2u
#define CSR_CLEAR 3u
#define CSR_IMMEDIATE 4u

static inline bool csr_is_access(uint32_t bits)
{
    return (bits & 0x7f) == OPCODE_SYSTEM && (bits >> 12 & 3) != 0;
}

static inline uint32_t csr_number(uint32_t bits)
{
    return bits >> 20;
}

static inline uint32_t csr_operation(uint32_t bits)
{
    return bits >> 12 & 7;
}

/* The register, or the constant, that is written. */
static inline uint32_t csr_operand(uint32_t bits)
{
    return bits >> 15 & 31;
}

/* The register that takes the old value. */
static inline uint32_t csr_destination(uint32_t bits)
{
    return bits >> 7 & 31;
}

/* Says whether it only reads: it sets or clears nothing. */
static inline bool csr_is_read(uint32_t bits)
{
    return (csr_operation(bits) & 3) != CSR_WRITE && csr_operand(bits) == 0;
}

#endif
