/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of arch.h that other processors have inline; here they are calls,
 * so that a test can steer them.
 */
#ifndef ARCH_INLINE_H
#define ARCH_INLINE_H

#include <stdint.h>

uint64_t arch_time(void);
void arch_timer_set(uint64_t deadline);

#endif
