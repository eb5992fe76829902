/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Shared memory by name. Several partitions have an area at the same time, and
 * nothing keeps one from reading what another has half written: they must agree
 * on how they use it. Who can write it may write anything at any time, so that
 * what a reader relies on, it copies first and checks then.
 *
 * One hart runs all partitions, by turns. A partition can be stopped after each
 * instruction; then another sees what it has stored so far, all of it, and in
 * order.
 */
#ifndef BULKHEAD_SHARED_H
#define BULKHEAD_SHARED_H

#include <bulkhead/info.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What the system file declares of an area of shared memory.
 *
 * @param index 0 to bh_info.shared_count - 1, in the order of the system file
 * @return NULL if there is no such area. Since 1.2
 */
const struct bh_info_shared *bh_shared_info(long index);

/**
 * Looks for an area of shared memory of this partition.
 *
 * @param name as in the system file
 * @return where it is, how large, and with what access; NULL if this partition
 *         is party to none of that name. Since 1.2
 */
const struct bh_info_shared *bh_shared_find(const char *name);

/** Whether this partition may write the area. Since 1.2 */
static inline bool bh_shared_is_writable(const struct bh_info_shared *shared)
{
    return (shared->access & BH_SHARED_WRITE) != 0;
}

#ifdef __cplusplus
}
#endif

#endif
