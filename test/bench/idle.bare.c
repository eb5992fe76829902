/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An operating system with nothing to do but its clock: it sleeps from tick to
 * tick. How much a tick is, the script reads out of QEMU's log, for a sleeping
 * hart's count of instructions goes on (test/bench/idle).
 */
#define PERIOD 1000 /* ticks of mtime: 100,000 instructions */
#include "tick.h"

#define TICKS 40

int main(void)
{
    const volatile uint64_t *mtime = bare_double(bare_machine.clint + 0xbff8);

    BARE_WRITE(mtvec, (uintptr_t)bare_exception);
    *bare_double(bare_machine.clint + 0x4000) = *mtime + PERIOD;
    BARE_SET(mie, 1 << BARE_TIMER);
    bare_enable(BARE_MIE);
    while (ticks < TICKS)
        __asm__ volatile("wfi" : : : "memory");
    bare_disable();
    return 0;
}
