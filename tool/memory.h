/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The heap, for a program that can do nothing useful without it: these return
 * memory or end the program with a message.
 */
#ifndef TOOL_MEMORY_H
#define TOOL_MEMORY_H

#include <stddef.h>

/* Zeroed memory for `count` objects of `size` bytes; never NULL. */
void *memory_allocate(size_t count, size_t size);

/* Resizes `old` to `count` objects of `size` bytes; the new part is not set. */
void *memory_resize(void *old, size_t count, size_t size);

#endif
