/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts and the timers of a virtual CPU. A line is a level: it
 * stays up until what raised it is served.
 */
#ifndef KERNEL_CORE_VIRQ_H
#define KERNEL_CORE_VIRQ_H

#include "kernel/core/partition.h"

/*
 * The lines, as bits of vcpu.pending. Which bits is the processor's choice, so
 * that it need not translate; these are RISC-V's, of mip, and above them the
 * lines that only a partition has.
 */
#define VIRQ_SOFTWARE (1u << 3)
#define VIRQ_TIMER (1u << 7)
#define VIRQ_EXTERNAL (1u << 11)
#define VIRQ_LINE(line) (1u << (BH_LINE_FIRST + (line)))

/* Raises or lowers `lines` of `self`. */
void virq_raise(struct vcpu *self, uint32_t lines);
void virq_lower(struct vcpu *self, uint32_t lines);

/* Adds `sources` to those of line BH_LINE_..., and raises it. */
void virq_signal(struct vcpu *self, uint32_t line, uint64_t sources);

/* The sources of a line, which has none then; or BH_E_INVALID_PARAM. */
struct result virq_take(struct vcpu *self, uint64_t line);

/*
 * `self` is done with these interrupts of devices, which may come again; or
 * BH_E_DENIED.
 */
struct result virq_done(const struct vcpu *self, uint64_t sources);

/* Arms the timer of `self` for `deadline`, absolute ticks, or disarms it. */
void virq_set_timer(struct vcpu *self, uint64_t deadline);

/*
 * Arms the timer of a clock, BH_CLOCK_..., or disarms it; `period` is 0 or from
 * one expiry to the next. Or BH_E_INVALID_PARAM.
 */
struct result virq_set_clock_timer(struct vcpu *self, uint64_t clock,
                                   uint64_t deadline, uint64_t period);

/* The time by which LIMIT_... must be set again, or is missed. */
void virq_set_limit(struct vcpu *self, enum limit limit, uint64_t time);

/* Reckons vcpu.alarm anew, as if `self` ran from now on. */
void virq_reckon(struct vcpu *self);

/* Sees to what is due: called when vcpu.others has come. */
void virq_expire(struct vcpu *self, uint64_t now);

/*
 * Raises the timer's line: its deadline has come. One that passed before the
 * slot began is a tick that the guest has missed.
 */
static inline void virq_timer_expires(struct vcpu *self)
{
    self->pending |= VIRQ_TIMER;
    self->alarm = self->others;
    if (self->timer < self->cpu->slot_start)
        self->info->missed_ticks++;
}

/* Looks after the timers of `self`. */
static inline void virq_update_timers(struct vcpu *self, uint64_t now)
{
    if (now < self->alarm)
        return;
    if (now < self->others)
        virq_timer_expires(self);
    else
        virq_expire(self, now);
}

/* When the hart must look next, while `self` has the hart. */
static inline uint64_t virq_next_deadline(const struct vcpu *self)
{
    uint64_t until = self->cpu->until;

    return self->alarm < until ? self->alarm : until;
}

#endif
