/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A walk along all ways through a function, which carries a set of registers:
 * those that hold the value in question. What the upper half of the set means
 * is for whoever walks.
 */
#ifndef TOOL_REWRITE_FOLLOW_H
#define TOOL_REWRITE_FOLLOW_H

#include "rewrite/code.h"

/* Roles of registers in the calling convention; bit n is register n. */
#define CALLER_SAVED 0xf003fce2ull /* ra, t0 to t6, a0 to a7 */
#define ARGUMENTS 0x0003fc00ull    /* a0 to a7 */
#define RESULTS 0x00000c00ull      /* a0, a1 */
#define CALLEE_SAVED 0x0ffc0300ull /* s0 to s11 */

struct follow {
    const struct elf_program *program;
    uint64_t start;
    uint64_t end;
    uint64_t *held; /* before each two bytes of code */
    uint64_t *list; /* what is to be looked at; each unit is in it once */
    bool *listed;
    size_t count;
};

/* Begins a walk in `function`, or, if that is NULL, from `address` on. */
void follow_begin(struct follow *follow, const struct elf_program *program,
                  const struct function *function, uint64_t address);
void follow_end(struct follow *follow);

/* Execution gets to `address`, which is inside, with `held`. */
void follow_add(struct follow *follow, uint64_t address, uint64_t held);

/* Takes the next place to look at; false if there is none. */
bool follow_next(struct follow *follow, uint64_t *address, uint64_t *held);

static inline bool follow_is_inside(const struct follow *follow,
                                    uint64_t address)
{
    return address >= follow->start && address < follow->end;
}

#endif
