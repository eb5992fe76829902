/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hart's own control and status registers (RISC-V privileged specification
 * 1.12), and the names of their fields, which the virtual hart shares.
 */
#ifndef KERNEL_ARCH_RISCV64_CSR_H
#define KERNEL_ARCH_RISCV64_CSR_H

/* mstatus, 3.1.6 */
#define MSTATUS_MIE (1UL << 3)
#define MSTATUS_MPIE (1UL << 7)
#define MSTATUS_MPP (3UL << 11)
#define MSTATUS_FS (3UL << 13)
#define MSTATUS_FS_SHIFT 13
#define MSTATUS_MPRV (1UL << 17)
#define MSTATUS_TW (1UL << 21)
#define MSTATUS_UXL_64 (2UL << 32)
#define MSTATUS_SD (1UL << 63)

/* Values of mstatus.FS, table 3.3 */
#define FS_OFF 0
#define FS_INITIAL 1
#define FS_CLEAN 2
#define FS_DIRTY 3

/* mip and mie, 3.1.9: bit numbers are those of mcause */
#define CAUSE_SOFTWARE_INTERRUPT 3
#define CAUSE_TIMER_INTERRUPT 7
#define CAUSE_EXTERNAL_INTERRUPT 11
#define MIP_MSIP (1UL << CAUSE_SOFTWARE_INTERRUPT)
#define MIP_MTIP (1UL << CAUSE_TIMER_INTERRUPT)
#define MIP_MEIP (1UL << CAUSE_EXTERNAL_INTERRUPT)
#define CAUSE_INTERRUPT (1UL << 63)

/* mcause, table 3.6 */
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
#define COUNTEREN_CY_TM_IR 7UL

/* pmpcfg, 3.7.1 */
#define PMP_R 0x01UL
#define PMP_W 0x02UL
#define PMP_X 0x04UL
#define PMP_TOR 0x08UL
#define PMP_L 0x80UL

/* satp, 4.1.11 */
#define SATP_MODE_SV39 8UL
#define SATP_MODE_SHIFT 60
#define SATP_PPN_MASK ((1UL << 44) - 1)

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
