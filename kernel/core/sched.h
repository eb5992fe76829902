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
 * Moves to the slot in which `now` lies, if the current one has ended. A slot
 * that has passed meanwhile is not counted as given to its owner.
 */
void sched_advance(struct cpu *cpu, uint64_t now);

#endif
