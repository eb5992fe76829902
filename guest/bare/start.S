/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first instructions of a program that owns the machine, and its exception
 * handler. Everything is done by the privileged instructions that a machine
 * has; nothing here knows of Bulkhead. Each function has a type and a size, for
 * by these a rewriter knows code from data.
 */
#include "guest/bare/frame.h"

#define MSTATUS_MIE 0x8
#define MSTATUS_MDT (1 << 42)
#define MSTATUS_FS 0x6000 /* privileged specification 1.12, 3.1.6.6 */

    .section .text.start, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    mv      s0, a1 /* the device tree */
    la      sp, bare_stack_top
    csrw    mie, x0
    la      t0, bare_exception
    csrw    mtvec, t0
    li      t0, MSTATUS_FS
    csrs    mstatus, t0
    csrw    fcsr, x0

    la      t0, bare_zero_start
    la      t1, bare_zero_end
1:  sd      x0, 0(t0)
    addi    t0, t0, 8
    bltu    t0, t1, 1b

    mv      a0, s0
    mv      ra, x0
    mv      fp, x0
    tail    bare_main
    .size _start, . - _start

    .macro each_register integer, float
    \integer ra, FRAME_INTEGER + 0(sp)
    \integer t0, FRAME_INTEGER + 8(sp)
    \integer t1, FRAME_INTEGER + 16(sp)
    \integer t2, FRAME_INTEGER + 24(sp)
    \integer a0, FRAME_INTEGER + 32(sp)
    \integer a1, FRAME_INTEGER + 40(sp)
    \integer a2, FRAME_INTEGER + 48(sp)
    \integer a3, FRAME_INTEGER + 56(sp)
    \integer a4, FRAME_INTEGER + 64(sp)
    \integer a5, FRAME_INTEGER + 72(sp)
    \integer a6, FRAME_INTEGER + 80(sp)
    \integer a7, FRAME_INTEGER + 88(sp)
    \integer t3, FRAME_INTEGER + 96(sp)
    \integer t4, FRAME_INTEGER + 104(sp)
    \integer t5, FRAME_INTEGER + 112(sp)
    \integer t6, FRAME_INTEGER + 120(sp)
    \float  ft0, FRAME_FLOAT + 0(sp)
    \float  ft1, FRAME_FLOAT + 8(sp)
    \float  ft2, FRAME_FLOAT + 16(sp)
    \float  ft3, FRAME_FLOAT + 24(sp)
    \float  ft4, FRAME_FLOAT + 32(sp)
    \float  ft5, FRAME_FLOAT + 40(sp)
    \float  ft6, FRAME_FLOAT + 48(sp)
    \float  ft7, FRAME_FLOAT + 56(sp)
    \float  ft8, FRAME_FLOAT + 64(sp)
    \float  ft9, FRAME_FLOAT + 72(sp)
    \float  ft10, FRAME_FLOAT + 80(sp)
    \float  ft11, FRAME_FLOAT + 88(sp)
    \float  fa0, FRAME_FLOAT + 96(sp)
    \float  fa1, FRAME_FLOAT + 104(sp)
    \float  fa2, FRAME_FLOAT + 112(sp)
    \float  fa3, FRAME_FLOAT + 120(sp)
    \float  fa4, FRAME_FLOAT + 128(sp)
    \float  fa5, FRAME_FLOAT + 136(sp)
    \float  fa6, FRAME_FLOAT + 144(sp)
    \float  fa7, FRAME_FLOAT + 152(sp)
    .endm

    /* bare_trap(cause, frame) may change the frame. */
    .section .text.exception, "ax", @progbits
    .globl bare_exception
    .type bare_exception, @function
    .balign 4 /* mtvec, direct mode */
bare_exception:
    addi    sp, sp, -FRAME_SIZE
    each_register sd, fsd
    csrr    a0, mcause
    csrr    t0, mstatus
    csrr    t1, mepc
    frcsr   t2
    sd      a0, FRAME_MCAUSE(sp)
    sd      t0, FRAME_MSTATUS(sp)
    sd      t1, FRAME_MEPC(sp)
    sd      t2, FRAME_FCSR(sp)
    li      t0, MSTATUS_MDT /* is not there, if Smdbltrp is not */
    csrrc   x0, mstatus, t0
    mv      a1, sp
    call    bare_trap

    /* From here to mret nothing may come in between. */
    csrrci  x0, mstatus, MSTATUS_MIE
    ld      t0, FRAME_MSTATUS(sp)
    ld      t1, FRAME_MEPC(sp)
    ld      t2, FRAME_FCSR(sp)
    csrw    mstatus, t0
    csrw    mepc, t1
    fscsr   t2
    each_register ld, fld
    addi    sp, sp, FRAME_SIZE
    mret
    .size bare_exception, . - bare_exception

    .section .bss.stack, "aw", @nobits
    .balign 16
    .space  16384
bare_stack_top:
