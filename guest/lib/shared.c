/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared memory by name, looked up in the information page.
 */
#include <bulkhead/page.h>
#include <bulkhead/shared.h>
#include <bulkhead/text.h>

const struct bh_info_shared *bh_shared_info(long index)
{
    const struct bh_info *info = bh_info_page();

    if (info == NULL || index < 0 || index >= BH_SHARED_MAX ||
        index >= (long)info->shared_count)
        return NULL;
    return (const struct bh_info_shared *)(const void *)((const char *)info +
                                                         info->shared_offset) +
           index;
}

const struct bh_info_shared *bh_shared_find(const char *name)
{
    const struct bh_info_shared *shared;

    for (long i = 0; (shared = bh_shared_info(i)) != NULL; i++) {
        if (strcmp(shared->name, name) == 0)
            return shared;
    }
    return NULL;
}
