/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program for the tests of rewriting, which is never run: each form that is
 * replaced, and each reason for leaving one as it is. Functions are called by
 * what happens in them. With MISUSES the program uses more of mstatus than the
 * flag, so that nothing can be said of values from memory.
 */
    .macro function name
    .globl \name
    .type \name, @function
\name:
    .endm

    .macro end name
    .size \name, . - \name
    .endm

    .text

/* Reached by labels alone; ends by itself. */
function _start
    csrr a0, mhartid
    csrw mtvec, t0
    csrw mie, x0
    call main
1:  wfi
    j 1b
    /* "s" is 0x73; this is csrrw x14,0x736,x14 and more of the kind. */
    .asciz "sssssssssssssssssss"
    .align 2

/* This call does not return, and what follows has a name, but no type. */
function ends_by_call
    call main
message:
    .word 0x30047073

function reads
    csrr a0, mepc
    csrr a1, mcause
    csrr a2, mtval
    csrr a3, mscratch
    csrr a4, mie
    csrr a5, mip
    csrr a6, mtvec
    csrrci a7, mepc, 0
    csrr x0, mepc
    csrr s0, mstatus
    andi s0, s0, 8
    ret
    end reads

function writes
    csrw mcause, a0
    csrw mtval, a1
    csrw mscratch, a2
    csrwi mscratch, 0
    csrwi mscratch, 1
    csrrw a0, mscratch, a0
    csrs mscratch, a0
    csrw mepc, a0
    csrr a0, mepc
    csrw mip, a0
    ret
    end writes

function handler
    csrr a0, mstatus
    sd a0, 0(sp)
    beqz a1, 1f
    csrw mepc, a0
    csrw mstatus, a2
    mret
1:  csrw mepc, a0
    call main
    mret
    end handler

function reads_again
    csrw mepc, a0
    csrr a1, mepc
    mret
    end reads_again

function masked_at_once
    csrrci a0, mstatus, 8
    andi a0, a0, 8
    ret
    end masked_at_once

function masked_late
    csrrci a5, mstatus, 8
    mv s1, a5
    beqz a0, 1f
    call main
    andi s1, s1, 8
    csrs mstatus, s1
    ret
1:  andi s1, a5, 8
    li a5, 0
    csrs mstatus, s1
    ret
    end masked_late

#ifdef MISUSES
function not_masked_on_one_way
    csrrci a5, mstatus, 8
    beqz a0, 1f
    andi a0, a5, 8
    ret
1:  mv a0, a5
    ret
    end not_masked_on_one_way

function masked_with_more
    csrrci a5, mstatus, 8
    andi a0, a5, 24
    ret
    end masked_with_more

function stored
    csrrci a5, mstatus, 8
    sd a5, 0(a0)
    ret
    end stored

function given_on
    csrrci a0, mstatus, 8
    tail takes
    end given_on
#endif

function not_given_on
    csrrci a1, mstatus, 8
    call takes
    csrrci a0, mstatus, 8
    li a0, 0
    ret
    end not_given_on

function takes
    snez a0, a0
    ret
    end takes

#ifdef MISUSES
function given_on_first
    csrrci a0, mstatus, 8
    tail takes_any_number
    end given_on_first

/* A call that does not return, and data that a mapping symbol tells. */
function ends_with_data
    call main
    .word 0x30047073
    end ends_with_data

function masked_and_given_on
    csrrci a0, mstatus, 8
    andi s1, a0, 8
    csrs mstatus, s1
    ret
    end masked_and_given_on

function shifted_and_more
    csrrci a5, mstatus, 8
    srli a5, a5, 3
    andi a0, a5, 3
    ret
    end shifted_and_more

function put_back
    csrrci a5, mstatus, 8
    csrw mstatus, a5
    ret
    end put_back
#endif

function shifted
    csrrci a5, mstatus, 8
    srli a5, a5, 3
    xori a5, a5, 1
    andi a0, a5, 1
    ret
    end shifted

/* What is left in a1 may be an argument for whom nobody knows. */
function masked_and_left
    csrrci a1, mstatus, 8
    andi s1, a1, 8
    csrs mstatus, s1
    jalr a5
    ret
    end masked_and_left

function never_looked_at
    csrci mstatus, 8
    csrsi mstatus, 8
    csrci mstatus, 9
    csrc mstatus, a0
    ret
    end never_looked_at

/* MDT of an extension that is not there, MPRV, and nothing at all. */
function clears_nothing
    addiw t0, zero, 1
    slli t0, t0, 42
    csrc mstatus, t0
    lui a0, 0x20
    beqz a1, 1f
    li a0, 0
1:  csrc mstatus, a0
    ret
    end clears_nothing

/* TW; and FS on one way; and MPRV, but what was there before is asked for. */
function clears_something
    li t0, 1
    slli t0, t0, 21
    csrc mstatus, t0
    lui a0, 0x20
    beqz a1, 1f
    lui a0, 6
1:  csrc mstatus, a0
    lui a0, 0x20
    csrrc a1, mstatus, a0
    andi a1, a1, 8
    ret
    end clears_something

/* On, and off at once: with a result that is masked, with none. */
function opens_a_window
    csrsi mstatus, 8
    csrrci a5, mstatus, 8
    andi a5, a5, 8
    csrs mstatus, a5
    csrsi mstatus, 8
    csrci mstatus, 8
    ret
    end opens_a_window

/* Off at once, but one can get there in another way; or not at once. */
function opens_no_window
    beqz a0, 1f
    csrsi mstatus, 8
1:  csrrci a5, mstatus, 8
    andi a5, a5, 8
    csrs mstatus, a5
    csrsi mstatus, 8
    nop
    csrci mstatus, 8
    ret
    end opens_no_window

function reads_the_flag
    csrr a0, mstatus
    andi a0, a0, 8
    ret
    end reads_the_flag

#ifdef MISUSES
function reads_it_all
    csrr a0, mstatus
    ret
    end reads_it_all
#endif

function sets_constants
    li a0, 8
    csrs mstatus, a0
    li a0, 0
    csrs mstatus, a0
    li a0, 24
    csrs mstatus, a0
    lui a0, 6
    csrs mstatus, a0
    csrrs a1, mstatus, a0
    andi a1, a1, 8
    ret
    end sets_constants

function sets_computed
    snez a0, a0
    slli a0, a0, 3
    csrs mstatus, a0
    slli a0, a0, 1
    csrs mstatus, a0
    ret
    end sets_computed

function sets_unknown
    lw a0, 0(a1)
    csrs mstatus, a0
    ret
    end sets_unknown

function sets_argument
    csrs mstatus, a0
    ret
    end sets_argument

/* Its only caller that can be seen is not after the flag. */
function sets_argument_of_caller
    csrs mstatus, a0
    ret
    end sets_argument_of_caller

function calls_with_more
    lui a0, 6
    tail sets_argument_of_caller
    end calls_with_more

function sets_spilled
    lui a5, 6
    sd a5, 8(sp)
    ld a4, 8(sp)
    csrs mstatus, a4
    ret
    end sets_spilled

/* A switch: all cases but the first are reached by the table alone. */
function switches
    jr a5
    csrci mstatus, 8
    ret
    csrsi mstatus, 8
    ret
    csrrci a0, mstatus, 8
    andi a0, a0, 8
    csrs mstatus, a0
    ret
    csrs mstatus, a0
    ret
    end switches

/* What it saves may have been passed to it, or not. */
function takes_any_number
    sd a1, 8(sp)
    sd a2, 16(sp)
    sd a7, 56(sp)
    sd a0, 0(a0)
    ret
    end takes_any_number

function perhaps_given_on
    csrrci a2, mstatus, 8
    call takes_any_number
    ret
    end perhaps_given_on

/* Data that the symbol covers: csrrci x0,mstatus,8, if it were code. */
function with_data
    ret
    .word 0x30047073
    .word 0
    end with_data

/* The jump goes into the middle of lui, where csrrci x0,mstatus,8 begins. */
function overlaps
    beqz a0, 1f + 2
1:  lui a0, 0x70730
    .option arch, +d
    c.fld fs1, 32(s0)
    nop
    ret
    end overlaps

    .globl main
    .type main, @function
main:
    nop
    ret
    end main
