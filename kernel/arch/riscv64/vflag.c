/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The flag page of a rewritten guest: at address 0, its first word is MIE, and
 * `amoswap.w rd, x0, (x0)` and `amoor.w x0, rs, (x0)` clear and set it at
 * native cost; `ld rd, (x0)` reads it, and `amoand.w x0, x0, (x0)` sets it for
 * a moment, and clears it. The page is there only while no interrupt waits: who
 * sets the flag then finds no page, and traps here, and the interrupt is taken.
 *
 * The rest of the page is 0. Whatever else is found there was written through a
 * null pointer.
 */
#include "kernel/arch/riscv64/emulate.h"
#include <stddef.h>

/* The instructions, with base x0, whatever the other register is. */
#define AMOSWAP_RD 0x0800202fu
#define LD_RD 0x00003003u
#define RD_MASK (31u << 7)
#define AMOOR_RS2 0x4000202fu
#define RS2_MASK (31u << 20)
#define AMOAND 0x6000202fu

#define WORDS (BH_PAGE_SIZE / sizeof(uint64_t))

/* Words that each slot looks at: the first ones, and others in turn. */
#define CHECKED 16u

struct arch_vcpu *vflag_move(struct vcpu *self, uint64_t satp)
{
    self->arch->satp = satp;
    if (self == self->cpu->loaded) {
        csr_write(satp, satp);
        /* Tables on the way differ, too: no narrower fence will do (4.2.1). */
        __asm__ volatile("sfence.vma" : : : "memory");
    }
    return self->arch;
}

enum vflag_result vflag_emulate(struct vcpu *self, uint64_t bits,
                                uint64_t saved)
{
    struct arch_vcpu *arch = self->arch;
    uint64_t flag = *arch->flag & MSTATUS_MIE;
    uint64_t rd = (bits & RD_MASK) >> 7, rs2 = (bits & RS2_MASK) >> 20;
    uint64_t without_rd = bits & ~(uint64_t)RD_MASK;

    if (bits == AMOAND) {
        /* Without the page an interrupt waits: it comes, and this again. */
        *arch->flag = MSTATUS_MIE;
        arch_vcpu_leave(self);
        return VFLAG_DONE;
    }
    if (without_rd == AMOSWAP_RD || without_rd == LD_RD) {
        if (!emulate_has(saved, rd))
            return VFLAG_NOT_SAVED;
        emulate_set(self, rd, flag);
        if (without_rd == AMOSWAP_RD)
            *arch->flag = 0;
    } else if ((bits & ~(uint64_t)RS2_MASK) == AMOOR_RS2) {
        if (!emulate_has(saved, rs2))
            return VFLAG_NOT_SAVED;
        if ((emulate_get(self, rs2) & MSTATUS_MIE) != 0) {
            *arch->flag = MSTATUS_MIE;
            arch_vcpu_leave(self); /* an interrupt waits: no page, no flag */
        }
    } else {
        return VFLAG_OTHER;
    }
    arch->x[PC] += 4;
    return VFLAG_DONE;
}

/* Clears `count` words from `first` on; the address of one that was not 0. */
static uint64_t wipe(uint64_t *page, uint64_t first, uint64_t count)
{
    uint64_t found = 0;

    for (uint64_t i = first; i < first + count; i++) {
        if (page[i] != 0)
            found = i * sizeof(page[0]);
        page[i] = 0;
    }
    return found;
}

bool vflag_check(struct vcpu *self)
{
    struct arch_vcpu *arch = self->arch;
    uint64_t *page = arch->flag;
    uint64_t slot = self->info->slot_count;
    uint64_t flag = page[0], found;

    if (vflag_is_checked(self))
        return true;
    arch->checked = slot;
    found = wipe(page, slot * CHECKED % WORDS, CHECKED);
    if (found == 0)
        found = wipe(page, 1, CHECKED - 1);
    page[0] = flag & MSTATUS_MIE;
    return (found == 0 && page[0] == flag) ||
           vcpu_exception(self, BH_EVENT_MEMORY_VIOLATION, CAUSE_STORE_ACCESS,
                          found);
}
