/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CSRs of the virtual hart: RV64IMAFDC with M and U, no physical memory
 * protection of its own (its PMP registers read as 0, as 3.7.1 allows), no
 * supervisor mode. Numbers and fields are those of the privileged
 * specification 1.12, chapters 2 and 3.
 */
#include "kernel/arch/riscv64/emulate.h"

#define CSR_MSTATUS 0x300
#define CSR_MISA 0x301
#define CSR_MIE 0x304
#define CSR_MTVEC 0x305
#define CSR_MCOUNTEREN 0x306
#define CSR_MENVCFG 0x30a
#define CSR_MCOUNTINHIBIT 0x320
#define CSR_MHPMEVENT3 0x323
#define CSR_MHPMEVENT31 0x33f
#define CSR_MSCRATCH 0x340
#define CSR_MEPC 0x341
#define CSR_MCAUSE 0x342
#define CSR_MTVAL 0x343
#define CSR_MIP 0x344
#define CSR_PMPCFG0 0x3a0
#define CSR_PMPADDR0 0x3b0
#define CSR_PMPADDR63 0x3ef
#define CSR_MCYCLE 0xb00
#define CSR_MINSTRET 0xb02
#define CSR_MHPMCOUNTER3 0xb03
#define CSR_MHPMCOUNTER31 0xb1f
#define CSR_MVENDORID 0xf11
#define CSR_MARCHID 0xf12
#define CSR_MIMPID 0xf13
#define CSR_MHARTID 0xf14
#define CSR_MCONFIGPTR 0xf15

/* RV64 with A, C, D, F, I, M and U: letter n of the alphabet is bit n. */
#define LETTER(c) (1UL << ((c) - 'A'))
#define MISA                                                                   \
    ((2UL << 62) | LETTER('A') | LETTER('C') | LETTER('D') | LETTER('F') |     \
     LETTER('I') | LETTER('M') | LETTER('U'))

#define MIE_KEPT (MIP_MSIP | MIP_MTIP | MIP_MEIP)

static bool is_between(uint32_t number, uint32_t first, uint32_t last)
{
    return number >= first && number <= last;
}

/* CSRs that are there and always 0, whatever is written. */
static bool is_zero(uint32_t number)
{
    return number == CSR_MENVCFG || number == CSR_MCOUNTINHIBIT ||
           is_between(number, CSR_MHPMEVENT3, CSR_MHPMEVENT31) ||
           is_between(number, CSR_PMPADDR0, CSR_PMPADDR63) ||
           /* RV64 has only the even ones of the sixteen pmpcfg. */
           (is_between(number, CSR_PMPCFG0, CSR_PMPADDR0 - 1) &&
            number % 2 == 0) ||
           is_between(number, CSR_MHPMCOUNTER3, CSR_MHPMCOUNTER31);
}

bool vcsr_read(struct vcpu *self, uint32_t number, uint64_t *value)
{
    const struct bh_state *state = self->arch->state;

    switch (number) {
    case CSR_MSTATUS:
        *value = vcpu_read_mstatus(self);
        return true;
    case CSR_MISA:
        *value = MISA;
        return true;
    case CSR_MIE:
        *value = state->mie & MIE_KEPT;
        return true;
    case CSR_MTVEC:
        *value = state->mtvec;
        return true;
    case CSR_MCOUNTEREN:
        *value = self->arch->mcounteren;
        return true;
    case CSR_MSCRATCH:
        *value = state->mscratch;
        return true;
    case CSR_MEPC:
        *value = state->mepc & ~1UL;
        return true;
    case CSR_MCAUSE:
        *value = state->mcause;
        return true;
    case CSR_MTVAL:
        *value = state->mtval;
        return true;
    case CSR_MIP:
        *value = self->pending;
        return true;
    case CSR_MCYCLE:
        *value = csr_read(mcycle);
        return true;
    case CSR_MINSTRET:
        *value = csr_read(minstret);
        return true;
    case CSR_MVENDORID:
    case CSR_MARCHID:
    case CSR_MIMPID:
    case CSR_MHARTID:
    case CSR_MCONFIGPTR:
        *value = 0; /* 3.1.2 to 3.1.5: not implemented, hart 0 */
        return true;
    default:
        *value = 0;
        return is_zero(number);
    }
}

bool vcsr_write(struct vcpu *self, uint32_t number, uint64_t value)
{
    struct bh_state *state = self->arch->state;

    switch (number) {
    case CSR_MSTATUS:
        vcpu_write_mstatus(self, value);
        return true;
    case CSR_MIE:
        state->mie = value & MIE_KEPT;
        arch_vcpu_leave(self);
        return true;
    case CSR_MTVEC:
        state->mtvec = value & ~2UL; /* direct or vectored */
        return true;
    case CSR_MCOUNTEREN:
        self->arch->mcounteren = value & UINT32_MAX;
        return true;
    case CSR_MSCRATCH:
        state->mscratch = value;
        return true;
    case CSR_MEPC:
        state->mepc = value & ~1UL;
        return true;
    case CSR_MCAUSE:
        state->mcause = value;
        return true;
    case CSR_MTVAL:
        state->mtval = value;
        return true;
    case CSR_MISA:     /* WARL, and fixed */
    case CSR_MIP:      /* MSIP, MTIP, MEIP are read-only */
    case CSR_MCYCLE:   /* the hart's, and read-only here */
    case CSR_MINSTRET:
        return true;
    default:
        return is_zero(number);
    }
}
