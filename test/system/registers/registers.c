/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fills all registers, integer and floating point, with what nobody else has,
 * and looks at them over and over while its timer, its calls, its CSR
 * instructions and the ends of its slots come in between. Several partitions of
 * this program take turns; what one found of another's would be found out. The
 * one called "late" switches floating point off instead, and looks later whether
 * it finds anything that is not its own.
 */
#include "check.h"

#define SLOTS 300

/*
 * Works without a stack: x1 to x30 hold x31 and their number, f0 to f31 hold x31
 * and 64 and their number, fcsr and mscratch hold x31's, too. What else there
 * is to know lies in the state page's free half, which has an absolute address.
 *
 * Returns how many rounds it took until the partition had `slots`, or 0 as soon
 * as a register was not what it had been.
 */
uint64_t registers_hold(uint64_t pattern, uint64_t slots);
void registers_trap(void);

struct words {
    uint64_t saved[16], scratch[6], slots, traps, rounds;
};

static volatile struct words *words(void)
{
    return (volatile struct words *)BH_STATE_PAGE_ADDRESS;
}

_Static_assert(offsetof(struct bh_info, slot_count) == 144 &&
                   offsetof(struct words, scratch) == 128 &&
                   offsetof(struct words, slots) == 176 &&
                   BH_STATE_MCAUSE == -2008 && BH_STATE_MTVAL == -2000,
               "as below");

__asm__("    .equ SAVED, 0\n"
        "    .equ SCRATCH, SAVED + 128\n"
        "    .equ WORD_SLOTS, SAVED + 176\n"
        "    .equ WORD_TRAPS, SAVED + 184\n"
        "    .equ WORD_ROUNDS, SAVED + 192\n"
        "    .equ MCAUSE, -2008\n"
        "    .equ MTVAL, -2000\n"
        "    .equ SLOT_COUNT, 144\n");

/* For each register from `first` to `last`: macro `what` with its number. */
__asm__("    .altmacro\n"
        "    .macro each what, first, last\n"
        "    .set number, \\first\n"
        "    .rept \\last - \\first + 1\n"
        "    \\what %number\n"
        "    .set number, number + 1\n"
        "    .endr\n"
        "    .endm\n"
        "    .macro set_x n\n"
        "    addi x\\n, x31, \\n\n"
        "    .endm\n"
        "    .macro set_f n\n"
        "    addi x1, x31, \\n + 64\n"
        "    fmv.d.x f\\n, x1\n"
        "    .endm\n"
        /* Takes off what must be in it, and puts it on again. */
        "    .macro look_x n\n"
        "    sub x\\n, x\\n, x31\n"
        "    addi x\\n, x\\n, -\\n\n"
        "    beqz x\\n, 1f\n"
        "    j registers_wrong\n"
        "1:  addi x\\n, x31, \\n\n"
        "    .endm\n"
        "    .macro look_f n\n"
        "    fmv.x.d x1, f\\n\n"
        "    sub x1, x1, x31\n"
        "    addi x1, x1, -(\\n + 64)\n"
        "    bnez x1, registers_wrong\n"
        "    .endm\n"
        "    .macro swap_x n\n"
        "    csrrw x\\n, mscratch, x\\n\n" /* this register's for the last */
        "    csrrw x\\n, mscratch, x\\n\n" /* and back */
        "    .endm\n"
        /* What a function must keep. */
        "    .macro kept what\n"
        "    \\what ra, SAVED(t0)\n"
        "    \\what sp, SAVED + 8(t0)\n"
        "    \\what gp, SAVED + 16(t0)\n"
        "    \\what tp, SAVED + 24(t0)\n"
        "    \\what s0, SAVED + 32(t0)\n"
        "    \\what s1, SAVED + 40(t0)\n"
        "    \\what s2, SAVED + 48(t0)\n"
        "    \\what s3, SAVED + 56(t0)\n"
        "    \\what s4, SAVED + 64(t0)\n"
        "    \\what s5, SAVED + 72(t0)\n"
        "    \\what s6, SAVED + 80(t0)\n"
        "    \\what s7, SAVED + 88(t0)\n"
        "    \\what s8, SAVED + 96(t0)\n"
        "    \\what s9, SAVED + 104(t0)\n"
        "    \\what s10, SAVED + 112(t0)\n"
        "    \\what s11, SAVED + 120(t0)\n"
        "    .endm\n");

__asm__(".globl registers_hold, registers_trap\n"
        "registers_hold:\n"
        "    lui t0, 0xfffff\n" /* the state page */
        "    kept sd\n"
        "    sd a1, WORD_SLOTS(t0)\n"
        "    sd zero, WORD_TRAPS(t0)\n"
        "    sd zero, WORD_ROUNDS(t0)\n"
        "    csrw mscratch, a0\n"
        "    mv x31, a0\n"
        "    fscsr x31\n"
        "    each set_f, 0, 31\n"
        "    each set_x, 1, 30\n"
        "registers_again:\n"
        "    each look_x, 1, 30\n"
        "    csrr x30, mscratch\n"
        "    bne x30, x31, registers_wrong\n"
        "    frcsr x1\n"
        "    andi x2, x31, 0xff\n"
        "    bne x1, x2, registers_wrong\n"
        "    each look_f, 0, 31\n"
        "    lui x2, 0xfffff\n"
        "    ld x1, WORD_ROUNDS(x2)\n"
        "    addi x1, x1, 1\n"
        "    sd x1, WORD_ROUNDS(x2)\n"
        "    ld x3, WORD_SLOTS(x2)\n"
        "    lui x2, 0xffffe\n" /* the information page */
        "    ld x2, SLOT_COUNT(x2)\n"
        "    bgeu x2, x3, registers_done\n"
        "    each set_x, 1, 30\n"
        /* A call of no extension: a0 and a1 alone change. */
        "    ecall\n"
        "    bnez x11, registers_wrong\n"
        "    li x11, -2\n"
        "    bne x10, x11, registers_wrong\n"
        "    each set_x, 10, 11\n"
        /* An instruction that is carried out, from and to many registers. */
        "    each swap_x, 1, 30\n"
        "    j registers_again\n"
        "registers_wrong:\n"
        "    lui t0, 0xfffff\n"
        "    sd zero, WORD_ROUNDS(t0)\n"
        "registers_done:\n"
        "    lui t0, 0xfffff\n"
        "    kept ld\n"
        "    fscsr zero\n"
        "    ld a0, WORD_ROUNDS(t0)\n"
        "    ret\n"

        "    .balign 4\n"
        "registers_trap:\n" /* mcause and mtval are free for a moment */
        "    sd a0, MCAUSE(zero)\n"
        "    sd a1, MTVAL(zero)\n"
        "    lui a0, 0xfffff\n"
        "    sd a6, SCRATCH(a0)\n"
        "    sd a7, SCRATCH + 8(a0)\n"
        "    ld a1, WORD_TRAPS(a0)\n"
        "    addi a1, a1, 1\n"
        "    sd a1, WORD_TRAPS(a0)\n"
        "    andi a1, a1, 63\n"
        "    rdtime a0\n"
        "    add a0, a0, a1\n"
        "    li a6, 1\n"
        "    li a7, 0x8424002\n" /* time, set timer */
        "    ecall\n"
        "    lui a0, 0xfffff\n"
        "    ld a6, SCRATCH(a0)\n"
        "    ld a7, SCRATCH + 8(a0)\n"
        "    ld a0, MCAUSE(zero)\n"
        "    ld a1, MTVAL(zero)\n"
        "    mret\n"
        "    .noaltmacro\n");

_Static_assert(BH_EXT_TIME == 0x8424002 && BH_TIME_SET_TIMER == 1 &&
                   BH_E_NOT_SUPPORTED == -2,
               "as above");

#define FS UINT64_C(0x6000)

/* All floating-point registers as they are. */
static void look_late(void)
{
    uint64_t found = 0, value;

    __asm__ volatile("csrc mstatus, %0" : : "r"(FS));
    while (bh_info_page()->slot_count < SLOTS / 2)
        bh_partition_yield();
    __asm__ volatile("csrs mstatus, %0" : : "r"(FS));
#define LOOK(n)                                                                \
    __asm__ volatile("fmv.x.d %0, f" #n : "=r"(value));                        \
    found |= value
    LOOK(0);
    LOOK(1);
    LOOK(2);
    LOOK(7);
    LOOK(8);
    LOOK(15);
    LOOK(16);
    LOOK(23);
    LOOK(24);
    LOOK(30);
    LOOK(31);
    __asm__ volatile("frcsr %0" : "=r"(value));
    check_equal(found | value, 0, "floating-point registers");
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint64_t rounds;

    if (strcmp(info->name, "late") == 0) {
        look_late();
        return 0;
    }
    bh_state_page()->mtvec = (uint64_t)(uintptr_t)registers_trap;
    bh_state_page()->mie = UINT64_C(1) << BH_IRQ_TIMER;
    bh_time_set_timer(0);
    bh_interrupt_enable();
    rounds = registers_hold(
        UINT64_C(0x0123456789abcd15) * (2 * info->partition + 3), SLOTS);
    bh_interrupt_disable();
    if (rounds == 0)
        bh_puts("FAIL a register has changed");
    else
        bh_printf("ok: %lu rounds, %lu interrupts\n", rounds, words()->traps);
    return 0;
}
