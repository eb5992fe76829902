/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As much of a real-time operating system as one can see by its clock: it owns
 * the machine, ticks every millisecond, sleeps in between, and compares now and
 * then how many ticks it has had with the time that has passed. On the machine
 * itself it prints the same.
 */
#include "guest/bare/bare.h"

#define REPORTS 10
#define REPORT_MS 30 /* from one to the next */
#define FIRST_MS 5

static volatile uint64_t ticks;
static uint64_t period; /* of the clock, ticks of mtime */

/* A clock driver: the next tick is due a period after this one was. */
void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)frame;
    if (cause != (BARE_INTERRUPT | BARE_TIMER)) {
        bare_printf("trap 0x%lx\n", cause);
        bare_exit(1);
    }
    *BARE_MTIMECMP = *BARE_MTIMECMP + period;
    ticks++;
}

/* Sleeps until there have been so many ticks. */
static void wait_for_tick(uint64_t wanted)
{
    for (;;) {
        const uint64_t level = bare_disable();

        if (ticks >= wanted)
            break;
        __asm__ volatile("wfi" : : : "memory");
        bare_enable(level); /* takes what wfi has waited for */
    }
    bare_enable(BARE_MIE);
}

int main(void)
{
    const uint64_t start = *BARE_MTIME;
    uint64_t passed, had, lost = 0;

    period = bare_machine.frequency / 1000;
    *BARE_MTIMECMP = start + period;
    BARE_SET(mie, UINT64_C(1) << BARE_TIMER);
    bare_enable(BARE_MIE);
    for (uint64_t i = 0; i < REPORTS; i++) {
        wait_for_tick(FIRST_MS + i * REPORT_MS);
        had = ticks;
        passed = (*BARE_MTIME - start) / period;
        bare_printf("%lu ms have passed, and %lu ticks\n", passed, had);
        lost += passed != had;
    }
    bare_printf("%s\n", lost == 0 ? "no tick is lost" : "TICKS ARE LOST");
    return lost != 0;
}
