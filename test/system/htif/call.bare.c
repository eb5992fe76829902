/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a partition's host refuses: an atomic access to its page, and a call of
 * the system that the host runs.
 */
#include "say.h"

#define STORE_ACCESS 7
#define LOAD_ACCESS 5 /* which QEMU 7.2 makes of an atomic access, too */

static uint64_t faults;

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    faults += cause == STORE_ACCESS || cause == LOAD_ACCESS;
    frame->mepc += 4;
}

int main(void)
{
    static uint64_t call[8]; /* as Spike's proxy takes it */

    __asm__ volatile("amoadd.d x0, x0, (%0)\n"
                     ".option push\n"
                     ".option norvc\n"
                     "fsd ft0, 0(%0)\n"
                     ".option pop"
                     :
                     : "r"(bare_htif_rest)
                     : "memory");
    say_equal(faults, 2, "neither atomic nor floating-point accesses");
    say_equal(bare_htif_rest[0], 0, "which change nothing");
    bare_htif_call((uint64_t)call);
    bare_printf("FAIL goes on after a call\n");
    return 0;
}
