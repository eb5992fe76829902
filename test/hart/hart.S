/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the generated programs (generate) one after another on a hart, bare or
 * virtual, and records after each of their steps, and at each of their traps,
 * all that an M-mode program can see of it. The records lie in RAM, behind the
 * program; compare has their layout.
 *
 * Register tp is this file's in every program: it leads to `area`. An exception
 * ends its step; an interrupt is taken once, for its bit of mie is cleared.
 */

#define ONE 0         /* x1 to x31 at a step: x(n) at 8n */
#define TWO 256       /* and at a trap */
#define PROGRAM 512   /* its number */
#define STEP 520      /* how many of its steps are done */
#define RESUME 528    /* where the step under way ends */
#define RECORD 536    /* where the next record goes */
#define TRAPS 544     /* of this program */
#define ENTRY 552     /* in the table of programs */
#define SCRATCH 1024  /* RAM for the programs, 512 bytes */

#define RECORD_SIZE 384
#define TRAPS_MAX 64
#define MSIP 0x02000000
#define MTIMECMP 0x02004000
#define UART 0x10000000
#define FINISHER 0x00100000
#define FINISHER_PASS 0x5555
#define FS_DIRTY 0x6000
#define UXL_64 0x200000000

    .option norvc
    .option norelax


    .macro save base
    .irp n, 2,3,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26
    sd x\n, \base + 8 * \n(tp)
    .endr
    .irp n, 27, 28, 29, 30, 31
    sd x\n, \base + 8 * \n(tp)
    .endr
    .endm

    .macro restore base
    .irp n, 2,3,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26
    ld x\n, \base + 8 * \n(tp)
    .endr
    .irp n, 27, 28, 29, 30, 31
    ld x\n, \base + 8 * \n(tp)
    .endr
    .endm

    .section .text.start, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    la tp, area
    sd ra, ONE + 8(tp)
    sd t0, ONE + 8 * 5(tp)
    la t0, trace_start + RECORD_SIZE
    sd t0, RECORD(tp)
    la t0, programs
    sd t0, ENTRY(tp)
    ld t0, ONE + 8 * 5(tp)
    /* The first program has no step: it shows the hart as it was reset. */
    call record
    nop /* for record() to read */
    nop
    j hart_next
    .size _start, . - _start

    .text
/*
 * Records a step. It has put ra into `area`, and calls from an instruction that
 * loads it again; the next one is `lui x0, bytes of the next step`.
 */
    .globl record
    .type record, @function
record:
    sd t0, ONE + 8 * 5(tp)
    save ONE
    mv s0, ra
    addi s1, tp, ONE
    li a0, 1
    call append
    lwu t0, 4(s0)
    srli t0, t0, 12
    add t0, t0, s0
    addi t0, t0, 8
    sd t0, RESUME(tp)
    ld t0, STEP(tp)
    addi t0, t0, 1
    sd t0, STEP(tp)
    mv ra, s0
    restore ONE
    ret
    .size record, . - record

/* Appends a record: a0 kind, s0 address, s1 where x1 to x31 are. */
    .type append, @function
append:
    ld a1, RECORD(tp)
    addi a2, a1, RECORD_SIZE
    la t0, trace_end
    addi t0, t0, -8 /* which is for the programs */
    bgeu a2, t0, full
    sd a2, RECORD(tp)
    csrr t0, mstatus
    sd t0, 16(a1)
    csrr t1, mie
    sd t1, 24(a1)
    csrr t1, mip
    sd t1, 32(a1)
    csrr t1, mtvec
    sd t1, 40(a1)
    csrr t1, mepc
    sd t1, 48(a1)
    csrr t1, mcause
    sd t1, 56(a1)
    csrr t1, mtval
    sd t1, 64(a1)
    csrr t1, mscratch
    sd t1, 72(a1)
    li t1, -1
    sd t1, 80(a1)
    sd t1, 88(a1)
    li t1, FS_DIRTY
    and t0, t0, t1
    beqz t0, 1f
    frcsr t1
    sd t1, 80(a1)
    fsd fa0, 88(a1)
1:  sd a0, 0(a1)
    sd s0, 8(a1)
    ld t0, PROGRAM(tp)
    sd t0, 96(a1)
    ld t0, STEP(tp)
    sd t0, 104(a1)
    li t2, 31
2:  ld t0, 8(s1)
    sd t0, 112(a1)
    addi s1, s1, 8
    addi a1, a1, 8
    addi t2, t2, -1
    bnez t2, 2b
    ld t0, SCRATCH(tp)
    sd t0, 112(a1)
    ld t0, SCRATCH + 8(tp)
    sd t0, 120(a1)
    ret
    .size append, . - append

/* The next program, from a state that is always the same. */
    .globl hart_next
    .type hart_next, @function
hart_next:
    csrw mie, x0
    csrw mip, x0
    li t0, UXL_64 | FS_DIRTY
    csrw mstatus, t0
    la t0, vectors_a
    csrw mtvec, t0
    csrw mscratch, x0
    csrw mepc, x0
    csrw mcause, x0
    csrw mtval, x0
    csrw mcounteren, x0
    fscsr x0
    fmv.d.x fa0, x0
    li t0, MSIP
    sw x0, 0(t0)
    li t0, MTIMECMP
    li t1, -1
    sd t1, 0(t0)
    li t0, UART
    sb x0, 3(t0)
    sb x0, 2(t0)
    sb x0, 1(t0)
    sb x0, 4(t0)
    sb x0, 7(t0)
    li t0, 64
    addi t1, tp, SCRATCH
1:  sd x0, 0(t1)
    addi t1, t1, 8
    addi t0, t0, -1
    bnez t0, 1b
    la t0, trace_end
    sd x0, -8(t0)
    sc.d t1, x0, (tp) /* no reservation is left */
    sd x0, STEP(tp)
    sd x0, TRAPS(tp)
    ld t0, PROGRAM(tp)
    addi t0, t0, 1
    sd t0, PROGRAM(tp)

    ld t0, ENTRY(tp) /* code, registers, mstatus */
    addi t1, t0, 24
    sd t1, ENTRY(tp)
    ld ra, 0(t0)
    beqz ra, finish
    ld t1, 16(t0)
    li t2, UXL_64
    csrw mstatus, t2
    csrs mstatus, t1
    ld t0, 8(t0)
    .irp n, 2,3,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26
    ld x\n, 8 * \n(t0)
    .endr
    .irp n, 27, 28, 29, 30, 31, 5
    ld x\n, 8 * \n(t0)
    .endr
    jr ra
    .size hart_next, . - hart_next

/* All has been recorded: the count of records, then what says so. */
    .type finish, @function
finish:
    la t0, trace_start
    ld t1, RECORD(tp)
    sd t1, 16(t0)
    sd t0, 24(t0)
    la t1, magic
    ld t2, 0(t1)
    not t2, t2
    sd t2, 0(t0)
    ld t2, 8(t1)
    not t2, t2
    sd t2, 8(t0)
full:
    li t0, FINISHER
    li t1, FINISHER_PASS
    sw t1, 0(t0)
1:  j 1b
    .size finish, . - finish

    .type trap, @function
trap:
    sd ra, TWO + 8(tp)
    save TWO
    slli a0, t0, 8
    ori a0, a0, 2
    csrr s0, mepc
    addi s1, tp, TWO
    call append
    ld t0, TRAPS(tp)
    addi t0, t0, 1
    sd t0, TRAPS(tp)
    li t1, TRAPS_MAX
    bgeu t0, t1, hart_next
    csrr t0, mcause
    bltz t0, 1f
    ld t0, RESUME(tp)
    csrw mepc, t0
    j 2f
1:  li t1, 1
    sll t1, t1, t0
    csrc mie, t1
2:  restore TWO
    ld ra, TWO + 8(tp)
    mret
    .size trap, . - trap

/* Two tables, each good for direct and vectored mode; records tell which. */
    .macro entry number
    sd t0, TWO + 8 * 5(tp)
    li t0, \number
    j trap
    .endm

    .macro vectors first
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    j 1f + 12 * \n
    .endr
1:  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    entry \first + \n
    .endr
    .endm

    .balign 256
    .globl vectors_a
    .type vectors_a, @function
vectors_a:
    vectors 0
    .size vectors_a, . - vectors_a

    .balign 256
    .globl vectors_b
    .type vectors_b, @function
vectors_b:
    vectors 32
    .size vectors_b, . - vectors_b

    .data
magic: /* inverted, so that only a finished trace begins so */
    .dword ~0x6563617274746168, ~0x9e3779b97f4a7c15

/* What tp leads to; behind it the numbers of the programs. */
    .balign 4096
    .globl area
area:
    .space 2048
    .include "pool.inc"
