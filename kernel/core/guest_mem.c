/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds guest memory by the region table that the tool compiled. A guest asks
 * for the same region again and again, one for what it executes and one for the
 * rest: the last one found is tried first.
 */
#include "kernel/core/guest_mem.h"

void *guest_mem_search(struct vcpu *self, struct guest_address address,
                       uint64_t size, uint32_t access)
{
    const struct bh_config_region *region = self->regions;

    for (uint32_t i = 0; i < self->region_count; i++, region++) {
        void *memory = guest_mem_in(region, address, size, access);

        if (memory == NULL)
            continue;
        if (access == BH_ACCESS_EXECUTE)
            self->text_region = region;
        else
            self->data_region = region;
        return memory;
    }
    return NULL;
}
