/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel for tests of the tool: it has the boundaries that the tool asks for,
 * and never changes. It says that it is up, and then ends the machine with
 * exit status STATUS, or, if there is none, waits for ever.
 */
#define UART 0x10000000
#define FINISHER 0x00100000
#define FINISHER_FAIL 0x3333
#ifndef OFFER
#define OFFER 0x10001
#endif

    .section .text
    .globl _start
_start:
    li t0, UART
    la t1, greeting
    la t2, greeting_end
1:
    lbu t3, 0(t1)
    sb t3, 0(t0)
    addi t1, t1, 1
    bne t1, t2, 1b
#ifdef STATUS
    li t0, FINISHER
    li t1, (STATUS << 16) | FINISHER_FAIL
    sw t1, 0(t0)
#endif
2:
    wfi
    j 2b

    .section .rodata
greeting:
    .ascii "up\n"
greeting_end:

#ifdef OFFER_ELSEWHERE
    .section .data
#endif
    .balign 4
    .globl kernel_offer
kernel_offer:
    .4byte OFFER, 0x3f /* an interface of its own, and what extensions */

    .section .data
    .dword 1

    .section .bss
    .space 8000
