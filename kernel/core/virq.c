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
    arch_vcpu_show_pending(self);
}

void virq_set_timer(struct vcpu *self, uint64_t deadline)
{
    self->timer = deadline;
    arch_vcpu_show_timer(self);
    if ((self->pending & VIRQ_TIMER) != 0)
        virq_lower(self, VIRQ_TIMER);
    /* A deadline in the past makes the hart's timer come at once. */
    cpu_set_timer(self->cpu, virq_next_deadline(self));
}
