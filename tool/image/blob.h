/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blob: written from a laid out model, and found and judged again in an
 * image that anybody may have made.
 */
#ifndef TOOL_IMAGE_BLOB_H
#define TOOL_IMAGE_BLOB_H

#include "layout/layout.h"

#include <bulkhead/info.h>

/*
 * Writes the blob of a laid out system, CRC included. Returns
 * `layout->header.size` bytes, to be freed, aligned for struct bh_config.
 */
uint8_t *blob_write(const struct model *model, const struct layout *layout);

/* The CRC that the header of this blob of `size` bytes must state. */
uint32_t blob_crc(const uint8_t *blob, size_t size);

/*
 * Judges `size` bytes at `blob`, 8-byte aligned. Returns NULL if it is a blob
 * in which every offset, index, name and address is right, else what is not,
 * in words. Page tables are for `walk` to judge.
 */
const char *blob_error(const uint8_t *blob, size_t size);

/*
 * What the partition's information page holds at its start: ports by name. The
 * blob is one that `blob_error` has passed.
 */
const struct bh_info *blob_info(const struct bh_config *config,
                                const struct bh_config_partition *partition);

/*
 * What it says of the area of shared memory that the partition sees at
 * `address`, or NULL.
 */
const struct bh_info_shared *
blob_shared(const struct bh_config *config,
            const struct bh_config_partition *partition, uint64_t address);

/* A table of a blob that `blob_error` has passed. */
static inline const void *blob_table(const struct bh_config *config,
                                     struct bh_config_table table)
{
    return (const uint8_t *)config + table.offset;
}

#endif
