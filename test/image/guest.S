/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest for tests of the tool; it never runs. The linker's command line gives
 * its parts their places, see guest.ld.
 */
    .section .text, "ax"
    .globl _start
_start:
    j _start

    .section .rodata, "a"
    .ascii "constants"

    .section .data, "aw"
    .ascii "data"

    .section .bss, "aw", @nobits
    .space 100
