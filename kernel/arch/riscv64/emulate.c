/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The privileged instructions of M-mode (RISC-V privileged specification 1.12,
 * 3.3), carried out on the virtual hart; vcsr.c has the CSR instructions.
 */
#include "kernel/arch/riscv64/emulate.h"

#define OPCODE_SYSTEM 0x73
#define INSTRUCTION_MRET 0x30200073
#define INSTRUCTION_WFI 0x10500073

#define FUNCT3_CSR 3u /* any of these bits: a CSR instruction */

struct instruction emulate_fetch_slowly(struct vcpu *self)
{
    struct guest_address pc = {self->arch->x[PC]};
    const uint16_t *half = guest_mem_open(self, pc, 4, BH_ACCESS_EXECUTE);

    if (half != NULL)
        return instruction_at(half);
    /* The last two bytes of a region can be a compressed one only. */
    half = guest_mem_open(self, pc, 2, BH_ACCESS_EXECUTE);
    if (half == NULL || (half[0] & 3) == 3)
        return (struct instruction){0, 0};
    return (struct instruction){half[0], 2};
}

/* 3.3.2, 3.1.6.1: back from a trap, to M-mode: virtual U-mode is not there. */
static bool emulate_mret(struct vcpu *self, uint64_t saved)
{
    struct arch_vcpu *arch = self->arch;
    struct state_registers *state = arch->state;
    uint64_t mstatus = state->mstatus;

    if ((mstatus & MSTATUS_MPP) != MSTATUS_MPP)
        return trap_refuse(self, BH_EVENT_UNSUPPORTED,
                           CAUSE_ILLEGAL_INSTRUCTION, INSTRUCTION_MRET, saved);
    state->mstatus = (mstatus & ~MSTATUS_MPP) | MSTATUS_MPIE;
    *arch->flag &= ~MSTATUS_MIE;
    if ((mstatus & MSTATUS_MPIE) != 0)
        *arch->flag |= MSTATUS_MIE;
    arch->x[PC] = state->mepc & ~1UL;
    if ((self->pending & state->mie) != 0)
        arch_vcpu_leave(self); /* an interrupt may be let in */
    return true;
}

bool emulate_system(struct vcpu *self, uint64_t bits, uint64_t saved)
{
    if ((bits & 0x7f) != OPCODE_SYSTEM)
        return trap_illegal(self, bits, saved);
    if (((bits >> 12) & FUNCT3_CSR) != 0)
        return emulate_csr(self, bits, saved);
    if (bits == INSTRUCTION_MRET)
        return emulate_mret(self, saved);
    if (bits == INSTRUCTION_WFI) {
        self->arch->x[PC] += 4;
        partition_block(self, BLOCKED_WAITING);
        return true;
    }
    return trap_illegal(self, bits, saved);
}
