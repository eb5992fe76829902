/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: the machine's restart, and its end.
 */
#include "example.h"

/*
 * Example of bh_system_reset: restarts the machine, once. This takes the right
 *     "system".
 * Prints:
 *     for the first time
 *     and again
 */
static void example_bh_system_reset(void)
{
    if (bh_info_page()->reset_cause == BH_RESET_POWER_ON) {
        bh_puts("for the first time");
        bh_system_reset();
    }
    bh_puts("and again");
}

/*
 * Example of bh_system_halt: ends the machine.
 * Prints:
 *     the last line
 */
static void example_bh_system_halt(void)
{
    bh_puts("the last line");
    bh_system_halt();
    bh_puts("without the right it goes on");
}

int main(void)
{
    EXAMPLE(bh_system_reset);
    EXAMPLE(bh_system_halt);
    return 0;
}
