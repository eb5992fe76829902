/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds guest memory by the region table that the tool compiled. A guest asks
 * for the same region again and again: the last one found is tried first.
 */
#include "kernel/core/guest_mem.h"

static bool region_holds(const struct bh_config_region *region,
                         uint64_t address, uint64_t size)
{
    uint64_t offset = address - region->address;

    return offset < region->size && size <= region->size - offset;
}

void *guest_mem_open(struct vcpu *self, struct guest_address address,
                     uint64_t size, uint32_t access)
{
    const struct bh_config_region *region = &self->regions[self->region_hint];

    if (!region_holds(region, address.value, size)) {
        uint32_t i = 0;

        for (region = self->regions; i < self->region_count; i++, region++)
            if (region_holds(region, address.value, size))
                break;
        if (i == self->region_count)
            return NULL;
        self->region_hint = i;
    }
    if ((region->access & access) != access || size == 0)
        return NULL;
    return (uint8_t *)arch_memory(region->physical) +
           (address.value - region->address);
}
