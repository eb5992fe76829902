/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts: core keeps which lines are up; when they reach the guest
 * is the processor's affair (arch_vcpu_deliver).
 */
#include "kernel/core/virq.h"

void virq_raise(struct vcpu *self, uint32_t lines)
{
    self->pending |= lines;
    arch_vcpu_leave(self);
}

void virq_lower(struct vcpu *self, uint32_t lines)
{
    self->pending &= ~lines;
}

void virq_set_timer(struct vcpu *self, uint64_t deadline)
{
    self->timer = deadline;
    self->pending &= ~VIRQ_TIMER;
    /* The hart's timer must follow; resume sets it. */
    arch_vcpu_leave(self);
}
