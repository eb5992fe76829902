/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock driver of a real-time operating system, and what idles meanwhile:
 * time in one read or two, deadlines in one store or two, ticks that come when
 * they are due, one for each period, and software interrupts before them.
 */
#include "say.h"

#define PERIOD 10000 /* ticks of mtime: 1 ms */
#define BIT(n) (UINT64_C(1) << (n))

static volatile uint64_t ticks, softwares, last_cause;
static volatile uint64_t early, nested;
static uint64_t next;

/* As a clock driver does it: the deadline is read, and one period added. */
static void tick(void)
{
    early += *BARE_MTIME < next;
    next = *BARE_MTIMECMP + PERIOD;
    *BARE_MTIMECMP = next;
    ticks++;
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    const uint64_t level = bare_disable();

    (void)frame;
    nested += level != 0;
    bare_enable(level);
    last_cause = cause;
    if (cause == (BARE_INTERRUPT | BARE_TIMER)) {
        tick();
    } else {
        *BARE_MSIP = 0;
        softwares++;
    }
}

static uint64_t pending(void)
{
    return BARE_READ(mip);
}

static uint64_t time_by_halves(void)
{
    const uint64_t address = bare_machine.clint + 0xbff8;
    uint32_t high, low;

    do {
        high = *bare_word(address + 4);
        low = *bare_word(address);
    } while (*bare_word(address + 4) != high);
    return (uint64_t)high << 32 | low;
}

static void try_time(void)
{
    uint64_t before = *BARE_MTIME, halves, whole;
    bool goes_back = false;

    for (int i = 0; i < 10000; i++) {
        halves = time_by_halves();
        whole = *BARE_MTIME;
        goes_back |= halves < before || whole < halves;
        before = whole;
    }
    say(!goes_back, "time never goes back");
    while (*BARE_MTIME < before + 2)
        ;
    say(true, "time goes on");
}

static void try_deadline(void)
{
    const uint64_t address = bare_machine.clint + 0x4000;

    *BARE_MTIMECMP = 0x123456789abcdef0;
    say_equal(*BARE_MTIMECMP, 0x123456789abcdef0, "mtimecmp");
    say_equal(*bare_word(address), 0x9abcdef0, "its low half");
    say_equal(*bare_word(address + 4), 0x12345678, "its high half");
    *bare_word(address) = 0x11111111;
    say_equal(*BARE_MTIMECMP, 0x1234567811111111, "low half stored");
    *bare_word(address + 4) = 0x22222222;
    say_equal(*BARE_MTIMECMP, 0x2222222211111111, "high half stored");
    say_equal(BARE_READ(mip), 0, "not yet");
    *BARE_MTIMECMP = *BARE_MTIME;
    while (pending() == 0)
        ;
    say_equal(BARE_READ(mip), BIT(BARE_TIMER), "due");
    *BARE_MTIMECMP = UINT64_MAX;
    say_equal(BARE_READ(mip), 0, "no more");
}

/* Idle for 50 periods: a tick for each, and nothing else wakes. */
static void try_ticks(void)
{
    const uint64_t start = *BARE_MTIME;

    next = start + PERIOD;
    *BARE_MTIMECMP = next;
    BARE_SET(mie, BIT(BARE_TIMER));
    bare_enable(BARE_MIE);
    while (ticks < 50)
        __asm__ volatile("wfi" : : : "memory");
    say_equal((*BARE_MTIME - start) / PERIOD, 50, "50 periods, 50 ticks");
    say_equal(last_cause, BARE_INTERRUPT | BARE_TIMER, "by the timer");
}

/* Waits for a moment that is not near a tick; returns how many there were to be
 * since `start`, and puts how many came since `before`. */
static uint64_t ticks_due(uint64_t start, uint64_t before, uint64_t *came)
{
    uint64_t first, second;

    do {
        first = (*BARE_MTIME - start) / PERIOD;
        for (volatile int n = 100; n > 0; n--)
            ;
        *came = ticks - before;
        second = (*BARE_MTIME - start) / PERIOD;
    } while (first != second);
    return first;
}

/* What was due while interrupts were off comes when they are on. */
static void try_late_ticks(void)
{
    const uint64_t level = bare_disable(), before = ticks;
    const uint64_t start = next - PERIOD;
    uint64_t came, wanted;

    while (*BARE_MTIME < start + 5 * PERIOD)
        ;
    say_equal(ticks - before, 0, "no tick while off");
    bare_enable(level);
    wanted = ticks_due(start, before, &came);
    say(wanted >= 5, "five periods");
    say_equal(came, wanted, "the late ones come one by one");
    bare_disable();
    *BARE_MTIMECMP = UINT64_MAX;
}

/* 3.1.9: a software interrupt goes before the timer's. */
static void try_software(void)
{
    const uint64_t before = ticks;

    BARE_SET(mie, BIT(BARE_SOFTWARE));
    *BARE_MSIP = 1;
    next = *BARE_MTIME;
    *BARE_MTIMECMP = next;
    while (pending() != (BIT(BARE_SOFTWARE) | BIT(BARE_TIMER)))
        ;
    say_equal(*BARE_MSIP, 1, "msip");
    __asm__ volatile("wfi" : : : "memory");
    say_equal(softwares + ticks - before, 0, "wfi goes on, and none is taken");
    last_cause = 0;
    bare_enable(BARE_MIE);
    say_equal(softwares, 1, "by software");
    say_equal(ticks - before, 1, "by the timer, too");
    say_equal(last_cause, BARE_INTERRUPT | BARE_TIMER, "which comes second");
    *BARE_MSIP = 1;
    say_equal(softwares, 2, "at once");
}

int main(void)
{
    try_time();
    try_deadline();
    try_ticks();
    try_late_ticks();
    try_software();
    say_equal(early, 0, "none early");
    say_equal(nested, 0, "off in the handler");
    return 0;
}
