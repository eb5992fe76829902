/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cyclic scheduler. All its times are absolute: a late interrupt shortens
 * a slot and moves nothing. A plan may have a guard: then a slot ends so much
 * earlier, the switch takes place in that time, and the next slot starts on the
 * tick, whatever the kernel was busy with.
 */
#ifndef KERNEL_CORE_SCHED_H
#define KERNEL_CORE_SCHED_H

#include "kernel/core/partition.h"

/* Begins plan `plan` at `start`, absolute ticks, with its first slot. */
void sched_start(struct cpu *cpu, uint32_t plan, uint64_t start);

/*
 * `self` makes plan `plan` the one that follows the current frame:
 * BH_E_INVALID_PARAM, BH_E_DENIED.
 */
struct result sched_switch(struct vcpu *self, uint64_t plan);

/*
 * Makes plan `plan` the one that follows: the current frame, or, if `now`, what
 * is left of the current slot.
 */
void sched_follow(struct cpu *cpu, uint32_t plan, bool now);

/* Tells partition `next` that it runs in time that nobody else wants. */
void sched_lend_slot(const struct cpu *cpu, struct vcpu *next);

/*
 * Moves to the slot in which `now` lies, if the current one has ended. A slot
 * that has passed meanwhile is not counted as given to its owner.
 */
void sched_advance(struct cpu *cpu, uint64_t now);

#endif
