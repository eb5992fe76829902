/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The information page, read so that a change between two slots is never seen
 * by half: the kernel rewrites it only while the partition does not run, and
 * each slot has another slot_count.
 */
#include <bulkhead/page.h>

#include "../start/info-offsets.h"

_Static_assert(offsetof(struct bh_info, memory_start) == INFO_MEMORY_START,
               "start.S reads the start of RAM elsewhere");
_Static_assert(offsetof(struct bh_info, memory_size) == INFO_MEMORY_SIZE,
               "start.S reads the size of RAM elsewhere");

static const volatile struct bh_info *info_page(void)
{
    return (const volatile struct bh_info *)BH_INFO_PAGE_ADDRESS;
}

const struct bh_info *bh_info_page(void)
{
    if (info_page()->magic != BH_INFO_MAGIC)
        return NULL;
    return (const struct bh_info *)BH_INFO_PAGE_ADDRESS;
}

long bh_slot_get_status(struct bh_slot_status *status)
{
    const volatile struct bh_info *info = info_page();

    if (bh_info_page() == NULL)
        return BH_E_FAILED;
    do {
        status->slot_count = info->slot_count;
        status->plan = info->plan;
        status->slot = info->slot;
        status->frame_start = info->frame_start;
        status->frame_duration = info->frame_duration;
        status->slot_start = info->slot_start;
        status->slot_end = info->slot_end;
    } while (status->slot_count != info->slot_count);
    return BH_OK;
}
