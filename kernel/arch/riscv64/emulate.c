/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The privileged instructions of M-mode (RISC-V privileged specification 1.12,
 * 3.3) and the CSR instructions (unprivileged specification, chapter "Zicsr"),
 * carried out on the virtual hart.
 */
#include "kernel/arch/riscv64/emulate.h"

#define OPCODE_SYSTEM 0x73
#define INSTRUCTION_MRET 0x30200073
#define INSTRUCTION_WFI 0x10500073

#define FUNCT3_MASK 3u      /* csrrw, csrrs, csrrc */
#define FUNCT3_IMMEDIATE 4u /* the same with a constant */

enum csr_operation { CSR_WRITE = 1, CSR_SET = 2, CSR_CLEAR = 3 };

struct instruction emulate_fetch_slowly(struct vcpu *self)
{
    struct guest_address pc = {self->arch->x[PC]};
    const uint16_t *half = guest_mem_open(self, pc, 4, BH_ACCESS_EXECUTE);

    if (half != NULL && (half[0] & 3) == 3)
        return (struct instruction){half[0] | (uint64_t)half[1] << 16, 4};
    /* The last two bytes of a region can be a compressed one only. */
    if (half == NULL)
        half = guest_mem_open(self, pc, 2, BH_ACCESS_EXECUTE);
    if (half == NULL || (half[0] & 3) == 3)
        return (struct instruction){0, 0};
    return (struct instruction){half[0], 2};
}

static bool illegal(struct vcpu *self, uint32_t bits, uint64_t saved)
{
    return trap_refuse(self, BH_EVENT_ILLEGAL_INSTRUCTION,
                       CAUSE_ILLEGAL_INSTRUCTION, bits, saved);
}

/* 3.3.2, 3.1.6.1: back from a trap, to M-mode: virtual U-mode is not there. */
static bool emulate_mret(struct vcpu *self, uint64_t saved)
{
    struct bh_state *state = self->arch->state;
    uint64_t mstatus = state->mstatus;

    if ((mstatus & MSTATUS_MPP) != MSTATUS_MPP)
        return trap_refuse(self, BH_EVENT_UNSUPPORTED,
                           CAUSE_ILLEGAL_INSTRUCTION, INSTRUCTION_MRET, saved);
    state->mstatus = mstatus & ~(MSTATUS_MIE | MSTATUS_MPP);
    if ((mstatus & MSTATUS_MPIE) != 0)
        state->mstatus |= MSTATUS_MIE;
    state->mstatus |= MSTATUS_MPIE;
    self->arch->x[PC] = state->mepc & ~1UL;
    arch_vcpu_leave(self); /* an interrupt may be let in */
    return true;
}

static uint64_t combine(enum csr_operation operation, uint64_t old,
                        uint64_t operand)
{
    switch (operation) {
    case CSR_SET:
        return old | operand;
    case CSR_CLEAR:
        return old & ~operand;
    case CSR_WRITE:
    default:
        return operand;
    }
}

static bool emulate_csr(struct vcpu *self, uint32_t bits,
                                  uint64_t saved)
{
    uint32_t number = bits >> 20;
    uint32_t source = (bits >> 15) & 31;
    uint32_t destination = (bits >> 7) & 31;
    uint32_t funct3 = (bits >> 12) & 7;
    enum csr_operation operation = (enum csr_operation)(funct3 & FUNCT3_MASK);
    bool reads = operation != CSR_WRITE || destination != 0;
    bool writes = operation == CSR_WRITE || source != 0;
    uint64_t operand = source;
    uint64_t old = 0;

    if ((funct3 & FUNCT3_IMMEDIATE) == 0) {
        if (!emulate_has(saved, source))
            return false;
        operand = emulate_get(self, source);
    }
    if (!emulate_has(saved, destination))
        return false;
    if (writes && number >> 10 == 3) /* a read-only one (2.1) */
        return illegal(self, bits, saved);
    if (reads && !vcsr_read(self, number, &old))
        return illegal(self, bits, saved);
    if (writes && !vcsr_write(self, number, combine(operation, old, operand)))
        return illegal(self, bits, saved);
    emulate_set(self, destination, old);
    self->arch->x[PC] += 4;
    return true;
}

bool emulate_system(struct vcpu *self, uint32_t bits, uint64_t saved)
{
    if ((bits & 0x7f) != OPCODE_SYSTEM)
        return illegal(self, bits, saved);
    if (((bits >> 12) & FUNCT3_MASK) != 0)
        return emulate_csr(self, bits, saved);
    if (bits == INSTRUCTION_MRET)
        return emulate_mret(self, saved);
    if (bits == INSTRUCTION_WFI) {
        self->arch->x[PC] += 4;
        partition_wait(self);
        return true;
    }
    return illegal(self, bits, saved);
}
