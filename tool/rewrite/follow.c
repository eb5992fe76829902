/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk; see follow.h.
 */
#include "rewrite/follow.h"

#include "memory.h"

#include <stdlib.h>

/* How far one looks where there is no function, bytes. */
#define REACH 4096u

void follow_begin(struct follow *follow, const struct elf_program *program,
                  const struct function *function, uint64_t address)
{
    uint64_t size = 0;
    size_t units;

    follow->program = program;
    if (function) {
        follow->start = function->start;
        follow->end = function->end;
    } else {
        code_bytes(program, address, &size);
        follow->start = address;
        follow->end = address + (size < REACH ? size : REACH);
    }
    units = (size_t)(follow->end - follow->start) / 2 + 1;
    follow->held = memory_allocate(units, sizeof(*follow->held));
    follow->list = memory_allocate(units, sizeof(*follow->list));
    follow->listed = memory_allocate(units, sizeof(*follow->listed));
    follow->count = 0;
}

void follow_end(struct follow *follow)
{
    free(follow->held);
    free(follow->list);
    free(follow->listed);
}

void follow_add(struct follow *follow, uint64_t address, uint64_t held)
{
    size_t unit = (size_t)(address - follow->start) / 2;

    if ((held & ~follow->held[unit]) == 0)
        return;
    follow->held[unit] |= held;
    if (follow->listed[unit])
        return;
    follow->listed[unit] = true;
    follow->list[follow->count++] = address;
}

bool follow_next(struct follow *follow, uint64_t *address, uint64_t *held)
{
    size_t unit;

    if (follow->count == 0)
        return false;
    *address = follow->list[--follow->count];
    unit = (size_t)(*address - follow->start) / 2;
    follow->listed[unit] = false;
    *held = follow->held[unit];
    return true;
}
