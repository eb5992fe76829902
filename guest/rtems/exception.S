/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exception handler that takes the place of RTEMS' own when it is linked before
 * it. RTEMS' handler reads and writes mstatus, which traps in a partition. This
 * one finds the bits of mstatus that an interrupt concerns in the state page,
 * and leaves floating point on, as it is.
 *
 * For the rest it does what RTEMS asks of such a handler: the frames of
 * <rtems/score/cpuimpl.h>, the levels of <rtems/score/percpu.h>, and a thread
 * dispatch at the end of the outermost interrupt.
 */
#include <bulkhead/state.h>
#include <rtems/asm.h>
#include <rtems/score/percpu.h>

#define MSTATUS_MIE 8
#define FATAL_SOURCE_EXCEPTION 9

/* Newer versions have other names for the same. */
#ifdef RISCV_INTERRUPT_FRAME_STATUS
#define FRAME_STATUS RISCV_INTERRUPT_FRAME_STATUS
#define FRAME_EPC RISCV_INTERRUPT_FRAME_EPC
#define FRAME_CAUSE RISCV_EXCEPTION_FRAME_CAUSE
#else
#define FRAME_STATUS RISCV_INTERRUPT_FRAME_MSTATUS
#define FRAME_EPC RISCV_INTERRUPT_FRAME_MEPC
#define FRAME_CAUSE RISCV_EXCEPTION_FRAME_MCAUSE
#endif

    /* What the calling convention lets a function change. */
    .macro each_integer do
    \do     ra, RISCV_INTERRUPT_FRAME_RA(sp)
    \do     t0, RISCV_INTERRUPT_FRAME_T0(sp)
    \do     t1, RISCV_INTERRUPT_FRAME_T1(sp)
    \do     t2, RISCV_INTERRUPT_FRAME_T2(sp)
    \do     t3, RISCV_INTERRUPT_FRAME_T3(sp)
    \do     t4, RISCV_INTERRUPT_FRAME_T4(sp)
    \do     t5, RISCV_INTERRUPT_FRAME_T5(sp)
    \do     t6, RISCV_INTERRUPT_FRAME_T6(sp)
    \do     a1, RISCV_INTERRUPT_FRAME_A1(sp)
    \do     a2, RISCV_INTERRUPT_FRAME_A2(sp)
    \do     a3, RISCV_INTERRUPT_FRAME_A3(sp)
    \do     a4, RISCV_INTERRUPT_FRAME_A4(sp)
    \do     a5, RISCV_INTERRUPT_FRAME_A5(sp)
    \do     a6, RISCV_INTERRUPT_FRAME_A6(sp)
    \do     a7, RISCV_INTERRUPT_FRAME_A7(sp)
    \do     s0, RISCV_INTERRUPT_FRAME_S0(sp)
    \do     s1, RISCV_INTERRUPT_FRAME_S1(sp)
    .endm

    .macro each_float do
    \do     ft0, RISCV_INTERRUPT_FRAME_FT0(sp)
    \do     ft1, RISCV_INTERRUPT_FRAME_FT1(sp)
    \do     ft2, RISCV_INTERRUPT_FRAME_FT2(sp)
    \do     ft3, RISCV_INTERRUPT_FRAME_FT3(sp)
    \do     ft4, RISCV_INTERRUPT_FRAME_FT4(sp)
    \do     ft5, RISCV_INTERRUPT_FRAME_FT5(sp)
    \do     ft6, RISCV_INTERRUPT_FRAME_FT6(sp)
    \do     ft7, RISCV_INTERRUPT_FRAME_FT7(sp)
    \do     ft8, RISCV_INTERRUPT_FRAME_FT8(sp)
    \do     ft9, RISCV_INTERRUPT_FRAME_FT9(sp)
    \do     ft10, RISCV_INTERRUPT_FRAME_FT10(sp)
    \do     ft11, RISCV_INTERRUPT_FRAME_FT11(sp)
    \do     fa0, RISCV_INTERRUPT_FRAME_FA0(sp)
    \do     fa1, RISCV_INTERRUPT_FRAME_FA1(sp)
    \do     fa2, RISCV_INTERRUPT_FRAME_FA2(sp)
    \do     fa3, RISCV_INTERRUPT_FRAME_FA3(sp)
    \do     fa4, RISCV_INTERRUPT_FRAME_FA4(sp)
    \do     fa5, RISCV_INTERRUPT_FRAME_FA5(sp)
    \do     fa6, RISCV_INTERRUPT_FRAME_FA6(sp)
    \do     fa7, RISCV_INTERRUPT_FRAME_FA7(sp)
    .endm

    .section .text, "ax", @progbits
    .align  8

/* Serves mtvec in direct and in vectored mode: a jump for each cause. */
PUBLIC(_RISCV_Vector_table)
PUBLIC(_RISCV_Exception_handler)
TYPE_FUNC(_RISCV_Exception_handler)
SYM(_RISCV_Vector_table):
SYM(_RISCV_Exception_handler):
    .option push
    .option norvc
    .rept   32
    j       .Lentry
    .endr
    .option pop

.Lentry:
    addi    sp, sp, -CPU_INTERRUPT_FRAME_SIZE
    SREG    a0, RISCV_INTERRUPT_FRAME_A0(sp)
    each_integer SREG
    ld      a0, BH_STATE_MCAUSE(x0)
    ld      a1, BH_STATE_MSTATUS(x0)
    ld      a2, BH_STATE_MEPC(x0)
    GET_SELF_CPU_CONTROL s0
    SREG    a1, FRAME_STATUS(sp)
    SREG    a2, FRAME_EPC(sp)
#if __riscv_flen > 0
    frcsr   t0
    sw      t0, RISCV_INTERRUPT_FRAME_FCSR(sp)
    each_float FSREG
#endif
    bgez    a0, .Lexception

    /* One interrupt deeper; no thread dispatch in it. */
    lw      t0, PER_CPU_ISR_NEST_LEVEL(s0)
    lw      t1, PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL(s0)
    addi    t2, t0, 1
    addi    t1, t1, 1
    sw      t2, PER_CPU_ISR_NEST_LEVEL(s0)
    sw      t1, PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL(s0)
    CLEAR_RESERVATIONS s0

    /* The outermost one runs on the interrupt stack. */
    mv      s1, sp
    bnez    t0, 1f
    LREG    sp, PER_CPU_INTERRUPT_STACK_HIGH(s0)
1: mv a1, s0
    call    _RISCV_Interrupt_dispatch
    mv      sp, s1

    lw      t0, PER_CPU_ISR_NEST_LEVEL(s0)
    lw      t1, PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL(s0)
    addi    t0, t0, -1
    addi    t1, t1, -1
    sw      t0, PER_CPU_ISR_NEST_LEVEL(s0)
    sw      t1, PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL(s0)

    /* Dispatch if it is needed, allowed, and not being done already. */
    bnez    t1, .Lreturn
    lw      t2, PER_CPU_ISR_DISPATCH_DISABLE(s0)
    lbu     t0, PER_CPU_DISPATCH_NEEDED(s0)
    bnez    t2, .Lreturn
    beqz    t0, .Lreturn

.Ldispatch:
    li      t0, 1
    sw      t0, PER_CPU_ISR_DISPATCH_DISABLE(s0)
    sw      t0, PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL(s0)
    mv      a0, s0
    li      a1, MSTATUS_MIE
    call    _Thread_Do_dispatch /* switches interrupts on */
    csrrci  zero, mstatus, MSTATUS_MIE
#ifdef RTEMS_SMP
    GET_SELF_CPU_CONTROL s0
#endif
    lbu     t0, PER_CPU_DISPATCH_NEEDED(s0)
    bnez    t0, .Ldispatch
    sw      zero, PER_CPU_ISR_DISPATCH_DISABLE(s0)

.Lreturn:
#if __riscv_flen > 0
    each_float FLREG
    lw      t0, RISCV_INTERRUPT_FRAME_FCSR(sp)
    fscsr   t0
#endif
    LREG    a0, FRAME_STATUS(sp)
    LREG    a1, FRAME_EPC(sp)
    sd      a0, BH_STATE_MSTATUS(x0)
    sd      a1, BH_STATE_MEPC(x0)
    each_integer LREG
    LREG    a0, RISCV_INTERRUPT_FRAME_A0(sp)
    addi    sp, sp, CPU_INTERRUPT_FRAME_SIZE
    mret

.Lexception:
    SREG    a0, FRAME_CAUSE(sp)
    addi    a0, sp, CPU_INTERRUPT_FRAME_SIZE
    SREG    a0, RISCV_EXCEPTION_FRAME_SP(sp)
    SREG    gp, RISCV_EXCEPTION_FRAME_GP(sp)
    SREG    tp, RISCV_EXCEPTION_FRAME_TP(sp)
    SREG    s2, RISCV_EXCEPTION_FRAME_S2(sp)
    SREG    s3, RISCV_EXCEPTION_FRAME_S3(sp)
    SREG    s4, RISCV_EXCEPTION_FRAME_S4(sp)
    SREG    s5, RISCV_EXCEPTION_FRAME_S5(sp)
    SREG    s6, RISCV_EXCEPTION_FRAME_S6(sp)
    SREG    s7, RISCV_EXCEPTION_FRAME_S7(sp)
    SREG    s8, RISCV_EXCEPTION_FRAME_S8(sp)
    SREG    s9, RISCV_EXCEPTION_FRAME_S9(sp)
    SREG    s10, RISCV_EXCEPTION_FRAME_S10(sp)
    SREG    s11, RISCV_EXCEPTION_FRAME_S11(sp)
#if __riscv_flen > 0
    FSREG   fs0, RISCV_EXCEPTION_FRAME_FS0(sp)
    FSREG   fs1, RISCV_EXCEPTION_FRAME_FS1(sp)
    FSREG   fs2, RISCV_EXCEPTION_FRAME_FS2(sp)
    FSREG   fs3, RISCV_EXCEPTION_FRAME_FS3(sp)
    FSREG   fs4, RISCV_EXCEPTION_FRAME_FS4(sp)
    FSREG   fs5, RISCV_EXCEPTION_FRAME_FS5(sp)
    FSREG   fs6, RISCV_EXCEPTION_FRAME_FS6(sp)
    FSREG   fs7, RISCV_EXCEPTION_FRAME_FS7(sp)
    FSREG   fs8, RISCV_EXCEPTION_FRAME_FS8(sp)
    FSREG   fs9, RISCV_EXCEPTION_FRAME_FS9(sp)
    FSREG   fs10, RISCV_EXCEPTION_FRAME_FS10(sp)
    FSREG   fs11, RISCV_EXCEPTION_FRAME_FS11(sp)
#endif
    li      a0, FATAL_SOURCE_EXCEPTION
    mv      a1, sp
    call    _Terminate
    .size   _RISCV_Exception_handler, . - _RISCV_Exception_handler
