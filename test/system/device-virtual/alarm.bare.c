/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device of the machine that interrupts by the PLIC, as the driver of an
 * operating system deals with it.
 */
#include "rtc.h"
#include "say.h"

#define BIT(n) (UINT64_C(1) << (n))
#define US 1000u
#define ALARMS 20u

/* The PLIC's registers, for the first context (PLIC specification 1.0.0). */
#define PRIORITY(n) bare_word(bare_machine.plic + 4 * (uint64_t)(n))
#define PENDING bare_word(bare_machine.plic + 0x1000)
#define ENABLE bare_word(bare_machine.plic + 0x2000)
#define THRESHOLD bare_word(bare_machine.plic + 0x200000)
#define CLAIM bare_word(bare_machine.plic + 0x200004)

static volatile uint64_t taken, wrong_causes, wrong_sources, second_claims;
static volatile bool again; /* another alarm comes in the handler */

static void spin(uint64_t ticks)
{
    uint64_t end = *BARE_MTIME + ticks;

    while (*BARE_MTIME < end)
        ;
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    uint32_t source = *CLAIM;

    (void)frame;
    taken++;
    wrong_causes += cause != (BARE_INTERRUPT | BARE_EXTERNAL);
    wrong_sources += source != RTC_SOURCE;
    rtc_quiet();
    if (again) {
        again = false;
        rtc_alarm(5 * US);
        spin(150);
    }
    second_claims += *CLAIM != 0;
    *CLAIM = source;
    __asm__ volatile("fence o, i" : : : "memory");
}

/* Waits until so many interrupts have been taken. */
static void await(uint64_t count)
{
    while (taken < count)
        __asm__ volatile("wfi" : : : "memory");
}

int main(void)
{
    *PRIORITY(RTC_SOURCE) = 1;
    *ENABLE = 0;
    *THRESHOLD = 0;
    BARE_SET(mie, BIT(BARE_EXTERNAL));
    bare_enable(BARE_MIE);

    rtc_alarm(20 * US);
    spin(1000);
    say_equal(taken, 0, "not while its source is off");
    say_equal(*PENDING, BIT(RTC_SOURCE), "but it is pending");
    *ENABLE = (uint32_t)BIT(RTC_SOURCE);
    *THRESHOLD = 0; /* until then QEMU's does not look */
    await(1);
    say(true, "taken as soon as it is on");
    for (uint64_t i = 0; i < ALARMS; i++) {
        rtc_alarm((30 + 70 * i) * US);
        await(2 + i);
    }
    say_equal(taken, 1 + ALARMS, "an interrupt for each alarm");
    again = true;
    rtc_alarm(50 * US);
    await(3 + ALARMS);
    say(true, "one that comes while it is served is taken then");
    *THRESHOLD = 1;
    rtc_alarm(20 * US);
    spin(1000);
    say_equal(taken, 3 + ALARMS, "none below the threshold");
    *THRESHOLD = 0;
    await(4 + ALARMS);
    say_equal(wrong_causes, 0, "causes");
    say_equal(wrong_sources, 0, "sources");
    say_equal(second_claims, 0, "none claimed twice");
    return 0;
}
