/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CRC-32 as of IEEE 802.3 (reflected, polynomial 0x04c11db7): detects a
 * damaged image. Shared by the kernel and the tool, so that there is one.
 */
#ifndef KERNEL_LIB_CRC32_H
#define KERNEL_LIB_CRC32_H

#include <stddef.h>
#include <stdint.h>

/*
 * Continues `crc` over `size` bytes at `data` and returns it; a CRC begins as
 * 0, and pieces in order give the CRC of the whole.
 */
uint32_t crc32_update(uint32_t crc, const void *data, size_t size);

#endif
