/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead build`, and what the other commands share with it: the way from a
 * system file to a finished blob.
 */
#ifndef TOOL_BUILD_BUILD_H
#define TOOL_BUILD_BUILD_H

#include "image/kernel.h"

/* A system, built as far as its blob. */
struct build {
    struct model model;
    struct kernel_file kernel;
    struct layout layout;
    uint8_t *blob;
};

/*
 * Reads, checks and lays out the system file at `path` with the kernel at
 * `kernel`, or the default one if that is NULL, writes the blob and walks its
 * page tables. Returns 0, or -1 after reporting every error. Either way
 * `build_free` frees what `build` holds.
 */
int build_system(const char *path, const char *kernel, struct build *build);

/*
 * The same for a model that is read already, in a `build` that is zero
 * otherwise.
 */
int build_model(const char *kernel, struct build *build);
void build_free(struct build *build);

int build_command(int argc, char **argv);

#endif
