/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing ports (ARINC 653 part 1, 3.6.2): bounded, first in, first out, from
 * one source to one destination. Nothing waits in the kernel. Errors are those
 * of bh_queuing_send() and so on. Arguments in the order of the registers in
 * which they come are so for speed.
 */
#ifndef KERNEL_CORE_QUEUING_H
#define KERNEL_CORE_QUEUING_H

#include "kernel/core/guest_mem.h"
#include "kernel/core/result.h"

struct result queuing_send(uint64_t index, struct guest_address address,
                           uint64_t size, struct vcpu *self);

/* Value: the message's length. */
struct result queuing_receive(uint64_t index, struct guest_address address,
                              uint64_t size, struct vcpu *self);

/* Value: how many messages of `count` there was room for, or were there. */
struct result queuing_send_many(struct vcpu *self, uint64_t index,
                                struct guest_address address, uint64_t count);
struct result queuing_receive_many(struct vcpu *self, uint64_t index,
                                   struct guest_address address,
                                   uint64_t count);

/* Value: the number of messages that were in the queue. */
struct result queuing_clear(struct vcpu *self, uint64_t index);

/* Value: the number of messages in the queue. */
struct result queuing_get_count(const struct vcpu *self, uint64_t index);

#endif
