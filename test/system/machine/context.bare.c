/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two threads of a real-time operating system: each has its own stack, its own
 * values in all floating-point registers and its own rounding mode; the clock's
 * interrupt switches between them wherever they are. A thread that is switched
 * to drops the other's reservation.
 */
#include "say.h"

#define SWITCHES 2000
#define PERIOD 300 /* ticks of mtime */

/* The registers that a C function keeps; switch_context() knows the order. */
struct context {
    uint64_t x[14]; /* ra, sp, s0 to s11 */
    uint64_t f[12]; /* fs0 to fs11 */
    uint64_t fcsr;
};

static struct context contexts[2];
static uint64_t stacks[2][512] __attribute__((aligned(16)));
static volatile uint64_t current, switches, bad_values, bad_modes;
static volatile uint64_t rounds[2];
static uint64_t total; /* of both */

/* Saves the registers in `from`, loads them from `to`, and returns there. */
void switch_context(struct context *from, const struct context *to);

/* One round of a thread: its number in all registers, for a while, and back. */
uint64_t hold_registers(uint64_t number, uint64_t steps);

__asm__(".pushsection .text\n"
        ".macro each_kept integer, float, base\n"
        "    \\integer ra, 0(\\base)\n"
        "    \\integer sp, 8(\\base)\n"
        "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11\n"
        "    \\integer s\\n, 16 + 8 * \\n(\\base)\n"
        "    \\float fs\\n, 112 + 8 * \\n(\\base)\n"
        "    .endr\n"
        ".endm\n"
        ".macro each_float operation\n"
        "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
        "    \\operation f\\n\n"
        "    .endr\n"
        "    .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29\n"
        "    \\operation f\\n\n"
        "    .endr\n"
        "    \\operation f30\n"
        "    \\operation f31\n"
        ".endm\n"
        ".macro put_number register\n"
        "    fmv.d.x \\register, a0\n"
        ".endm\n"
        ".macro compare_number register\n"
        "    fmv.x.d t0, \\register\n"
        "    xor t0, t0, a0\n"
        "    or a2, a2, t0\n"
        ".endm\n"
        ".globl switch_context\n"
        ".type switch_context, @function\n"
        "switch_context:\n"
        "    sc.w x0, x0, (a0)\n"
        "    each_kept sd, fsd, a0\n"
        "    frcsr t0\n"
        "    sd t0, 208(a0)\n"
        "    ld t0, 208(a1)\n"
        "    fscsr t0\n"
        "    each_kept ld, fld, a1\n"
        "    ret\n"
        ".size switch_context, . - switch_context\n"
        ".globl hold_registers\n"
        ".type hold_registers, @function\n"
        "hold_registers:\n"
        "    each_float put_number\n"
        "1:  addi a1, a1, -1\n"
        "    bnez a1, 1b\n"
        "    li a2, 0\n"
        "    each_float compare_number\n"
        "    mv a0, a2\n"
        "    ret\n"
        ".size hold_registers, . - hold_registers\n"
        ".popsection");

_Static_assert(sizeof(struct context) == 216, "switch_context");

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    const uint64_t from = current;

    (void)frame;
    if (cause != (BARE_INTERRUPT | BARE_TIMER))
        say_equal(cause, BARE_INTERRUPT | BARE_TIMER, "cause");
    *BARE_MTIMECMP = *BARE_MTIME + PERIOD;
    switches++;
    current = 1 - from;
    __asm__ volatile("csrrci x0, mstatus, 8" : : : "memory");
    switch_context(&contexts[from], &contexts[1 - from]);
}

/* A third, rounded to nearest (0) and up (3), is not the same. */
static uint64_t third(void)
{
    uint64_t bits;

    __asm__ volatile("fcvt.d.l ft0, %1\n"
                     "fcvt.d.l ft1, %2\n"
                     "fdiv.d ft0, ft0, ft1\n"
                     "fmv.x.d %0, ft0"
                     : "=r"(bits)
                     : "r"(1), "r"(3)
                     : "ft0", "ft1");
    return bits;
}

/* Counts as threads do without a lock: nothing may be lost by a switch. */
static void count(void)
{
    uint64_t value, failed;

    __asm__ volatile("1: lr.d %0, %2\n"
                     "addi %0, %0, 1\n"
                     "sc.d %1, %0, %2\n"
                     "bnez %1, 1b"
                     : "=&r"(value), "=&r"(failed), "+A"(total));
}

/* Here no variable lives in a floating-point register. */
static void run_thread(uint64_t number)
{
    static const uint64_t thirds[] = {0x3fd5555555555555, 0x3fd5555555555556};
    static const uint64_t modes[] = {0, 3};

    __asm__ volatile("fsrm %0" : : "r"(modes[number]));
    while (switches < SWITCHES) {
        bad_values += hold_registers(~number << 20 | rounds[number], 200) != 0;
        bad_modes += third() != thirds[number];
        for (int i = 0; i < 100; i++)
            count();
        rounds[number]++;
    }
}

static void second_thread(void)
{
    bare_enable(BARE_MIE);
    run_thread(1);
    for (;;)
        __asm__ volatile("wfi" : : : "memory");
}

int main(void)
{
    contexts[1].x[0] = (uint64_t)second_thread;
    contexts[1].x[1] = (uint64_t)(stacks[1] + 512);
    *BARE_MTIMECMP = *BARE_MTIME + PERIOD;
    BARE_SET(mie, UINT64_C(1) << BARE_TIMER);
    bare_enable(BARE_MIE);
    run_thread(0);
    bare_disable();
    say(switches >= SWITCHES, "thousands of switches");
    say(rounds[0] > 100 && rounds[1] > 100, "both threads run");
    say_equal(bad_values, 0, "floating-point registers");
    say_equal(bad_modes, 0, "rounding modes");
    /* The second thread may have been switched off in the midst of a round. */
    say(total >= 100 * (rounds[0] + rounds[1]) &&
            total <= 100 * (rounds[0] + rounds[1] + 1),
        "nothing is lost in between");
    return 0;
}
