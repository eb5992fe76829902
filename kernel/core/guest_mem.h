/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guest memory: the one module that opens a guest's address. An address that
 * came from a guest is an allegation; it travels in a type of its own, which
 * nothing else can dereference.
 */
#ifndef KERNEL_CORE_GUEST_MEM_H
#define KERNEL_CORE_GUEST_MEM_H

#include "kernel/core/partition.h"

struct guest_address {
    uint64_t value;
};

/*
 * The memory of `self` at [address, address + size), or NULL unless all of it
 * lies in one region that allows every access in `access` (BH_ACCESS_...). The
 * pointer is good until the guest runs again. A size of 0 is no memory: NULL.
 */
void *guest_mem_open(struct vcpu *self, struct guest_address address,
                     uint64_t size, uint32_t access);

#endif
