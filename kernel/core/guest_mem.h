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

/* guest_mem_open(), when the region used last does not serve. */
void *guest_mem_search(struct vcpu *self, struct guest_address address,
                       uint64_t size, uint32_t access);

/* The memory at `address` if `region` has it all and allows it, or NULL. */
static inline void *guest_mem_in(const struct bh_config_region *region,
                                 struct guest_address address, uint64_t size,
                                 uint32_t access)
{
    uint64_t offset = address.value - region->address;

    /* A size of 0 becomes the largest, and fits nowhere. */
    if (offset >= region->size || size - 1 >= region->size - offset ||
        (region->access & access) == 0)
        return NULL;
    return (uint8_t *)arch_memory(region->physical) + offset;
}

/*
 * The memory of `self` at [address, address + size), or NULL unless all of it
 * lies in one region that allows `access`, which is one of BH_ACCESS_.... The
 * pointer is good until the guest runs again. A size of 0 is no memory: NULL.
 */
static inline void *guest_mem_open(struct vcpu *self,
                                   struct guest_address address, uint64_t size,
                                   uint32_t access)
{
    const struct bh_config_region *region =
        access == BH_ACCESS_EXECUTE ? self->text_region : self->data_region;
    void *memory = guest_mem_in(region, address, size, access);

    return memory != NULL ? memory
                          : guest_mem_search(self, address, size, access);
}

#endif
