/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: a program that handles its traps itself. Its exceptions propagate.
 */
#include "example.h"

/*
 * Example of bh_trap_handler: a program's own takes the place of the library's.
 *     This one counts breakpoints, cause 3, and goes on behind them.
 * Prints:
 *     2 breakpoints
 */
static volatile unsigned breakpoints;

uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval)
{
    (void)tval;
    if (cause != 3)
        bh_exit();
    breakpoints++;
    return epc + 4;
}

static void breakpoint(void)
{
    __asm__ volatile(".option push\n"
                     ".option norvc\n"
                     "ebreak\n"
                     ".option pop" ::
                         : "memory");
}

static void example_bh_trap_handler(void)
{
    breakpoint();
    breakpoint();
    bh_printf("%u breakpoints\n", breakpoints);
}

int main(void)
{
    EXAMPLE(bh_trap_handler);
    return 0;
}
