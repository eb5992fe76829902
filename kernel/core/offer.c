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
