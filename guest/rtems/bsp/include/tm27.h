/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * How RTEMS' tests make an interrupt: a clock's timer that has expired.
 */
#ifndef _RTEMS_TMTEST27
#error "This is an RTEMS internal file you must not include directly."
#endif

#ifndef BULKHEAD_BSP_TM27_H
#define BULKHEAD_BSP_TM27_H

#include <bsp/irq-generic.h>
#include <bulkhead/hypercall.h>

#define MUST_WAIT_FOR_INTERRUPT 1

static rtems_interrupt_entry bulkhead_tm27_entry;

static inline void Install_tm27_vector(rtems_interrupt_handler handler)
{
  rtems_interrupt_entry_initialize(&bulkhead_tm27_entry, handler, NULL, "tm27");
  (void)rtems_interrupt_entry_install(
    BULKHEAD_VECTOR_LINE(BH_LINE_TIMER),
    RTEMS_INTERRUPT_SHARED,
    &bulkhead_tm27_entry
  );
}

static inline void Cause_tm27_intr(void)
{
  (void)bh_time_set_clock_timer(BH_CLOCK_HARDWARE, 0, 0);
}

static inline void Clear_tm27_intr(void)
{
  (void)bh_interrupt_take(BH_LINE_TIMER);
}

/* Within the handler: the next interrupt is to nest. */
static inline void Lower_tm27_intr(void)
{
  __asm__ volatile("csrs mstatus, %0" : : "r"((uintptr_t)8) : "memory");
}

#endif
