/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions of a guest: emulated, or the guest's own.
 */
#include "kernel/arch/riscv64/emulate.h"

/* Called by entry.S, with all registers of the guest in `arch`. */
void trap_exception(struct arch_vcpu *arch, uint64_t cause, uint64_t value);

static void illegal_instruction(struct vcpu *self, uint64_t value)
{
    uint32_t bits = (uint32_t)value;

    if (bits == 0) /* mtval need not have the instruction (3.1.16) */
        bits = emulate_fetch(self).bits;
    if (!emulate_system(self, bits))
        vcpu_exception(self, BH_EVENT_ILLEGAL_INSTRUCTION,
                       CAUSE_ILLEGAL_INSTRUCTION, bits);
}

/*
 * The guest's addresses are physical ones to it: what page or PMP forbids is,
 * on its machine, an address where nothing answers.
 */
static void bad_access(struct vcpu *self, uint64_t cause, uint64_t address)
{
    if (cause != CAUSE_FETCH_ACCESS && emulate_access(self, address))
        return;
    if (self->state == BH_STATE_NORMAL) /* the device may have ended it */
        vcpu_exception(self, BH_EVENT_MEMORY_VIOLATION, cause, address);
}

void trap_exception(struct arch_vcpu *arch, uint64_t cause, uint64_t value)
{
    struct vcpu *self = arch->vcpu;

    switch (cause) {
    case CAUSE_ILLEGAL_INSTRUCTION:
        illegal_instruction(self, value);
        break;
    case CAUSE_FETCH_PAGE:
    case CAUSE_FETCH_ACCESS:
        bad_access(self, CAUSE_FETCH_ACCESS, value);
        break;
    case CAUSE_LOAD_PAGE:
    case CAUSE_LOAD_ACCESS:
        bad_access(self, CAUSE_LOAD_ACCESS, value);
        break;
    case CAUSE_STORE_PAGE:
    case CAUSE_STORE_ACCESS:
        bad_access(self, CAUSE_STORE_ACCESS, value);
        break;
    default:
        vcpu_exception(self, BH_EVENT_EXCEPTION, cause, value);
    }
}
