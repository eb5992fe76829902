/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First and lowest code of a partition written in C: a stack, the registers
 * that compiled code relies on, floating point on, a trap vector, then
 * bh_start(). The kernel has loaded the program and zeroed all other memory.
 *
 * A program may define its own bh_trap_entry; this one calls bh_trap_handler().
 */
#include <bulkhead/abi.h>
#include <bulkhead/state.h>

#include "info-offsets.h"

#define MSTATUS_FS_DIRTY 0x6000 /* privileged specification 1.12, 3.1.6.6 */

    .section .text.start, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop

    /* The stack grows down from the end of RAM, kept 16-byte aligned. */
    li t0, BH_INFO_PAGE_ADDRESS
    ld sp, INFO_MEMORY_START(t0)
    ld t1, INFO_MEMORY_SIZE(t0)
    add sp, sp, t1
    andi sp, sp, -16

    /* Trapped and emulated: only the kernel can switch the real unit on. */
    li t0, MSTATUS_FS_DIRTY
    csrs mstatus, t0
    fscsr x0

    la t0, bh_trap_entry
    sd t0, BH_STATE_MTVEC(x0)

    mv ra, x0
    mv fp, x0
    tail bh_start
    .size _start, . - _start

/*
 * The frame of a trap: what the C calling convention lets a function destroy,
 * and what a trap taken inside the handler would.
 */
#define FRAME_INTEGER 0
#define FRAME_FLOAT (FRAME_INTEGER + 16 * 8)
#define FRAME_FCSR (FRAME_FLOAT + 20 * 8)
#define FRAME_MSTATUS (FRAME_FCSR + 8)
#define FRAME_SIZE (FRAME_MSTATUS + 8)
#if FRAME_SIZE % 16 != 0
#error "the frame would misalign the stack"
#endif

    .macro each_register integer, float
    \integer ra, FRAME_INTEGER + 0(sp)
    \integer t0, FRAME_INTEGER + 8(sp)
    \integer t1, FRAME_INTEGER + 16(sp)
    \integer t2, FRAME_INTEGER + 24(sp)
    \integer t3, FRAME_INTEGER + 32(sp)
    \integer t4, FRAME_INTEGER + 40(sp)
    \integer t5, FRAME_INTEGER + 48(sp)
    \integer t6, FRAME_INTEGER + 56(sp)
    \integer a0, FRAME_INTEGER + 64(sp)
    \integer a1, FRAME_INTEGER + 72(sp)
    \integer a2, FRAME_INTEGER + 80(sp)
    \integer a3, FRAME_INTEGER + 88(sp)
    \integer a4, FRAME_INTEGER + 96(sp)
    \integer a5, FRAME_INTEGER + 104(sp)
    \integer a6, FRAME_INTEGER + 112(sp)
    \integer a7, FRAME_INTEGER + 120(sp)
    \float ft0, FRAME_FLOAT + 0(sp)
    \float ft1, FRAME_FLOAT + 8(sp)
    \float ft2, FRAME_FLOAT + 16(sp)
    \float ft3, FRAME_FLOAT + 24(sp)
    \float ft4, FRAME_FLOAT + 32(sp)
    \float ft5, FRAME_FLOAT + 40(sp)
    \float ft6, FRAME_FLOAT + 48(sp)
    \float ft7, FRAME_FLOAT + 56(sp)
    \float ft8, FRAME_FLOAT + 64(sp)
    \float ft9, FRAME_FLOAT + 72(sp)
    \float ft10, FRAME_FLOAT + 80(sp)
    \float ft11, FRAME_FLOAT + 88(sp)
    \float fa0, FRAME_FLOAT + 96(sp)
    \float fa1, FRAME_FLOAT + 104(sp)
    \float fa2, FRAME_FLOAT + 112(sp)
    \float fa3, FRAME_FLOAT + 120(sp)
    \float fa4, FRAME_FLOAT + 128(sp)
    \float fa5, FRAME_FLOAT + 136(sp)
    \float fa6, FRAME_FLOAT + 144(sp)
    \float fa7, FRAME_FLOAT + 152(sp)
    .endm

    .section .text.trap, "ax", @progbits
    .weak bh_trap_entry
    .type bh_trap_entry, @function
    .balign 4 /* mtvec, direct mode */
bh_trap_entry:
    addi sp, sp, -FRAME_SIZE
    each_register sd, fsd
    frcsr t0
    sd t0, FRAME_FCSR(sp)
    ld t0, BH_STATE_MSTATUS(x0)
    sd t0, FRAME_MSTATUS(sp)
    ld a0, BH_STATE_MCAUSE(x0)
    ld a1, BH_STATE_MEPC(x0)
    ld a2, BH_STATE_MTVAL(x0)
    call bh_trap_handler

    /* mstatus first: with it interrupts go off, should they be on. */
    ld t0, FRAME_MSTATUS(sp)
    sd t0, BH_STATE_MSTATUS(x0)
    sd a0, BH_STATE_MEPC(x0)
    ld t0, FRAME_FCSR(sp)
    fscsr t0
    each_register ld, fld
    addi sp, sp, FRAME_SIZE
    mret
    .size bh_trap_entry, . - bh_trap_entry
