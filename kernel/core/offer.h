/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What this kernel offers to guests: version and extensions of the interface.
 * The tool reads it from the kernel's file, at this symbol.
 */
#ifndef KERNEL_CORE_OFFER_H
#define KERNEL_CORE_OFFER_H

#include <bulkhead/manifest.h>
#include <stdbool.h>

extern const struct bh_note_abi kernel_offer;

/* Whether it is enough for a program that needs this, or 0: nothing. */
static inline bool offer_serves(uint32_t abi_version, uint32_t extensions)
{
    const uint32_t offered = kernel_offer.abi_version;

    return abi_version == 0 ||
           (abi_version >> 16 == offered >> 16 && abi_version <= offered &&
            (extensions & ~kernel_offer.extensions) == 0);
}

#endif
