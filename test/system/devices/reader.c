/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * May read a clock of the board, and tries to stop it.
 */
#include "check.h"

int main(void)
{
    volatile uint32_t *clock = (volatile uint32_t *)0x101000;

    check(clock[0] != 0 || clock[1] != 0, "the clock runs");
    clock[0] = 0;
    check(false, "the clock can be set");
    return 1;
}
