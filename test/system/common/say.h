/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a program here says what it has seen: a line `ok WHAT`, the same on every
 * machine that is right, or `FAIL WHAT`, which nobody forgives.
 */
#ifndef TEST_SYSTEM_SAY_H
#define TEST_SYSTEM_SAY_H

#include "guest/bare/bare.h"

/* Says whether `what` holds. */
static inline void say(bool good, const char *what)
{
    bare_printf("%s %s\n", good ? "ok" : "FAIL", what);
}

/* Says whether `what` is the number that it must be. */
static inline void say_equal(uint64_t got, uint64_t wanted, const char *what)
{
    if (got == wanted)
        say(true, what);
    else
        bare_printf("FAIL %s: 0x%lx instead of 0x%lx\n", what, got, wanted);
}

#endif
