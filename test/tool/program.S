/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program for the tests of the ELF reader, which is never run: one
 * instruction, 16 bytes of data, 32 of zeros.
 */
    .option norvc
    .text
    .globl _start
_start:
    j _start

    .data
    .fill 16, 1, 0x55

    .bss
    .space 32
