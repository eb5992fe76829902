/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Instructions of a guest that trap and are carried out here.
 */
#ifndef KERNEL_ARCH_RISCV64_EMULATE_H
#define KERNEL_ARCH_RISCV64_EMULATE_H

#include "kernel/arch/riscv64/vcpu.h"

/* An instruction as fetched: 2 or 4 bytes, right-aligned. */
struct instruction {
    uint32_t bits;
    uint32_t size; /* bytes; 0: cannot be fetched */
};

/* Fetches what `self` executes at its program counter. */
struct instruction emulate_fetch(struct vcpu *self);

/*
 * Carries out the instruction `bits` that the hart found illegal; false if it
 * is illegal on the virtual hart too.
 */
bool emulate_system(struct vcpu *self, uint32_t bits);

/* CSRs of the virtual hart; false: there is none such, or it is read-only. */
bool vcsr_read(struct vcpu *self, uint32_t number, uint64_t *value);
bool vcsr_write(struct vcpu *self, uint32_t number, uint64_t value);

/*
 * Carries out a load or store at `address` that no page allows, if it is an
 * access to an emulated device that the device takes; false if not.
 */
bool emulate_access(struct vcpu *self, uint64_t address);

#endif
