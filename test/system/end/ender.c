/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comes to an end, one way or another: each name its own.
 */
#include "check.h"

/* As on QEMU's machine; for those with platform="virt". */
#define FINISHER (*(volatile uint32_t *)0x00100000)

static void wait_long(void)
{
    for (int i = 0; i < 50; i++)
        bh_partition_yield();
    check(true, "last");
}

int main(void)
{
    const char *name = bh_info_page()->name;

    if (strcmp(name, "late") == 0)
        wait_long();
    else if (strcmp(name, "exits") == 0)
        bh_exit();
    else if (strcmp(name, "halts") == 0)
        bh_partition_halt();
    else if (strcmp(name, "powers-off") == 0)
        FINISHER = 0x5555;
    else if (strcmp(name, "fails") == 0)
        FINISHER = 7 << 16 | 0x3333;
    else if (strcmp(name, "resets") == 0)
        FINISHER = 0x7777;
    else if (strcmp(name, "returns") == 0)
        return 1; /* whatever it is, it is nobody's business */
    if (strcmp(name, "late") != 0)
        bh_puts("FAIL this was to be the end");
    return 0;
}
