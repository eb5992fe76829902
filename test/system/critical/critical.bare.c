/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts at random times about critical sections, on a machine or what is
 * taken for one. None may come inside a section; each that became pending there
 * is taken by the instruction that ends it; none is early, lost or taken twice.
 * The first thing that is not so ends the program, and says what it was.
 */
#include "guest/bare/bare.h"

#define INTERRUPTS 12000 /* how many, by the timer */
#define LANDED 5000      /* how many at least inside a section */
#define OTHERS 500       /* how many at least of each special case */
#define LATE_MAX 8       /* times that the count is read until it has changed */

static volatile uint64_t taken;    /* timer interrupts */
static volatile uint64_t software; /* software interrupts */
static volatile uint64_t raised;   /* software interrupts, asked for */
static volatile uint64_t deadline; /* of the timer */
static volatile bool inside;       /* a critical section, but for its ends */
static volatile bool handling;

/* What sections and handler share: sum is a + b, but for inside. */
static volatile uint64_t a, b, sum;

/* Timer interrupts that became due inside a section, and in the handler. */
static uint64_t landed, chained;
/* Those that waited in a nested section, in wfi, and behind mie. */
static uint64_t nested, woken, masked;
static uint64_t windows; /* those that were taken in one */
static uint64_t latest;
/* Not the flag alone: such a read is not rewritten. */
static volatile uint64_t all_of_mstatus;

/* Ticks from one interrupt to the next, at most; main() measures what it can
 * be without leaving time for the handlers alone. */
static uint64_t spread = 1000;

static _Noreturn void fail(const char *why)
{
    bare_printf("FAIL %s\n", why);
    bare_printf("# after %lu interrupts, %lu inside\n", taken, landed);
    bare_exit(1);
}

/* Always inline: what is passed to functions may be anything to a rewriter. */
#define INLINE static inline __attribute__((always_inline))

INLINE void require(bool good, const char *why)
{
    if (!good)
        fail(why);
}

/* The next of a row of numbers that look random (Marsaglia, xorshift). */
static uint64_t draw(void)
{
    static uint64_t seed = 88172645463325252;

    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* The time, read as one word or as two. */
static uint64_t now(void)
{
    static unsigned turn;
    const uint64_t address = bare_machine.clint + 0xbff8;
    uint32_t low, high;

    if (turn++ % 2 == 0)
        return *BARE_MTIME;
    do {
        high = *bare_word(address + 4);
        low = *bare_word(address);
    } while (*bare_word(address + 4) != high);
    return (uint64_t)high << 32 | low;
}

/* Whether the interrupt must be pending: QEMU's timer can be a tick late. */
static bool due(void)
{
    return now() > deadline;
}

/* Sets the timer, by one store or by three of which none is due too early. */
static void set_timer(uint64_t when)
{
    static unsigned turn;
    const uint64_t address = bare_machine.clint + 0x4000;

    deadline = when;
    if (turn++ % 2 == 0) {
        *BARE_MTIMECMP = when;
        return;
    }
    *bare_word(address + 4) = UINT32_MAX;
    *bare_word(address) = (uint32_t)when;
    *bare_word(address + 4) = (uint32_t)(when >> 32);
}

static void take_timer(void)
{
    require(now() >= deadline, "early, or taken twice");
    taken++;
    /* Some are due before the handler ends, others long after. */
    set_timer(now() + draw() % (draw() % 16 == 0 ? 4 : spread));
}

static void take_software(void)
{
    require(software < raised, "a software interrupt that nobody asked for");
    *BARE_MSIP = 0;
    software++;
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    const uint64_t level = bare_disable();

    require(!handling, "inside the handler");
    handling = true;
    require(!inside, "inside a critical section");
    require(level == 0, "interrupts are on in the handler");
    bare_enable(level);
    require((BARE_READ(mstatus) & BARE_MIE) == 0, "mstatus in the handler");
    require((frame->mstatus & (BARE_MIE | BARE_MPIE)) == BARE_MPIE,
            "mstatus after the interrupt");
    require(sum == a + b, "half of an update was seen");
    a += 3;
    sum += 3;
    if (cause == (BARE_INTERRUPT | BARE_TIMER))
        take_timer();
    else if (cause == (BARE_INTERRUPT | BARE_SOFTWARE))
        take_software();
    else
        fail("another cause");
    chained += due();
    handling = false;
}

/* The update that every section makes, and none may see half of. */
static void begin(void)
{
    inside = true;
    a += 5;
}

static void finish(void)
{
    b += 7;
    sum += 12;
    inside = false;
}

/* Lets time pass, in steps of some instructions. */
static void work(uint64_t steps)
{
    for (volatile uint64_t n = steps; n > 0; n--)
        ;
}

/*
 * The end of a section: by the instruction, and what stands behind it reads how
 * many were taken. What was pending has come by then.
 */
INLINE void leave(uint64_t level)
{
    const uint64_t before = taken, asked = raised;
    const bool pending = due();
    uint64_t timer, other, late = 0;

    finish();
    __asm__ volatile("csrrs x0, mstatus, %2\n"
                     "ld %0, %3\n"
                     "ld %1, %4"
                     : "=&r"(other), "=&r"(timer)
                     : "r"(level), "m"(software), "m"(taken)
                     : "memory");
    require(other == asked, "a software interrupt is lost");
    if (!pending)
        return;
    for (; timer == before && late <= LATE_MAX; late++)
        timer = taken;
    require(timer != before, "lost at the end of a section");
    latest = late > latest ? late : latest;
}

static bool pends(uint64_t number)
{
    return (BARE_READ(mip) >> number & 1) != 0;
}

/* Waits until the timer is due and pending, which nobody may take. */
static void await(void)
{
    const uint64_t before = taken;
    uint64_t late = 0;

    while (!due())
        ;
    while (!pends(BARE_TIMER))
        require(late++ < LATE_MAX, "not pending in mip");
    require(taken == before, "taken while off");
}

static void in_plain(void)
{
    work(draw() % 64);
}

static void in_nested(void)
{
    const uint64_t level = bare_disable(), before = taken;

    require(level == 0, "a nested section that was on before");
    if (draw() % 2 == 0)
        await();
    work(draw() % 32);
    bare_enable(level);
    work(draw() % 4);
    require(taken == before, "a nested section's end has let one in");
    nested += due();
}

static void in_software(void)
{
    const uint64_t before = software;

    raised++;
    *BARE_MSIP = 1;
    work(draw() % 4);
    require(pends(BARE_SOFTWARE), "msip not in mip");
    require(*BARE_MSIP == 1, "msip not set");
    require(software == before, "a software interrupt inside a section");
}

/* wfi ends with the interrupt pending, on or off (3.3.3). */
static void in_wfi(void)
{
    const uint64_t before = taken;

    while (!due())
        __asm__ volatile("wfi" : : : "memory");
    await();
    __asm__ volatile("wfi" : : : "memory");
    require(taken == before, "wfi has let one in");
    woken++;
}

static void in_others(void)
{
    require((BARE_READ(mstatus) & BARE_MIE) == 0, "mstatus is on in a section");
    if (draw() % 2 == 0)
        await();
    require((BARE_READ(mstatus) & BARE_MIE) == 0, "mstatus is on when pending");
    require((BARE_READ(mie) & UINT64_C(1) << BARE_TIMER) != 0, "mie");
    __asm__ volatile("fence o, i" : : : "memory");
}

/* On and at once off again: what was pending is taken, and nothing after. */
static void in_flash(void)
{
    const uint64_t before = taken;
    uint64_t late = 0;

    await();
    finish();
    bare_enable(BARE_MIE);
    while (taken == before)
        require(late++ < LATE_MAX, "lost when on for a moment");
    require(bare_disable() == BARE_MIE, "off after an interrupt");
    begin();
}

/* On, and off by the next instruction: what was pending has been taken. */
static void in_window(void)
{
    const uint64_t before = taken, other = software;
    const bool both = draw() % 4 == 0;
    uint64_t level, timer;

    if (both) {
        raised++;
        *BARE_MSIP = 1;
        require(pends(BARE_SOFTWARE), "msip not in mip");
    }
    if (draw() % 2 == 0)
        await();
    timer = taken + pends(BARE_TIMER);
    finish();
    __asm__ volatile("csrrsi x0, mstatus, 8\n"
                     "csrrci %0, mstatus, 8\n"
                     "andi %0, %0, 8"
                     : "=r"(level)
                     :
                     : "memory");
    require(level == BARE_MIE, "off in a window");
    require((BARE_READ(mstatus) & BARE_MIE) == 0, "on after a window");
    require(taken >= timer, "lost in a window");
    require(software == other + both, "a software interrupt lost in a window");
    begin();
    windows += taken > before;
}

/* While mie has the timer off, no end of a section lets it in. */
static void in_masked(void)
{
    const uint64_t timer = UINT64_C(1) << BARE_TIMER, before = taken;

    BARE_CLEAR(mie, timer);
    await();
    finish();
    bare_enable(BARE_MIE);
    work(draw() % 4);
    require(taken == before, "taken in spite of mie");
    require(bare_disable() == BARE_MIE, "off without an interrupt");
    begin();
    BARE_SET(mie, timer);
    require(taken == before, "mie has let one in");
    masked++;
}

static void section(void (*body)(void))
{
    const uint64_t level = bare_disable();
    const bool before = due();

    require(level == BARE_MIE, "off outside of sections");
    require(sum == a + b, "half of an update is left");
    begin();
    body();
    work(draw() % 16);
    landed += !before && due();
    leave(level);
}

/* As short as most of them are: nobody looks at the clock. */
static void quick(void)
{
    const uint64_t level = bare_disable();

    inside = true;
    a++;
    b--;
    inside = false;
    if (draw() % 4 == 0)
        __asm__ volatile("csrrsi x0, mstatus, 8" : : : "memory");
    else
        bare_enable(level);
}

/* Outside: interrupts are on, and none that is due stays away. */
static void outside(void)
{
    const uint64_t before = taken;
    uint64_t late = 0;

    all_of_mstatus = BARE_READ(mstatus);
    require((all_of_mstatus & BARE_MIE) != 0, "mstatus is off outside");
    if (!due())
        return;
    while (taken == before)
        require(late++ < LATE_MAX, "lost outside of sections");
}

/* Sets `spread`, by how long an interrupt takes. */
static void measure(void)
{
    uint64_t least = UINT64_MAX;

    for (int i = 0; i < 8; i++) {
        const uint64_t before = taken, start = now();

        set_timer(start);
        bare_enable(BARE_MIE);
        while (taken == before)
            ;
        bare_disable();
        if (now() - start < least)
            least = now() - start;
    }
    spread = 6 * least;
}

int main(void)
{
    static void (*const bodies[])(void) = {
        in_plain,  in_plain, in_plain, in_nested, in_software,
        in_others, in_wfi,   in_flash, in_window, in_masked,
    };

    BARE_SET(mie, 1 << BARE_TIMER | 1 << BARE_SOFTWARE);
    measure();
    bare_enable(BARE_MIE);
    while (taken < INTERRUPTS) {
        section(bodies[draw() % (sizeof(bodies) / sizeof(bodies[0]))]);
        for (uint64_t n = draw() % 8; n > 0; n--)
            quick();
        outside();
    }
    BARE_CLEAR(mie, UINT64_C(1) << BARE_TIMER);
    bare_printf("# %lu interrupts, %lu due in sections, %lu in the handler\n",
                taken, landed, chained);
    bare_printf("# %lu nested, %lu in wfi, %lu masked, %lu by software\n",
                nested, woken, masked, software);
    bare_printf("# %lu in a window\n", windows);
    bare_printf("# %lu ticks apart at most, read up to %lu times again\n",
                spread, latest);
    require(landed >= LANDED, "too few inside sections");
    require(chained >= OTHERS, "too few in the handler");
    require(nested >= OTHERS && woken >= OTHERS && masked >= OTHERS &&
                software >= OTHERS && windows >= OTHERS,
            "too few of a special case");
    bare_printf("ok %u interrupts\n", INTERRUPTS);
    bare_printf("ok %u of them inside critical sections\n", LANDED);
    return 0;
}
