/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of the memory functions that a compiler may call by itself, those that the
 * kernel comes to; the linker would miss another. Semantics: C11 7.24.
 */
#ifndef KERNEL_LIB_MEMORY_H
#define KERNEL_LIB_MEMORY_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memset(void *to, int value, size_t size);

/* Length of the string at `text`, which ends within `size` bytes, or `size`. */
size_t text_length(const char *text, size_t size);

#endif
