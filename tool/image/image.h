/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The image: the kernel's ELF file, sections, symbols and all, with the blob as
 * one more section and segment at __config_start.
 */
#ifndef TOOL_IMAGE_IMAGE_H
#define TOOL_IMAGE_IMAGE_H

#include "image/kernel.h"

#define IMAGE_SECTION ".bulkhead.config"
#define IMAGE_RECORD ".bulkhead.rewrite"

/*
 * Writes the image to the empty file `descriptor`; `record` says what was
 * rewritten, or is NULL. Returns NULL, or what went wrong, in words.
 */
const char *image_write(int descriptor, const struct kernel_file *kernel,
                        const struct layout *layout, const uint8_t *blob,
                        const char *record);

/*
 * Finds the record of rewriting in the `size` bytes of an image: the `*length`
 * bytes of its section, which may say anything. NULL if there is none.
 */
const char *image_find_record(const uint8_t *data, size_t size, size_t *length);

/* A blob found in an image, and the image's entry point. */
struct image {
    uint8_t *blob; /* copied out, aligned for struct bh_config */
    size_t size;
    uint64_t entry;
};

/*
 * Finds and judges the blob in the `size` bytes of an image, which may be
 * anything. Returns NULL, or what is wrong, in words; `image->blob` is to be
 * freed either way.
 */
const char *image_find_blob(const uint8_t *data, size_t size,
                            struct image *image);

/* Says whether `size` bytes begin as an ELF file does. */
bool image_is_elf(const uint8_t *data, size_t size);

#endif
