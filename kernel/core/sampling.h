/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sampling ports (ARINC 653 part 1, 3.6.1): the latest message, for one source
 * and any number of destinations, valid while it is younger than the refresh
 * period. Errors are those of bh_sampling_write() and so on. The order of the
 * arguments is that of the registers in which they come.
 */
#ifndef KERNEL_CORE_SAMPLING_H
#define KERNEL_CORE_SAMPLING_H

#include "kernel/core/guest_mem.h"
#include "kernel/core/result.h"

struct result sampling_write(uint64_t index, struct guest_address address,
                             uint64_t size, struct vcpu *self);

/* Value: the message's length and its validity bit. */
struct result sampling_read(uint64_t index, struct guest_address address,
                            uint64_t size, struct vcpu *self);
struct result sampling_read_valid(uint64_t index, struct guest_address address,
                                  uint64_t size, struct vcpu *self);
struct result sampling_read_new(uint64_t index, struct guest_address address,
                                uint64_t size, struct vcpu *self);

#endif
