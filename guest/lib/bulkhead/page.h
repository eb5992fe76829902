/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * What a partition can know about itself and the kernel: the two pages at the
 * top of its address space, the version of the interface, the kernel's
 * extensions, its ports, its slots. All of it is read, not called for, except
 * versions and extensions.
 */
#ifndef BULKHEAD_PAGE_H
#define BULKHEAD_PAGE_H

#include <bulkhead/abi.h>
#include <bulkhead/info.h>
#include <bulkhead/state.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The state page: the privileged registers of the virtual hart. */
static inline volatile struct bh_state *bh_state_page(void)
{
    return (volatile struct bh_state *)BH_STATE_PAGE_ADDRESS;
}

/**
 * The information page. Fields that change from slot to slot (slot, slot_start,
 * slot_end, slot_count, frame_start, plan, state) are read with
 * bh_slot_get_status(), which never sees half a change.
 *
 * @return NULL if there is none: the page does not begin with BH_INFO_MAGIC
 */
const struct bh_info *bh_info_page(void);

/**
 * Whether a kernel that offers one version of the guest interface serves a
 * guest made for another: same major, same or later minor (abi.h).
 *
 * @param offered as BH_ABI_VERSION
 * @param needed  as BH_ABI_VERSION
 */
bool bh_abi_serves(uint32_t offered, uint32_t needed);

/**
 * Compares the version that this program was compiled for with the one that
 * the kernel reports. bh_start() calls it before main().
 *
 * @return BH_OK; BH_E_FAILED if there is no information page or no Bulkhead
 *         (SBI implementation identifier), BH_E_NOT_SUPPORTED if the kernel
 *         does not serve this version; both after a line on the console that
 *         says what each side has
 */
long bh_abi_check(void);

/** Whether the kernel has the extension BH_EXT_... (probed, SBI 2.0, 4.4). */
bool bh_has_extension(unsigned long extension);

/** Name of an error, such as "BH_E_FULL"; "unknown error" for any other. */
const char *bh_error_name(long error);

/** Name of a partition's state BH_STATE_..., such as "normal". */
const char *bh_state_name(uint32_t state);

/** What the information page says about the plan. Times are ticks. */
struct bh_slot_status {
    uint32_t plan;           /**< Its identifier. */
    uint32_t slot;           /**< Current slot, or BH_SLOT_NONE. */
    uint64_t frame_start;    /**< Start of the current major frame. */
    uint64_t frame_duration; /**< Length of the major frame. */
    uint64_t slot_start;     /**< Start of the current slot, as planned. */
    uint64_t slot_end;       /**< End of the current slot, as planned. */
    uint64_t slot_count;     /**< Slots that this partition has been given. */
};

/**
 * Reads the plan's status, all of it from the same slot.
 *
 * @return BH_OK, or BH_E_FAILED if there is no information page
 */
long bh_slot_get_status(struct bh_slot_status *status);

#ifdef __cplusplus
}
#endif

#endif
