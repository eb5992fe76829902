/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the exit from the kernel offers to the rest of core.
 */
#ifndef KERNEL_CORE_RESUME_H
#define KERNEL_CORE_RESUME_H

#include "kernel/core/partition.h"

/*
 * Spends the time of `self` on one step of the console's work, if its slot has
 * so much left: for a guest that waits for the console.
 */
void resume_spend(struct vcpu *self);

#endif
