/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sampling ports (ARINC 653 part 1, 3.6.1): the latest message, for one source
 * and any number of destinations, valid while it is younger than the refresh
 * period. Errors are those of bh_sampling_write() and bh_sampling_read().
 */
#ifndef KERNEL_CORE_SAMPLING_H
#define KERNEL_CORE_SAMPLING_H

#include "kernel/core/guest_mem.h"
#include "kernel/core/result.h"

struct result sampling_write(struct vcpu *self, uint64_t index,
                             struct guest_address address, uint64_t size);

/* Value: the message's length and its validity bit. */
struct result sampling_read(struct vcpu *self, uint64_t index,
                            struct guest_address address, uint64_t size);

#endif
