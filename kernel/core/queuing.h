/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing ports (ARINC 653 part 1, 3.6.2): bounded, first in, first out, from
 * one source to one destination. Nothing waits in the kernel. Errors are those
 * of bh_queuing_send(), bh_queuing_receive() and bh_queuing_get_count().
 */
#ifndef KERNEL_CORE_QUEUING_H
#define KERNEL_CORE_QUEUING_H

#include "kernel/core/guest_mem.h"
#include "kernel/core/result.h"

struct result queuing_send(struct vcpu *self, uint64_t index,
                           struct guest_address address, uint64_t size);

/* Value: the message's length. */
struct result queuing_receive(struct vcpu *self, uint64_t index,
                              struct guest_address address, uint64_t size);

/* Value: the number of messages in the queue. */
struct result queuing_get_count(const struct vcpu *self, uint64_t index);

#endif
