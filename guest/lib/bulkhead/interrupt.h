/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Interrupts and exceptions of the virtual hart (state.h; RISC-V privileged
 * specification 1.12, 3.1.6 to 3.1.16). They are off when main() begins.
 *
 * Switching them off is one atomic instruction on the state page, switching
 * them on one and a look at what is pending; the kernel is called only when
 * there is something to deliver.
 *
 * With BH_MACHINE_GUEST defined both are CSR instructions instead, as on a bare
 * machine. A program that masks interrupts so itself, an operating system for a
 * board say, is compiled with it: the tool may have replaced these
 * instructions, and then MIE of the state page means nothing (state.h).
 */
#ifndef BULKHEAD_INTERRUPT_H
#define BULKHEAD_INTERRUPT_H

#include <bulkhead/abi.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/page.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Interrupts: bits of mie and mip, codes of mcause (3.1.15) @{ */
#define BH_IRQ_SOFTWARE 3
#define BH_IRQ_TIMER 7
#define BH_IRQ_EXTERNAL 11
/** @} */

/** mstatus.MIE: interrupts are on (3.1.6). */
#define BH_MSTATUS_MIE UINT64_C(0x8)

/** Set in mcause when the trap is an interrupt (3.1.15). */
#define BH_CAUSE_INTERRUPT UINT64_C(0x8000000000000000)

/**
 * Switches interrupts off.
 *
 * @return whether they were on, for bh_interrupt_restore()
 */
static inline bool bh_interrupt_disable(void)
{
    uint64_t old;

#ifdef BH_MACHINE_GUEST
    __asm__ __volatile__("csrrci %0, mstatus, 8" : "=r"(old) : : "memory");
#else
    old = __atomic_fetch_and(&bh_state_page()->mstatus, ~BH_MSTATUS_MIE,
                             __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
#endif
    return (old & BH_MSTATUS_MIE) != 0;
}

/** Switches interrupts on; those that are pending are taken before it ends. */
static inline void bh_interrupt_enable(void)
{
#ifdef BH_MACHINE_GUEST
    __asm__ __volatile__("csrrs x0, mstatus, %0"
                         :
                         : "r"(BH_MSTATUS_MIE)
                         : "memory");
#else
    volatile struct bh_state *state = bh_state_page();

    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __atomic_fetch_or(&state->mstatus, BH_MSTATUS_MIE, __ATOMIC_RELAXED);
    if ((state->mip & state->mie) != 0)
        bh_interrupt_poll();
#endif
}

/** Switches interrupts on if they were so before bh_interrupt_disable(). */
static inline void bh_interrupt_restore(bool enabled)
{
    if (enabled)
        bh_interrupt_enable();
}

/**
 * Says what to do at a software or external interrupt and lets it through; the
 * timer's is bh_timer_start()'s. The handler runs with interrupts off and must
 * make its source quiet.
 *
 * @param irq      BH_IRQ_SOFTWARE or BH_IRQ_EXTERNAL
 * @param handler  NULL shuts the interrupt out again
 * @param argument is handed to the handler
 * @return BH_OK, or BH_E_INVALID_PARAM for any other interrupt
 */
long bh_interrupt_set_handler(unsigned irq, void (*handler)(void *argument),
                              void *argument);

/**
 * Says what to do at an exception. A partition sees one only if its system
 * file propagates it; else the kernel acts.
 *
 * @param handler gets mcause, mepc and mtval, and returns where to go on;
 *                NULL brings back the default, which prints them and halts the
 *                partition
 */
void bh_exception_set_handler(uint64_t (*handler)(uint64_t cause, uint64_t epc,
                                                  uint64_t tval));

/**
 * The library's trap handler, called by the trap entry of guest/start. A
 * program that defines its own replaces it, and with it the tables of handlers
 * above, the timer's included.
 *
 * @param cause mcause
 * @param epc   mepc
 * @param tval  mtval
 * @return where to go on
 */
uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval);

#ifdef __cplusplus
}
#endif

#endif
