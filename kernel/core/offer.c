/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The offer, as a constant that is not only in the code: the tool compares it
 * with what each program needs.
 */
#include "kernel/core/offer.h"

const struct bh_note_abi kernel_offer = {
    .abi_version = BH_ABI_VERSION,
    .extensions = (1u << BH_EXT_COUNT) - 1,
};

bool offer_serves(uint32_t abi_version, uint32_t extensions)
{
    const uint32_t offered = kernel_offer.abi_version;

    return abi_version == 0 ||
           (abi_version >> 16 == offered >> 16 && abi_version <= offered &&
            (extensions & ~kernel_offer.extensions) == 0);
}
