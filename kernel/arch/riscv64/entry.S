/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way in and the way out. Reset comes in at kernel_entry, every trap at
 * trap_entry; whoever upcall_resume() returns goes out.
 *
 * mscratch holds the registers of the virtual hart that runs, and 0 while the
 * kernel runs: a trap that finds 0 is the kernel's own, and the end.
 *
 * C code keeps s0 to s11, and does not use t3 to t6, gp and tp at all (the
 * kernel is compiled so). A trap that returns to the same guest therefore saves
 * only the others, and the rest is saved when a different guest runs next.
 */
#include "kernel/arch/riscv64/vcpu.h"
#include <bulkhead/state.h>

    .section .text.entry, "ax"
    .globl kernel_entry
kernel_entry:
    csrw    mie, zero
    csrr    t0, mhartid
    bnez    t0, park
    la      sp, kernel_stack_top
    la      t0, trap_entry
    csrw    mtvec, t0
    csrw    mscratch, zero
    la      t0, __bss_start
    la      t1, __bss_end
1:  sd      zero, 0(t0)
    addi    t0, t0, 8
    bltu    t0, t1, 1b
    jal     upcall_main
    mv      s0, a0
    j       load_all

park:
    wfi
    j       park

    /* All that C does not keep, but for a0, a1 and what is saved already. */
    .macro  save_temporaries
    sd      ra, VCPU_X(1)(sp)
    sd      t2, VCPU_X(7)(sp)
    sd      s0, VCPU_X(8)(sp)
    sd      a2, VCPU_X(12)(sp)
    sd      a3, VCPU_X(13)(sp)
    sd      a4, VCPU_X(14)(sp)
    sd      a5, VCPU_X(15)(sp)
    sd      a6, VCPU_X(16)(sp)
    sd      a7, VCPU_X(17)(sp)
    mv      s0, sp
    csrrw   t1, mscratch, zero
    sd      t1, VCPU_X(2)(s0)
    ld      sp, VCPU_STACK(s0)
    .endm

    .macro  save_for_exception
    save_temporaries
    sd      a0, VCPU_X(10)(s0)
    sd      a1, VCPU_X(11)(s0)
    csrr    t1, mepc
    sd      t1, VCPU_PC(s0)
    .endm

    .macro  load_most
    ld      ra, VCPU_X(1)(s0)
    ld      a2, VCPU_X(12)(s0)
    ld      a3, VCPU_X(13)(s0)
    ld      a4, VCPU_X(14)(s0)
    ld      a5, VCPU_X(15)(s0)
    ld      a6, VCPU_X(16)(s0)
    ld      a7, VCPU_X(17)(s0)
    .endm

    /* What C keeps, for a guest that does not run next. */
    .macro  each_kept op
    \op     gp, VCPU_X(3)(s0)
    \op     tp, VCPU_X(4)(s0)
    \op     s1, VCPU_X(9)(s0)
    \op     s2, VCPU_X(18)(s0)
    \op     s3, VCPU_X(19)(s0)
    \op     s4, VCPU_X(20)(s0)
    \op     s5, VCPU_X(21)(s0)
    \op     s6, VCPU_X(22)(s0)
    \op     s7, VCPU_X(23)(s0)
    \op     s8, VCPU_X(24)(s0)
    \op     s9, VCPU_X(25)(s0)
    \op     s10, VCPU_X(26)(s0)
    \op     s11, VCPU_X(27)(s0)
    \op     t3, VCPU_X(28)(s0)
    \op     t4, VCPU_X(29)(s0)
    \op     t5, VCPU_X(30)(s0)
    \op     t6, VCPU_X(31)(s0)
    .endm

    .balign 4
trap_entry:
    csrrw   sp, mscratch, sp
    beqz    sp, trap_from_kernel
    sd      t0, VCPU_X(5)(sp)
    sd      t1, VCPU_X(6)(sp)
    csrr    t0, mcause
    addi    t1, t0, -CAUSE_ECALL_U
    bnez    t1, not_a_call

    save_temporaries
    csrr    t1, mepc
    addi    t1, t1, 4
    csrw    mepc, t1
    ld      a3, VCPU_VCPU(s0)
    jal     upcall_hypercall
    lw      t0, VCPU_LEAVE(s0)
    beqz    t0, load_least
    sd      a0, VCPU_X(10)(s0)
    sd      a1, VCPU_X(11)(s0)
    csrr    t1, mepc
    sd      t1, VCPU_PC(s0)
leave:
    ld      a0, VCPU_VCPU(s0)
    jal     upcall_resume
left:
    beq     a0, s0, load_some
    each_kept sd
    mv      s0, a0
load_all:
    each_kept ld
load_some:
    ld      t0, VCPU_PC(s0)
    csrw    mepc, t0
load_arguments:
    ld      a0, VCPU_X(10)(s0)
    ld      a1, VCPU_X(11)(s0)
load_least:
    csrw    mscratch, s0
    load_most
    ld      t0, VCPU_X(5)(s0)
    ld      t1, VCPU_X(6)(s0)
    ld      t2, VCPU_X(7)(s0)
    ld      sp, VCPU_X(2)(s0)
    ld      s0, VCPU_X(8)(s0)
    mret

not_a_call:
    addi    t1, t1, CAUSE_ECALL_U - CAUSE_ILLEGAL_INSTRUCTION
    beqz    t1, illegal_instruction
    save_for_exception
    bltz    t0, leave
    ori     t2, t0, CAUSE_LOAD_PAGE ^ CAUSE_STORE_PAGE
    addi    t2, t2, -CAUSE_STORE_PAGE
    beqz    t2, device_access
exception:
    mv      a0, s0
    csrr    a1, mcause
    csrr    a2, mtval
    li      a3, VCPU_SAVED_FIRST
    jal     trap_exception
    beqz    a0, save_all
    lw      t0, VCPU_LEAVE(s0)
    beqz    t0, load_some
    j       leave

    /* The instruction, or the report of it, needs what C keeps. */
save_all:
    each_kept sd
    mv      a0, s0
    csrr    a1, mcause
    csrr    a2, mtval
    li      a3, VCPU_SAVED_ALL
    jal     trap_exception
    lw      t0, VCPU_LEAVE(s0)
    beqz    t0, load_all
leave_saved:
    ld      a0, VCPU_VCPU(s0)
    jal     upcall_resume
    mv      s0, a0
    j       load_all

    /*
     * Fast paths of emulate.c, for what RTEMS executes in every critical
     * section and at the end of every interrupt. Each does just what the C code
     * would, or leaves it to the C code with nothing changed.
     */
    .option push
    .option norvc
    /* t1 = register n of the guest */
    .macro  read_entry n, next
    .if     \n == 2
    csrr    t1, mscratch
    .elseif \n == 5 || \n == 6 || \n == 7
    ld      t1, VCPU_X(\n)(sp)
    .else
    mv      t1, x\n
    .endif
    j       \next
    .endm

    /* The same, where save_temporaries has been. */
    .macro  saved_entry n, next
    .if     (VCPU_SAVED_FIRST >> \n) & 1
    ld      t1, VCPU_X(\n)(s0)
    .else
    mv      t1, x\n
    .endif
    j       \next
    .endm

    /* register n of the guest = t1 */
    .macro  write_entry n, next
    .if     \n == 2
    csrw    mscratch, t1
    .elseif \n == 5 || \n == 6 || \n == 7
    sd      t1, VCPU_X(\n)(sp)
    .else
    mv      x\n, t1
    .endif
    j       \next
    .endm

    .altmacro
    .macro  entries name, next
    .set    n, 0
    .rept   32
    \name   %n, \next
    .set    n, n + 1
    .endr
    .endm
read_register:
    entries read_entry, set_mie
read_register_for_mstatus:
    entries read_entry, set_mstatus
read_register_to_clear:
    entries read_entry, clear_nothing
write_register:
    entries write_entry, next_instruction
read_saved_register:
    entries saved_entry, store_value
    .noaltmacro
    .option pop

    /* t1 = the instruction without the 5 bits from bit `field` on */
    .macro  leave_out field
    li      t1, ~(31 << \field)
    and     t1, t0, t1
    .endm

    .macro  unless register, instruction, otherwise
    li      t2, \instruction
    bne     \register, t2, \otherwise
    .endm

    /* Jumps to entry n of a table of 8 bytes each, n in 5 bits of t0. */
    .macro  jump_by field, table
    .if     \field != 3
    srli    t0, t0, \field - 3
    .endif
    andi    t0, t0, 31 << 3
9:  auipc   t2, %pcrel_hi(\table)
    add     t2, t2, t0
    jr      %pcrel_lo(9b)(t2)
    .endm

    .balign 4
illegal_instruction:
    sd      t2, VCPU_X(7)(sp)
    csrr    t0, mtval

    /* csrrs x0, mstatus, rs, where rs has no bit but MIE */
    leave_out 15
    unless  t1, 0x30002073, 1f
    jump_by 15, read_register
set_mie:
    andi    t2, t1, ~MSTATUS_MIE
    bnez    t2, not_here
    ld      t2, VCPU_VCPU(sp)
    lw      t0, CORE_PENDING(t2)
    ld      t2, VCPU_STATE(sp)
    ld      t2, BH_STATE_MIE - BH_STATE_MSTATUS(t2)
    and     t0, t0, t2
    bnez    t0, not_here
    ld      t2, VCPU_FLAG(sp)
    amoor.d zero, t1, (t2)
    j       next_instruction

    /* mret, to M-mode */
1:  unless  t0, 0x30200073, 1f
    ld      t1, VCPU_VCPU(sp)
    lw      t1, CORE_PENDING(t1)
    ld      t2, VCPU_STATE(sp)
    ld      t0, BH_STATE_MIE - BH_STATE_MSTATUS(t2)
    and     t1, t1, t0
    bnez    t1, not_here
    ld      t0, 0(t2)
    slli    t1, t0, 63 - MSTATUS_MPP_SHIFT - 1
    srli    t1, t1, 62
    addi    t1, t1, -3
    bnez    t1, not_here
    li      t1, ~(MSTATUS_MPP | MSTATUS_MIE)
    and     t1, t0, t1
    ori     t1, t1, MSTATUS_MPIE
    sd      t1, 0(t2)
    andi    t0, t0, MSTATUS_MPIE
    srli    t0, t0, MSTATUS_MPIE_SHIFT - MSTATUS_MIE_SHIFT
    ld      t2, VCPU_FLAG(sp)
    amoand.d zero, t1, (t2)             /* t1 has no MIE */
    amoor.d zero, t0, (t2)
    ld      t2, VCPU_STATE(sp)
    ld      t0, BH_STATE_MEPC - BH_STATE_MSTATUS(t2)
    andi    t0, t0, ~1
    j       jump_there

    /* csrrci rd, mstatus, 8, unless FP registers have changed unseen */
1:  leave_out 7
    unless  t1, 0x30047073, 1f
    csrr    t1, mstatus
    bltz    t1, not_here
    ld      t2, VCPU_WHOLE(sp)
    beqz    t2, not_here
    li      t1, ~MSTATUS_MIE
    amoand.d t1, t1, (t2)
    jump_by 7, write_register

    /* wfi */
1:  unless  t0, 0x10500073, 1f
    ld      t2, VCPU_X(7)(sp)
    save_for_exception
    addi    t1, t1, 4
    sd      t1, VCPU_PC(s0)
    ld      a0, VCPU_VCPU(s0)
    jal     upcall_wait
    j       left

    /* csrrs rd, mstatus, x0: as csrrci, if FS does not say so */
1:  unless  t1, 0x30002073, 1f
    csrr    t1, mstatus
    ld      t2, VCPU_FIXED(sp)
    bgez    t1, 2f                      /* SD */
    bgez    t2, not_here
2:  ld      t2, VCPU_FLAG(sp)
    ld      t1, 0(t2)
    andi    t1, t1, MSTATUS_MIE
    ld      t2, VCPU_STATE(sp)
    ld      t2, 0(t2)
    or      t1, t1, t2
    li      t2, MSTATUS_KEPT
    and     t1, t1, t2
    ld      t2, VCPU_FIXED(sp)
    or      t1, t1, t2
    jump_by 7, write_register

    /* csrrw x0, mstatus, rs, where MPP is M and FS stays as it is */
1:  leave_out 15
    unless  t1, 0x30001073, 1f
    jump_by 15, read_register_for_mstatus
set_mstatus:
    csrr    t0, mstatus
    ld      t2, VCPU_FIXED(sp)
    bgez    t0, 2f                      /* SD */
    bgez    t2, not_here
2:  xor     t2, t2, t1
    li      t0, MSTATUS_FS
    and     t2, t2, t0
    bnez    t2, not_here
    ld      t2, VCPU_VCPU(sp)
    lw      t0, CORE_PENDING(t2)
    ld      t2, VCPU_STATE(sp)
    ld      t2, BH_STATE_MIE - BH_STATE_MSTATUS(t2)
    and     t0, t0, t2
    bnez    t0, not_here
    srli    t0, t1, MSTATUS_MPP_SHIFT
    andi    t0, t0, 3
    addi    t0, t0, -3
    bnez    t0, not_here
    li      t0, MSTATUS_KEPT & ~MSTATUS_MIE
    and     t0, t0, t1
    ld      t2, VCPU_FIXED(sp)
    or      t0, t0, t2
    ld      t2, VCPU_STATE(sp)
    sd      t0, 0(t2)
    ld      t2, VCPU_FLAG(sp)
    amoand.d zero, t0, (t2)             /* t0 has no MIE */
    andi    t1, t1, MSTATUS_MIE
    amoor.d zero, t1, (t2)
    j       next_instruction

    /* csrrc x0, mstatus, rs, where rs has only bits that are not there */
1:  unless  t1, 0x30003073, 1f
    jump_by 15, read_register_to_clear
clear_nothing:
    li      t2, MSTATUS_KEPT | MSTATUS_FS
    and     t1, t1, t2
    bnez    t1, not_here
    j       next_instruction

    /* csrrsi x0, mstatus, 8 */
1:  unless  t0, 0x30046073, not_here
    li      t1, MSTATUS_MIE
    j       set_mie

next_instruction:
    csrr    t0, mepc
    addi    t0, t0, 4
jump_there:
    csrw    mepc, t0
    ld      t2, VCPU_X(7)(sp)
    ld      t1, VCPU_X(6)(sp)
    ld      t0, VCPU_X(5)(sp)
    csrrw   sp, mscratch, sp
    mret

    /*
     * The fast path of access.c, for page faults at a device's address. Here,
     * s0 has the saved registers, t0 the cause and t1 the program counter. What
     * access.c would refuse, or cannot be fetched from the region that the last
     * instruction came from, is left to it, also when the device does not take
     * the access: it has done nothing then. What the region has at the program
     * counter, the hart has just executed: it need not be asked whether it may.
     */
device_access:
    csrr    a4, mtval
    ld      a0, VCPU_VCPU(s0)
    ld      a2, CORE_DEVICES(a0)
    lwu     a3, CORE_DEVICE_COUNT(a0)
    slli    a3, a3, DEVICE_LOG_SIZE
    add     a3, a3, a2
1:  beq     a2, a3, exception
    ld      a1, DEVICE_ADDRESS(a2)
    lwu     a5, DEVICE_SIZE(a2)
    sub     a1, a4, a1                  /* offset of the register */
    addi    a2, a2, 1 << DEVICE_LOG_SIZE
    bgeu    a1, a5, 1b
    lwu     a6, DEVICE_KIND - (1 << DEVICE_LOG_SIZE)(a2)
    la      a7, device_types
    slli    a6, a6, 4
    add     a7, a7, a6                  /* its two functions */

    ld      a2, CORE_TEXT_REGION(a0)
    ld      a3, REGION_ADDRESS(a2)
    ld      a4, REGION_SIZE(a2)
    ld      a5, REGION_PHYSICAL(a2)
    sub     a3, t1, a3
    addi    a4, a4, -4
    bltu    a4, a3, exception
    add     a5, a5, a3
    lhu     a3, 0(a5)                   /* the instruction */
    andi    t2, t0, CAUSE_LOAD_PAGE ^ CAUSE_STORE_PAGE
    andi    a4, a3, 3
    addi    a4, a4, -3
    bnez    a4, compressed
    lhu     a4, 2(a5)
    slli    a4, a4, 16
    or      a3, a3, a4
    srli    a5, a3, 12
    andi    a5, a5, 7                   /* size and sign */
    andi    a4, a3, 0x7f
    beqz    t2, 1f
    addi    a4, a4, 0x03 - 0x23
    srli    a3, a3, 20 - 7
1:  addi    a4, a4, -0x03
    srli    t0, a3, 7 - 3               /* its register, in bits 3 to 7 */
    bnez    a4, exception
decoded:
    andi    a6, a5, 3
    li      a2, 1
    sll     a2, a2, a6                  /* bytes */
    addi    a6, a2, -1
    and     a6, a6, a1
    bnez    a6, exception
    bnez    t2, device_store

    sd      s1, VCPU_X(9)(s0)
    andi    s1, t0, 31 << 3
    or      s1, s1, a5
    ld      a7, 0(a7)
    jalr    a7
    beqz    a1, not_taken
    andi    a1, s1, 3
    li      a2, 8
    sll     a2, a2, a1
    neg     a2, a2
    sll     a0, a0, a2
    sra     t1, a0, a2
    andi    a1, s1, 4
    beqz    a1, 1f
    srl     t1, a0, a2
1:  mv      t0, s1
    ld      s1, VCPU_X(9)(s0)
    lw      a0, VCPU_LEAVE(s0)
    bnez    a0, leave_load
    ld      a0, VCPU_X(10)(s0)
    ld      a1, VCPU_X(11)(s0)
    load_most
    ld      t2, VCPU_X(2)(s0)
    csrw    mscratch, t2
    mv      sp, s0
    ld      s0, VCPU_X(8)(s0)
    jump_by 3, write_register

leave_load:
    each_kept sd
    andi    t0, t0, 31 << 3
    add     t0, t0, s0
    sd      t1, 0(t0)
    csrr    t1, mepc
    addi    t1, t1, 4
    sd      t1, VCPU_PC(s0)             /* also if x0 has been loaded */
    j       leave_saved

device_store:
    jump_by 3, read_saved_register
store_value:
    slli    a4, a2, 3
    neg     a4, a4
    sll     a3, t1, a4
    srl     a3, a3, a4
    ld      a7, 8(a7)
    jalr    a7
    beqz    a0, exception
    csrr    t1, mepc
    addi    t1, t1, 4
    csrw    mepc, t1
    lw      t0, VCPU_LEAVE(s0)
    beqz    t0, load_arguments
    sd      t1, VCPU_PC(s0)
    j       leave

    /* mepc goes where 4 more is the next instruction. */
compressed:
    srli    a5, a3, 13
    andi    a5, a5, 3
    andi    a4, a5, 2                   /* 0: not of an integer */
    beqz    a4, exception
    addi    t1, t1, -2
    csrw    mepc, t1
    slli    t0, a3, 1                   /* bits 2 on to bits 3 on */
    andi    a4, a3, 3
    bnez    a4, 1f
    andi    t0, t0, 7 << 3
    addi    t0, t0, 8 << 3
    j       decoded
1:  bnez    t2, decoded                 /* relative to sp */
    srli    t0, a3, 7 - 3
    j       decoded

not_taken:
    ld      s1, VCPU_X(9)(s0)
    j       exception

not_here:
    ld      t2, VCPU_X(7)(sp)
    save_for_exception
    j       exception

trap_from_kernel:
    /* mscratch has the kernel's stack pointer, which may be the culprit. */
    mv      a4, ra
    csrr    a0, mcause
    csrr    a1, mepc
    csrr    a2, mtval
    csrrw   a3, mscratch, zero
    la      sp, kernel_stack_top
    jal     upcall_kernel_trap

    .section .text
    .option arch, +d

    .macro  each_fp op
    .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \op     f\n, VCPU_F(\n)(a0)
    .endr
    .irp    n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \op     f\n, VCPU_F(\n)(a0)
    .endr
    .endm

    .globl  fpu_save
fpu_save:
    each_fp fsd
    frcsr   t0
    sd      t0, VCPU_FCSR(a0)
    ret

    .globl  fpu_load
fpu_load:
    each_fp fld
    ld      t0, VCPU_FCSR(a0)
    fscsr   t0
    ret

    .section .stack, "aw", @nobits
    .balign 16
    .space  8192
    .globl  kernel_stack_top
kernel_stack_top:
