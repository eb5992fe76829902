/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CSR instructions (unprivileged specification, chapter "Zicsr") and the
 * CSRs of the virtual hart: RV64IMAFDC with M and U, no physical memory
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
#define CSR_HPMCOUNTER3 0xc03
#define CSR_HPMCOUNTER31 0xc1f
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

#define CSR_WRITE 1 /* csrrw, in funct3 */
#define CSR_SET 2   /* csrrs */
#define CSR_CLEAR 3 /* csrrc */
#define CSR_OPERATION 3
#define CSR_IMMEDIATE 4 /* the same with a constant */

#define MIE_KEPT (MIP_MSIP | MIP_MTIP | MIP_MEIP)

static bool is_between(uint64_t number, uint64_t first, uint64_t last)
{
    return number >= first && number <= last;
}

/* CSRs that are there and always 0, whatever is written. */
static bool is_zero(uint64_t number)
{
    return number == CSR_MENVCFG || number == CSR_MCOUNTINHIBIT ||
           is_between(number, CSR_MHPMEVENT3, CSR_MHPMEVENT31) ||
           is_between(number, CSR_PMPADDR0, CSR_PMPADDR63) ||
           /* RV64 has only the even ones of the sixteen pmpcfg. */
           (is_between(number, CSR_PMPCFG0, CSR_PMPADDR0 - 1) &&
            number % 2 == 0) ||
           is_between(number, CSR_MHPMCOUNTER3, CSR_MHPMCOUNTER31) ||
           is_between(number, CSR_HPMCOUNTER3, CSR_HPMCOUNTER31);
}

/* Reads a CSR, without effect; false: there is none such. */
static inline bool read_csr(struct vcpu *self, uint64_t number, uint64_t *value)
{
    const struct state_registers *state = self->arch->state;

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
        *value = 0; /* 3.1.2 to 3.1.5: 0 tells nothing; hart 0 */
        return true;
    default:
        *value = 0;
        return is_zero(number);
    }
}

/* Writes a CSR that read_csr() knows. */
static inline void write_csr(struct vcpu *self, uint64_t number, uint64_t value)
{
    struct state_registers *state = self->arch->state;

    switch (number) {
    case CSR_MSTATUS:
        vcpu_write_mstatus(self, value);
        break;
    case CSR_MIE:
        state->mie = value & MIE_KEPT;
        if (self->pending != 0)
            arch_vcpu_leave(self);
        break;
    case CSR_MTVEC:
        if ((value & 3) <= 1) /* direct or vectored; another is no mode */
            state->mtvec = value;
        break;
    case CSR_MCOUNTEREN:
        self->arch->mcounteren = value & UINT32_MAX;
        break;
    case CSR_MSCRATCH:
        state->mscratch = value;
        break;
    case CSR_MEPC:
        state->mepc = value & ~1UL;
        break;
    case CSR_MCAUSE:
        state->mcause = value;
        break;
    case CSR_MTVAL:
        state->mtval = value;
        break;
    default:
        /*
         * misa and what is 0 is WARL; MSIP, MTIP and MEIP of mip are read-only;
         * mcycle and minstret are the hart's.
         */
        break;
    }
}

static inline uint64_t combine(uint64_t operation, uint64_t old,
                               uint64_t operand)
{
    if (operation == CSR_SET)
        return old | operand;
    if (operation == CSR_CLEAR)
        return old & ~operand;
    return operand;
}

bool emulate_csr(struct vcpu *self, uint64_t bits, uint64_t saved)
{
    uint64_t number = bits >> 20;
    uint64_t source = (bits >> 15) & 31;
    uint64_t destination = (bits >> 7) & 31;
    uint64_t operation = (bits >> 12) & CSR_OPERATION;
    bool immediate = (bits >> 12 & CSR_IMMEDIATE) != 0;
    bool writes = operation == CSR_WRITE || source != 0;
    uint64_t old = 0;

    if (!emulate_has(saved, destination) ||
        (!immediate && !emulate_has(saved, source)))
        return false;
    if (writes && number >> 10 == 3) /* a read-only one (2.1) */
        return trap_illegal(self, bits, saved);
    /* csrrw that wants no old value does not read; none here has effects. */
    if (!read_csr(self, number, &old))
        return trap_illegal(self, bits, saved);
    if (writes) {
        uint64_t operand = immediate ? source : emulate_get(self, source);

        write_csr(self, number, combine(operation, old, operand));
    }
    emulate_set(self, destination, old);
    self->arch->x[PC] += 4;
    return true;
}
