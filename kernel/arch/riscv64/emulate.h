/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions of a guest that trap and are carried out here.
 *
 * entry.S first saves only the registers that C does not keep, for most
 * instructions need no other: `saved` has them by bit. A function that returns
 * false has done nothing, and wants to be called again with all of them.
 */
#ifndef KERNEL_ARCH_RISCV64_EMULATE_H
#define KERNEL_ARCH_RISCV64_EMULATE_H

#include "kernel/arch/riscv64/vcpu.h"

/* An instruction as fetched: 2 or 4 bytes, right-aligned. */
struct instruction {
    uint64_t bits;
    uint64_t size; /* bytes; 0: cannot be fetched */
};

/* The instruction at `half`, of which 4 bytes can be read. */
static inline struct instruction instruction_at(const uint16_t *half)
{
    if ((half[0] & 3) != 3)
        return (struct instruction){half[0], 2};
    return (struct instruction){half[0] | (uint64_t)half[1] << 16, 4};
}

/* emulate_fetch(), at the end of a region or outside the last one. */
struct instruction emulate_fetch_slowly(struct vcpu *self);

/* Fetches what `self` executes at its program counter. */
static inline struct instruction emulate_fetch(struct vcpu *self)
{
    struct guest_address pc = {self->arch->x[PC]};
    const uint16_t *half =
        guest_mem_in(self->text_region, pc, 4, BH_ACCESS_EXECUTE);

    return half != NULL ? instruction_at(half) : emulate_fetch_slowly(self);
}

/* Carries out the instruction `bits`, which the hart found illegal. */
bool emulate_system(struct vcpu *self, uint64_t bits, uint64_t saved);

/* Carries out a load or a store at `address`, which no page allows. */
bool emulate_access(struct vcpu *self, uint64_t address, uint64_t saved,
                    bool is_store);

/*
 * What the virtual hart cannot do is its exception, or the health monitor's
 * affair, whose log wants all registers.
 */
bool trap_refuse(struct vcpu *self, uint32_t event, uint64_t cause,
                 uint64_t value, uint64_t saved);

static inline bool trap_illegal(struct vcpu *self, uint64_t bits,
                                uint64_t saved)
{
    return trap_refuse(self, BH_EVENT_ILLEGAL_INSTRUCTION,
                       CAUSE_ILLEGAL_INSTRUCTION, bits, saved);
}

/* Of emulate_system(): a CSR instruction. */
bool emulate_csr(struct vcpu *self, uint64_t bits, uint64_t saved);

/* True if register `number` is among those `saved`; x0 needs no saving. */
static inline bool emulate_has(uint64_t saved, uint64_t number)
{
    return ((saved | 1) >> number & 1) != 0;
}

static inline uint64_t emulate_get(const struct vcpu *self, uint64_t number)
{
    return number == 0 ? 0 : self->arch->x[number];
}

static inline void emulate_set(struct vcpu *self, uint64_t number,
                               uint64_t value)
{
    if (number != 0)
        self->arch->x[number] = value;
}

#endif
