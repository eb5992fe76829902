/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of a guest: emulated, or the guest's own.
 */
#include "kernel/arch/riscv64/emulate.h"

/*
 * Called by entry.S with the registers `saved` in `arch`. False: nothing has
 * been done, and all of them are wanted.
 */
bool trap_exception(struct arch_vcpu *arch, uint64_t cause, uint64_t value,
                    uint64_t saved);

__attribute__((noinline)) bool trap_refuse(struct vcpu *self, uint32_t event,
                                           uint64_t cause, uint64_t value,
                                           uint64_t saved)
{
    if (saved != VCPU_SAVED_ALL)
        return false;
    vcpu_exception(self, event, cause, value);
    return true;
}

/* mtval need not have the instruction (3.1.16). */
static __attribute__((noinline)) bool fetch_illegal(struct vcpu *self,
                                                    uint64_t saved)
{
    return emulate_system(self, emulate_fetch_slowly(self).bits, saved);
}

/*
 * The guest's addresses are physical ones to it: what page or PMP forbids is,
 * on its machine, an address where nothing answers.
 */
bool trap_exception(struct arch_vcpu *arch, uint64_t cause, uint64_t value,
                    uint64_t saved)
{
    struct vcpu *self = arch->vcpu;

    switch (cause) {
    case CAUSE_LOAD_PAGE:
    case CAUSE_LOAD_ACCESS:
        return emulate_access(self, value, saved, false);
    case CAUSE_STORE_PAGE:
    case CAUSE_STORE_ACCESS:
        return emulate_access(self, value, saved, true);
    case CAUSE_ILLEGAL_INSTRUCTION:
        return value != 0 ? emulate_system(self, value & UINT32_MAX, saved)
                          : fetch_illegal(self, saved);
    case CAUSE_FETCH_PAGE:
    case CAUSE_FETCH_ACCESS:
        return trap_refuse(self, BH_EVENT_MEMORY_VIOLATION, CAUSE_FETCH_ACCESS,
                           value, saved);
    default:
        return trap_refuse(self, BH_EVENT_EXCEPTION, cause, value, saved);
    }
}
