/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: the beginning and the end of a program.
 */
#include "example.h"

static unsigned starts;

/*
 * Example of bh_start: what start code calls last. This program calls it once
 *     more, and its main() begins anew.
 * Prints:
 *     start 1
 *     start 2
 */
static void example_bh_start(void)
{
    bh_printf("start %u\n", ++starts);
    if (starts == 1)
        bh_start();
}

/*
 * Example of bh_exit: ends the program wherever it is, with what is left of a
 *     line.
 * Prints:
 *     half a line
 */
static void example_bh_exit(void)
{
    bh_print("half a line");
    bh_exit();
}

int main(void)
{
    if (starts == 0)
        EXAMPLE(bh_start);
    example_bh_start();
    EXAMPLE(bh_exit);
    return 0;
}
