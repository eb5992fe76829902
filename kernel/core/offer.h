/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What this kernel offers to guests: version and extensions of the interface.
 * The tool reads it from the kernel's file, at this symbol.
 */
#ifndef KERNEL_CORE_OFFER_H
#define KERNEL_CORE_OFFER_H

#include <bulkhead/manifest.h>

extern const struct bh_note_abi kernel_offer;

#endif
