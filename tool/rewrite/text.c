/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions as text: those that trap, and those that replace them.
 */
#include "rewrite/csr.h"
#include "rewrite/internal.h"

#include <stdio.h>

static const char *register_name(uint32_t number)
{
    static const char *const names[REGISTER_COUNT] = {
        "x0", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
        "a1", "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
        "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};

    return names[number & 31];
}

#define NAME_ROOM 12

static const char *csr_name(char room[NAME_ROOM], uint32_t number)
{
    static const struct {
        uint32_t number;
        const char *name;
    } names[] = {{CSR_MSTATUS, "mstatus"}, {0x301, "misa"},
                 {0x302, "medeleg"},       {0x303, "mideleg"},
                 {CSR_MIE, "mie"},         {CSR_MTVEC, "mtvec"},
                 {0x306, "mcounteren"},    {CSR_MSCRATCH, "mscratch"},
                 {CSR_MEPC, "mepc"},       {CSR_MCAUSE, "mcause"},
                 {CSR_MTVAL, "mtval"},     {CSR_MIP, "mip"},
                 {0x320, "mcountinhibit"}, {0x3a0, "pmpcfg0"},
                 {0x3b0, "pmpaddr0"},      {0xb00, "mcycle"},
                 {0xb02, "minstret"},      {CSR_TIME, "time"},
                 {0xf11, "mvendorid"},     {0xf12, "marchid"},
                 {0xf13, "mimpid"},        {0xf14, "mhartid"},
                 {0x100, "sstatus"},       {0x180, "satp"}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (names[i].number == number)
            return names[i].name;
    }
    snprintf(room, NAME_ROOM, "0x%03x", number);
    return room;
}

static void write_csr(char text[FORM_TEXT], uint32_t bits, const char *rd,
                      const char *rs)
{
    static const char *const names[8] = {"", "csrrw",  "csrrs",  "csrrc",
                                         "", "csrrwi", "csrrsi", "csrrci"};
    const uint32_t operation = csr_operation(bits);
    char room[NAME_ROOM], constant[NAME_ROOM];
    const char *name = csr_name(room, csr_number(bits));

    if (operation & CSR_IMMEDIATE) {
        snprintf(constant, sizeof(constant), "%u", csr_operand(bits));
        rs = constant;
    }
    snprintf(text, FORM_TEXT, "%s %s,%s,%s", names[operation], rd, name, rs);
}

/* Of those that replace something. */
static const char *atomic_name(uint32_t bits)
{
    switch (bits >> 27) {
    case 0x01:
        return "amoswap";
    case 0x08:
        return "amoor";
    default:
        return "amoand";
    }
}

const char *text_instruction(char text[FORM_TEXT], uint32_t bits, bool general)
{
    const uint32_t rd = bits >> 7 & 31, rs1 = bits >> 15 & 31;
    const uint32_t rs2 = bits >> 20 & 31;
    const char *rd_name = general && rd ? "rd" : register_name(rd);
    int32_t offset = (int32_t)bits >> 20;

    if (csr_is_access(bits)) {
        write_csr(text, bits, rd_name,
                  general && rs1 ? "rs" : register_name(rs1));
    } else if ((bits & 0x7f) == OPCODE_LOAD) {
        snprintf(text, FORM_TEXT, "ld %s,%d(x0)", rd_name, (int)offset);
    } else if ((bits & 0x7f) == OPCODE_STORE) {
        offset = (offset & ~31) | (int32_t)rd;
        snprintf(text, FORM_TEXT, "sd %s,%d(x0)",
                 general && rs2 ? "rs" : register_name(rs2), (int)offset);
    } else if ((bits & 0x7f) == OPCODE_AMO) {
        snprintf(text, FORM_TEXT, "%s.w %s,%s,(x0)", atomic_name(bits), rd_name,
                 general && rs2 ? "rs" : register_name(rs2));
    } else if (bits == INSTRUCTION_NOP) {
        snprintf(text, FORM_TEXT, "nop");
    } else if ((bits & 0x7f) == OPCODE_OP_IMM) {
        snprintf(text, FORM_TEXT, "li %s,%d", rd_name, (int)offset);
    } else {
        snprintf(text, FORM_TEXT, "%s",
                 bits == INSTRUCTION_MRET ? "mret" : "wfi");
    }
    return text;
}
