/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts of an RTEMS partition: the timer, and the lines that only a
 * partition has. Each has a bit in mie and is its own cause; there is no
 * controller between.
 */
#include <bsp/irq-generic.h>
#include <bsp/irq.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/page.h>
#include <rtems/score/percpu.h>

#define IRQ_SOFTWARE 3
#define IRQ_TIMER 7

/* The number of an interrupt as bit of mie, and as cause. */
static unsigned number_of(rtems_vector_number vector)
{
  switch (vector) {
    case BULKHEAD_VECTOR_SOFTWARE:
      return IRQ_SOFTWARE;
    case BULKHEAD_VECTOR_TIMER:
      return IRQ_TIMER;
    default:
      return BH_LINE_FIRST + vector - BULKHEAD_VECTOR_LINE(0);
  }
}

void _RISCV_Interrupt_dispatch(uintptr_t mcause, Per_CPU_Control *cpu_self)
{
  const uint32_t number = (uint32_t)mcause; /* without the top bit */

  (void)cpu_self;
  if (number == IRQ_TIMER) {
    bsp_interrupt_handler_dispatch_unchecked(BULKHEAD_VECTOR_TIMER);
  } else if (number == IRQ_SOFTWARE) {
    bsp_interrupt_handler_dispatch_unchecked(BULKHEAD_VECTOR_SOFTWARE);
  } else {
    bsp_interrupt_handler_dispatch(BULKHEAD_VECTOR_LINE(number - BH_LINE_FIRST)
    );
  }
}

void bsp_interrupt_facility_initialize(void)
{
  /* Nothing is enabled until somebody asks for it. */
}

bool bsp_interrupt_is_valid_vector(rtems_vector_number vector)
{
  return vector == BULKHEAD_VECTOR_SOFTWARE ||
         vector == BULKHEAD_VECTOR_TIMER ||
         (vector >= BULKHEAD_VECTOR_LINE(0) &&
          vector < BSP_INTERRUPT_VECTOR_COUNT);
}

rtems_status_code bsp_interrupt_get_attributes(
  rtems_vector_number vector,
  rtems_interrupt_attributes *attributes
)
{
  (void)vector;
  attributes->is_maskable = true;
  attributes->can_enable = true;
  attributes->maybe_enable = true;
  attributes->can_disable = true;
  attributes->maybe_disable = true;
  return RTEMS_SUCCESSFUL;
}

rtems_status_code
bsp_interrupt_is_pending(rtems_vector_number vector, bool *pending)
{
  *pending = (bh_state_page()->mip >> number_of(vector) & 1) != 0;
  return RTEMS_SUCCESSFUL;
}

rtems_status_code
bsp_interrupt_vector_is_enabled(rtems_vector_number vector, bool *enabled)
{
  *enabled = (bh_state_page()->mie >> number_of(vector) & 1) != 0;
  return RTEMS_SUCCESSFUL;
}

/* The kernel does not see what is enabled here until it is asked to look. */
static void set_enabled(rtems_vector_number vector, bool enabled)
{
  const uint64_t bit = UINT64_C(1) << number_of(vector);
  rtems_interrupt_level level;

  rtems_interrupt_local_disable(level);
  if (enabled) {
    bh_state_page()->mie |= bit;
  } else {
    bh_state_page()->mie &= ~bit;
  }
  bh_interrupt_poll();
  rtems_interrupt_local_enable(level);
}

rtems_status_code bsp_interrupt_vector_enable(rtems_vector_number vector)
{
  set_enabled(vector, true);
  return RTEMS_SUCCESSFUL;
}

rtems_status_code bsp_interrupt_vector_disable(rtems_vector_number vector)
{
  set_enabled(vector, false);
  return RTEMS_SUCCESSFUL;
}

/* A partition cannot raise its own, and who takes a line clears it. */
rtems_status_code bsp_interrupt_raise(rtems_vector_number vector)
{
  (void)vector;
  return RTEMS_UNSATISFIED;
}

rtems_status_code bsp_interrupt_clear(rtems_vector_number vector)
{
  (void)vector;
  return RTEMS_UNSATISFIED;
}

rtems_status_code
bsp_interrupt_set_priority(rtems_vector_number vector, uint32_t priority)
{
  (void)vector;
  (void)priority;
  return RTEMS_UNSATISFIED;
}

rtems_status_code
bsp_interrupt_get_priority(rtems_vector_number vector, uint32_t *priority)
{
  (void)vector;
  (void)priority;
  return RTEMS_UNSATISFIED;
}
