/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Holds a pattern in all 31 integer registers at once, over and over, while its
 * timer interrupts it, its slots end and it calls the kernel, and looks at
 * each of them after every few thousand instructions.
 */
#include "check.h"

#define ROUNDS 5000
#define TIMER_PERIOD "12" /* ticks: some interrupts in each round */

/*
 * What the registers hold, and where the round leaves them. The stack pointer's
 * pattern is &registers.after: the interrupt handler needs a stack below it,
 * and to store 31 registers takes one that is an address.
 */
static struct {
    uint64_t stack[64];
    uint64_t after[32]; /* at a multiple of 16 */
    uint64_t before[32];
    uint64_t kept[14]; /* of the C code that called */
} registers __attribute__((aligned(16)));
_Static_assert(sizeof(registers.stack) == 512, "below");

uint64_t integer_interrupts; /* counted by the handler */

void integer_round(void *after);

#define FEW(op, from)                                                          \
    "    .irp n, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19\n"    \
    "    " op " x\\n, " from " + 8*\\n(x2)\n"                                  \
    "    .endr\n"                                                              \
    "    .irp n, 1, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"          \
    "    " op " x\\n, " from " + 8*\\n(x2)\n"                                  \
    "    .endr\n"                                                              \
    "    " op " x10, " from " + 80(x2)\n"

#define KEPT(op)                                                               \
    "    " op " x1, 512(x2)\n"                                                 \
    "    " op " x3, 520(x2)\n"                                                 \
    "    " op " x4, 528(x2)\n"                                                 \
    "    " op " x8, 536(x2)\n"                                                 \
    "    " op " x9, 544(x2)\n"                                                 \
    "    .irp n, 18, 19, 20, 21, 22, 23, 24, 25\n"                             \
    "    " op " x\\n, 552 + 8*(\\n - 18)(x2)\n"                                \
    "    .endr\n"

/* Four calls between stretches that are as long as the timer's period. */
#define STRETCH "    .rept 800\n    .4byte 0x13\n    .endr\n"

__asm__("    .balign 4\n"
        "integer_round:\n"
        /* x26 and x27 have no room above: their place is the stack's. */
        "    addi sp, sp, -32\n"
        "    sd x26, 0(sp)\n"
        "    sd x27, 8(sp)\n"
        "    sd sp, -1992(x0)\n" /* mscratch: the one place without a base */
        "    mv x2, a0\n" KEPT("sd") FEW("ld", "256")
        /* Interrupts on: set MIE, then look, in one instruction. */
        "    csrsi mstatus, 8\n" STRETCH "    ecall\n" STRETCH
        "    ecall\n" STRETCH "    ecall\n" STRETCH "    ecall\n"
        "    csrci mstatus, 8\n" FEW("sd", "0") "    sd x2, 16(x2)\n" KEPT(
            "ld") "    ld sp, -1992(x0)\n"
                  "    ld x26, 0(sp)\n"
                  "    ld x27, 8(sp)\n"
                  "    addi sp, sp, 32\n"
                  "    ret\n"

                  "    .balign 4\n" /* before norelax: it moves */
                  "    .option push\n"
                  "    .option norelax\n"
                  "    .globl bh_trap_entry\n"
                  "bh_trap_entry:\n"
                  "    addi sp, sp, -48\n"
                  "    sd a0, 0(sp)\n"
                  "    sd a1, 8(sp)\n"
                  "    sd a6, 16(sp)\n"
                  "    sd a7, 24(sp)\n"
                  "    sd t0, 32(sp)\n"
                  "    rdtime a0\n"
                  "    addi a0, a0, " TIMER_PERIOD "\n"
                  "    li a7, 0x08424002\n" /* BH_EXT_TIME, BH_TIME_SET_TIMER */
                  "    li a6, 1\n"
                  "    ecall\n"
                  "    la a0, integer_interrupts\n"
                  "    ld t0, 0(a0)\n"
                  "    addi t0, t0, 1\n"
                  "    sd t0, 0(a0)\n"
                  "    ld a0, 0(sp)\n"
                  "    ld a1, 8(sp)\n"
                  "    ld a6, 16(sp)\n"
                  "    ld a7, 24(sp)\n"
                  "    ld t0, 32(sp)\n"
                  "    addi sp, sp, 48\n"
                  "    mret\n"
                  "    .option pop\n");

_Static_assert(BH_EXT_TIME == 0x08424002 && BH_TIME_SET_TIMER == 1, "above");

/* Random patterns; a7 and a6 are the null call, and a0 and a1 its result. */
static void prepare(uint64_t *seed)
{
    for (int n = 1; n < 32; n++)
        registers.before[n] = check_random(seed);
    registers.before[2] = (uint64_t)(uintptr_t)registers.after;
    registers.before[16] = BH_PARTITION_NULL;
    registers.before[17] = BH_EXT_PARTITION;
    memset(registers.after, 0, sizeof(registers.after));
}

static uint64_t wanted(int n)
{
    return n == 10 || n == 11 ? 0 : registers.before[n];
}

/* All registers that are wrong, by bit. */
static uint64_t wrong(void)
{
    uint64_t bits = 0;

    for (int n = 1; n < 32; n++)
        if (registers.after[n] != wanted(n))
            bits |= UINT64_C(1) << n;
    return bits;
}

int main(void)
{
    uint64_t seed = UINT64_C(0x9e3779b97f4a7c15) ^ bh_info_page()->partition;
    uint64_t bad = 0;

    /* That the check sees one: as if s11 had changed on the way. */
    prepare(&seed);
    for (int n = 1; n < 32; n++)
        registers.after[n] = wanted(n);
    registers.after[27] ^= 1;
    check_equal(wrong(), UINT64_C(1) << 27, "a wrong register is seen");

    bh_state_page()->mie = 1 << BH_IRQ_TIMER;
    bh_time_set_timer(0);
    for (int i = 0; i < ROUNDS; i++) {
        prepare(&seed);
        integer_round(registers.after);
        bad |= wrong();
    }
    check_equal(bad, 0, "registers");
    check(integer_interrupts > ROUNDS, "over thousands of interrupts");
    check(bh_info_page()->slot_count > 1000, "over a thousand slots");
    return 0;
}
