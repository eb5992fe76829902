/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fills all registers, integer and floating point, with what nobody else has,
 * and looks at them over and over while its timer, its calls, its traps and the
 * ends of its slots come in between. Partitions of this program run side by
 * side: what one finds of another's would be found out.
 */
#include "check.h"

#define SLOTS 100

/*
 * From here on only registers are used, by assembly alone: x1 to x31 hold
 * (start of the pattern) + their number, f0 to f31 the same. sp is no stack;
 * mscratch holds the pattern. The trap handler uses two words of the state
 * page's free half, and leaves every register as it was.
 *
 * Returns when the slots are over, in a0: 0, or the number of the first register
 * that was wrong: 32 and more for floating point, 64 for fcsr.
 */
uint64_t registers_hold(uint64_t pattern, uint64_t slots);

/* Offsets from 0 of words in the state page's free half. */
#define WORDS "(-4096)"
__asm__(
    "    .equ SAVED, -4096\n" /* ra, sp, gp, tp, s0 to s11 */
    "    .equ T0, -3600\n"
    "    .equ T1, -3592\n"
    "    .equ SLOTS_LEFT, -3584\n"
    "    .equ TRAPS, -3576\n"
    "    .equ ROUNDS, -3568\n"
    "    .equ MSCRATCH, -1992\n"
    "    .equ INFO_SLOT_COUNT, -8192 + 144\n"
    "    .macro each_x op\n"
    "    .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
    "18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30\n"
    "    \\op \\n\n"
    "    .endr\n"
    "    .endm\n"
    "    .macro each_f op\n"
    "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
    "18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
    "    \\op \\n\n"
    "    .endr\n"
    "    .endm\n"
    "    .macro fill_x n\n"
    "    addi x\\n, x31, \\n\n"
    "    .endm\n"
    "    .macro fill_f n\n"
    "    addi x1, x31, \\n + 64\n"
    "    fmv.d.x f\\n, x1\n"
    "    .endm\n"
    /* x31 is the pattern itself; each other must be so much more. */
    "    .macro look_x n\n"
    "    sub x\\n, x\\n, x31\n"
    "    addi x\\n, x\\n, -\\n\n"
    "    bnez x\\n, wrong_\\n\n"
    "    addi x\\n, x31, \\n\n"
    "    .endm\n"
    "    .macro wrong_x n\n"
    "wrong_\\n:\n"
    "    li a0, \\n\n"
    "    j give_back\n"
    "    .endm\n"
    "    .macro look_f n\n"
    "    fmv.x.d x1, f\\n\n"
    "    sub x1, x1, x31\n"
    "    addi x1, x1, -(\\n + 64)\n"
    "    li x2, 32 + \\n\n"
    "    bnez x1, wrong_f\n"
    "    .endm\n"

    "    .balign 4\n"
    "registers_hold:\n"
    "    sd ra, SAVED(zero)\n    sd sp, SAVED + 8(zero)\n"
    "    sd gp, SAVED + 16(zero)\n    sd tp, SAVED + 24(zero)\n"
    "    sd s0, SAVED + 32(zero)\n    sd s1, SAVED + 40(zero)\n"
    "    sd s2, SAVED + 48(zero)\n    sd s3, SAVED + 56(zero)\n"
    "    sd s4, SAVED + 64(zero)\n    sd s5, SAVED + 72(zero)\n"
    "    sd s6, SAVED + 80(zero)\n    sd s7, SAVED + 88(zero)\n"
    "    sd s8, SAVED + 96(zero)\n    sd s9, SAVED + 104(zero)\n"
    "    sd s10, SAVED + 112(zero)\n    sd s11, SAVED + 120(zero)\n"
    "    sd a1, SLOTS_LEFT(zero)\n"
    "    sd zero, TRAPS(zero)\n"
    "    sd zero, ROUNDS(zero)\n"
    "    mv x31, a0\n"
    "    andi x1, x31, 7\n" /* rounding mode and flags: the pattern's, too */
    "    fscsr x1\n"
    "    sd x31, MSCRATCH(zero)\n"
    "    each_f fill_f\n"
    "    each_x fill_x\n"

    "again:\n"
    "    each_x look_x\n"
    "    sub x30, x30, x30\n" /* x31 itself, by the copy in mscratch */
    "    ld x30, MSCRATCH(zero)\n"
    "    bne x30, x31, wrong_31\n"
    "    each_f look_f\n"
    "    frcsr x1\n"
    "    andi x2, x31, 7\n"
    "    bne x1, x2, wrong_fcsr\n"
    "    ld x1, ROUNDS(zero)\n"
    "    addi x1, x1, 1\n"
    "    sd x1, ROUNDS(zero)\n"
    "    lui x2, 0xffffe\n" /* the information page */
    "    ld x2, 144(x2)\n"
    "    ld x3, SLOTS_LEFT(zero)\n"
    "    li a0, 0\n"
    "    bgeu x2, x3, give_back\n"
    /* Now and then a call, which keeps all but a0 and a1; mostly in vain. */
    "    andi x1, x1, 7\n"
    "    each_x fill_x\n"
    "    ld x1, ROUNDS(zero)\n"
    "    andi x1, x1, 7\n"
    "    bnez x1, 1f\n"
    "    addi x1, x31, 1\n"
    "    ecall\n" /* a7 is the pattern's: no extension */
    "    li x10, 0\n"
    "    addi x10, x31, 10\n"
    "    addi x11, x31, 11\n"
    "1:  addi x1, x31, 1\n"
    /* A CSR instruction that is carried out, into and out of a register. */
    "    csrr x20, mscratch\n"
    "    addi x20, x20, 20\n"
    "    csrrw x21, mscratch, x31\n"
    "    addi x21, x21, 21\n"
    "    j again\n"

    "    each_x wrong_x\n"
    "wrong_31:\n"
    "    li a0, 31\n"
    "    j give_back\n"
    "wrong_f:\n"
    "    mv a0, x2\n"
    "    j give_back\n"
    "wrong_fcsr:\n"
    "    li a0, 64\n"
    "give_back:\n"
    "    ld ra, SAVED(zero)\n    ld sp, SAVED + 8(zero)\n"
    "    ld gp, SAVED + 16(zero)\n    ld tp, SAVED + 24(zero)\n"
    "    ld s0, SAVED + 32(zero)\n    ld s1, SAVED + 40(zero)\n"
    "    ld s2, SAVED + 48(zero)\n    ld s3, SAVED + 56(zero)\n"
    "    ld s4, SAVED + 64(zero)\n    ld s5, SAVED + 72(zero)\n"
    "    ld s6, SAVED + 80(zero)\n    ld s7, SAVED + 88(zero)\n"
    "    ld s8, SAVED + 96(zero)\n    ld s9, SAVED + 104(zero)\n"
    "    ld s10, SAVED + 112(zero)\n    ld s11, SAVED + 120(zero)\n"
    "    fscsr zero\n"
    "    ret\n");

int main(void)
{
    return 0;
}
