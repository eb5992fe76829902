/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeps the record that the kernel has left when it broke, if it did.
 */
#ifndef TOOL_RUN_CRASH_H
#define TOOL_RUN_CRASH_H

#include "run/ram.h"

/*
 * Makes sure that `path` can be written, and removes what is there: it would
 * pass for a record of this run. Returns 0, or -1 after reporting why not.
 */
int crash_begin(const char *path);

/*
 * Writes the record to `path` if there is one in the first `kernel_size` bytes
 * of RAM. Where guests can write is not looked for any. Returns 0, or -1 after
 * reporting why it could not.
 */
int crash_end(const char *path, const struct ram *ram, uint64_t kernel_size);

#endif
