/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Allocation that does not fail: see memory.h.
 */
#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void *memory_resize(void *old, size_t count, size_t size)
{
    void *memory = NULL;

    if (size == 0 || count <= SIZE_MAX / size)
        memory = realloc(old, count == 0 || size == 0 ? 1 : count * size);
    if (!memory) {
        fputs("bulkhead: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

void *memory_allocate(size_t count, size_t size)
{
    void *memory = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

    if (!memory) {
        fputs("bulkhead: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}
