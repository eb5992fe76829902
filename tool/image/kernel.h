/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's ELF file: what layout must know of it, and its bytes, from which
 * the image is made.
 */
#ifndef TOOL_IMAGE_KERNEL_H
#define TOOL_IMAGE_KERNEL_H

#include "layout/layout.h"

/* A kernel is far smaller; a bigger one is a mistake or an attack. */
#define KERNEL_SIZE_MAX ((uint64_t)16 << 20)

struct kernel_file {
    char *path;
    uint8_t *data; /* the whole file */
    size_t size;
    struct kernel_facts facts;
};

/*
 * Reads the kernel at `path`, or, if that is NULL, the one that lies beside the
 * running program or in the place where it is installed, for `board`.
 *
 * Returns 0, or -1 after reporting why it is none. Either way `kernel_free`
 * frees what `kernel` holds.
 */
int kernel_read(const char *path, const struct board *board,
                struct kernel_file *kernel);
void kernel_free(struct kernel_file *kernel);

#endif
