/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts and the timer of a virtual CPU. A line is a level: it
 * stays up until what raised it is served.
 */
#ifndef KERNEL_CORE_VIRQ_H
#define KERNEL_CORE_VIRQ_H

#include "kernel/core/partition.h"

/*
 * The lines, as bits of vcpu.pending. Which bits is the processor's choice, so
 * that it need not translate; these are RISC-V's, of mip.
 */
#define VIRQ_SOFTWARE (1u << 3)
#define VIRQ_TIMER (1u << 7)
#define VIRQ_EXTERNAL (1u << 11)

/* Raises or lowers `lines` of `self`. */
void virq_raise(struct vcpu *self, uint32_t lines);
void virq_lower(struct vcpu *self, uint32_t lines);

/* Arms the timer of `self` for `deadline`, absolute ticks, or disarms it. */
void virq_set_timer(struct vcpu *self, uint64_t deadline);

/*
 * Raises the timer's line if its deadline is not after `now`. A deadline that
 * passed before the slot began is a tick that the guest has missed.
 */
static inline void virq_update_timer(struct vcpu *self, uint64_t now)
{
    if (now < self->timer || (self->pending & VIRQ_TIMER) != 0)
        return;
    self->pending |= VIRQ_TIMER;
    if (self->timer < self->cpu->slot_start)
        self->info->missed_ticks++;
}

/* When the hart must look next, while `self` has the slot. */
static inline uint64_t virq_next_deadline(const struct vcpu *self)
{
    uint64_t slot_end = self->cpu->slot_end;

    return self->timer < slot_end && (self->pending & VIRQ_TIMER) == 0
               ? self->timer
               : slot_end;
}

#endif
