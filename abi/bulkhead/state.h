/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The state page: the privileged registers of the virtual hart.
 *
 * The upper half of the topmost page of the address space holds the machine
 * registers of the virtual hart (RISC-V privileged specification 1.12, chapter
 * 3), so that `ld rd, offset(x0)` reaches each without a base register. The
 * guest may read and write them; the kernel treats what it finds as a claim and
 * sanitises it at each use.
 *
 * A guest that clears MIE here masks its interrupts at once. One that sets MIE
 * must then call BH_INTERRUPT_POLL if (mip & mie) is not 0: an interrupt may
 * have come in between. mip is written by the kernel; what the guest writes
 * there has no effect.
 *
 * A partition whose program the tool has rewritten may have a flag page
 * besides, at address 0. The first word of that page is then the one MIE of
 * the virtual hart: bit 3, and every other bit and byte of the page is 0. MIE
 * of the state page's mstatus means nothing there. While an interrupt waits
 * for the flag the page is not there: who sets it traps, and the interrupt is
 * taken. What else is found in the page at the start of a slot was written
 * through a null pointer: a memory violation, told late.
 */
#ifndef BULKHEAD_STATE_H
#define BULKHEAD_STATE_H

#include <bulkhead/abi.h>

/** @name Offsets from address 0, for `ld rd, offset(x0)` @{ */
#define BH_STATE_MSTATUS (-2048)
#define BH_STATE_MIE (-2040)
#define BH_STATE_MIP (-2032)
#define BH_STATE_MTVEC (-2024)
#define BH_STATE_MEPC (-2016)
#define BH_STATE_MCAUSE (-2008)
#define BH_STATE_MTVAL (-2000)
#define BH_STATE_MSCRATCH (-1992)
/** @} */

/**
 * The bits of mstatus that a program can change: MIE, MPIE, MPP, FS, TW. The
 * others are constant, and to set or clear them does nothing; 3.1.6.
 */
#define BH_STATE_MSTATUS_BITS 0x207888

#ifndef __ASSEMBLER__
#include <stdint.h>

/** The state page as a whole; it begins at BH_STATE_PAGE_ADDRESS. */
struct bh_state {
    uint8_t free[2048]; /**< The guest's, for any use. */
    uint64_t mstatus;   /**< BH_STATE_MSTATUS_BITS */
    uint64_t mie;       /**< Enabled interrupts; 3.1.9. */
    uint64_t mip;       /**< Pending interrupts; read-only in effect. */
    uint64_t mtvec;     /**< Trap vector, direct or vectored; 3.1.7. */
    uint64_t mepc;      /**< 3.1.14 */
    uint64_t mcause;    /**< 3.1.15 */
    uint64_t mtval;     /**< 3.1.16 */
    uint64_t mscratch;  /**< 3.1.13 */
    uint8_t reserved[1984];
};
#endif

#endif
