/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts and the timer of a virtual CPU. A line is a level: it
 * stays up until what raised it is served.
 */
#ifndef KERNEL_CORE_VIRQ_H
#define KERNEL_CORE_VIRQ_H

#include "kernel/core/partition.h"

/* The lines, as bits of vcpu.pending. */
#define VIRQ_SOFTWARE 0x1u
#define VIRQ_TIMER 0x2u
#define VIRQ_EXTERNAL 0x4u

/* Raises or lowers `lines` of `self`. */
void virq_raise(struct vcpu *self, uint32_t lines);
void virq_lower(struct vcpu *self, uint32_t lines);

/* Arms the timer of `self` for `deadline`, absolute ticks, or disarms it. */
void virq_set_timer(struct vcpu *self, uint64_t deadline);

/* Raises the timer's line if its deadline is not after `now`. */
static inline void virq_update_timer(struct vcpu *self, uint64_t now)
{
    if (now >= self->timer)
        self->pending |= VIRQ_TIMER;
}

/* When the hart must look at the timer of `self` next. */
static inline uint64_t virq_next_deadline(const struct vcpu *self)
{
    return (self->pending & VIRQ_TIMER) != 0 ? BH_TIME_NEVER : self->timer;
}

#endif
