/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program for a bare machine that reports itself as a test of RTEMS does.
 * What it is called, and how it goes, is said on the compiler's command line:
 *
 *   NAME       of the test
 *   STATE      what it says it expects of itself
 *   FATAL      it has a fatal error: 1 anywhere, 2 where there is no S-mode, as
 *              in a partition, 3 where its own instructions are not the ones
 *              that were compiled
 *   HANG       the same, but it never ends
 *   LEFT_ON    it leaves the machine on when it is done
 *
 * All of them disable and enable interrupts in a function, as RTEMS does.
 */
#define UART 0x10000000
#define LINE_STATUS 5
#define TRANSMITTER_EMPTY 0x20
#define FINISHER 0x100000
#define FINISHER_PASS 0x5555
#define MISA_S (1 << ('S' - 'A'))
#define MSTATUS_MIE 8

    .section .text, "ax"
    .globl _start
    .type _start, @function
_start:
    la sp, stack_end
    la a0, begin
    call print
    call critical
#ifdef FATAL
    li a0, FATAL
    call happens
    bnez a0, fail
#endif
#ifdef HANG
    li a0, HANG
    call happens
    bnez a0, .
#endif
    la a0, end
    call print
    j leave
fail:
    la a0, fatal
    call print
leave:
#ifndef LEFT_ON
    li t0, FINISHER
    li t1, FINISHER_PASS
    sw t1, (t0)
#endif
1:  wfi
    j 1b
    .size _start, . - _start

    .type critical, @function
critical:
    csrrci a0, mstatus, MSTATUS_MIE
    andi a0, a0, MSTATUS_MIE
    csrrs x0, mstatus, a0
    ret
    .size critical, . - critical

/* Whether it happens here, what is to happen in case a0. */
    .type happens, @function
happens:
    li t0, 2
    blt a0, t0, 1f
    bgt a0, t0, 2f
    csrr t1, misa
    li t2, MISA_S
    and t1, t1, t2
    seqz a0, t1
1:  ret
2:  lla t0, critical
    lwu t0, (t0)
    lwu t1, copy
    sub t0, t0, t1
    snez a0, t0
    ret
    .size happens, . - happens

/* Prints the text at a0. */
    .type print, @function
print:
    li t0, UART
1:  lbu t1, (a0)
    beqz t1, 3f
2:  lbu t2, LINE_STATUS(t0)
    andi t2, t2, TRANSMITTER_EMPTY
    beqz t2, 2b
    sb t1, (t0)
    addi a0, a0, 1
    j 1b
3:  ret
    .size print, . - print

    .section .rodata, "a"
copy:
    csrrci a0, mstatus, MSTATUS_MIE
begin:
    .asciz "\r\n*** BEGIN OF TEST " NAME " ***\r\n*** TEST STATE: " STATE "\r\n"
end:
    .asciz "\r\n*** END OF TEST " NAME " ***\r\n"
fatal:
    .asciz "\r\n*** FATAL ***\r\nfatal source: none\r\nfatal code: 1\r\n"

    .section .bss, "aw", @nobits
    .balign 16
    .space 4096
stack_end:
