/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hart's own control and status registers (RISC-V privileged specification
 * 1.12), and the names of their fields, which the virtual hart shares.
 */
#ifndef KERNEL_ARCH_RISCV64_CSR_H
#define KERNEL_ARCH_RISCV64_CSR_H

#ifdef __ASSEMBLER__
#define UL(x) x
#else
#define UL(x) x##UL
#endif

/* mstatus, 3.1.6 */
#define MSTATUS_MIE_SHIFT 3
#define MSTATUS_MIE (UL(1) << MSTATUS_MIE_SHIFT)
#define MSTATUS_MPIE_SHIFT 7
#define MSTATUS_MPIE (UL(1) << MSTATUS_MPIE_SHIFT)
#define MSTATUS_MPP_SHIFT 11
#define MSTATUS_MPP (UL(3) << MSTATUS_MPP_SHIFT)
#define MSTATUS_FS_SHIFT 13
#define MSTATUS_FS (UL(3) << MSTATUS_FS_SHIFT)
#define MSTATUS_MPRV (UL(1) << 17)
#define MSTATUS_TW (UL(1) << 21)
#define MSTATUS_UXL_64 (UL(2) << 32)
#define MSTATUS_SD (UL(1) << 63)

/* Values of mstatus.FS, table 3.3 */
#define FS_OFF 0
#define FS_CLEAN 2
#define FS_DIRTY 3

/* mip and mie, 3.1.9: bit numbers are those of mcause */
#define CAUSE_SOFTWARE_INTERRUPT 3
#define CAUSE_TIMER_INTERRUPT 7
#define CAUSE_EXTERNAL_INTERRUPT 11
#define MIP_MSIP (UL(1) << CAUSE_SOFTWARE_INTERRUPT)
#define MIP_MTIP (UL(1) << CAUSE_TIMER_INTERRUPT)
#define MIP_MEIP (UL(1) << CAUSE_EXTERNAL_INTERRUPT)
#define CAUSE_INTERRUPT (UL(1) << 63)

/* mcause, table 3.6 */
#define CAUSE_FETCH_MISALIGNED 0
#define CAUSE_FETCH_ACCESS 1
#define CAUSE_ILLEGAL_INSTRUCTION 2
#define CAUSE_BREAKPOINT 3
#define CAUSE_LOAD_MISALIGNED 4
#define CAUSE_LOAD_ACCESS 5
#define CAUSE_STORE_MISALIGNED 6
#define CAUSE_STORE_ACCESS 7
#define CAUSE_ECALL_U 8
#define CAUSE_ECALL_M 11
#define CAUSE_FETCH_PAGE 12
#define CAUSE_LOAD_PAGE 13
#define CAUSE_STORE_PAGE 15

/* mcounteren, 3.1.11 */
#define COUNTEREN_CY_TM_IR UL(7)

/* pmpcfg, 3.7.1 */
#define PMP_R UL(0x01)
#define PMP_W UL(0x02)
#define PMP_X UL(0x04)
#define PMP_TOR UL(0x08)
#define PMP_L UL(0x80)

/* satp, 4.1.11 */
#define SATP_MODE_SV39 UL(8)
#define SATP_MODE_SHIFT 60
#define SATP_PPN_MASK ((UL(1) << 44) - 1)

#define csr_read(name)                                                         \
    __extension__({                                                            \
        unsigned long csr_value_;                                              \
        __asm__ volatile("csrr %0, " #name : "=r"(csr_value_));                \
        csr_value_;                                                            \
    })
#define csr_write(name, value)                                                 \
    __asm__ volatile("csrw " #name ", %0" : : "rK"(value) : "memory")
#define csr_set(name, bits)                                                    \
    __asm__ volatile("csrs " #name ", %0" : : "rK"(bits) : "memory")
#define csr_clear(name, bits)                                                  \
    __asm__ volatile("csrc " #name ", %0" : : "rK"(bits) : "memory")

#endif
