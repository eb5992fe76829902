/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: interrupts.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_BSP_IRQ_GENERIC_H
#define TEST_RTEMSLIB_API_BSP_IRQ_GENERIC_H

#include <bsp/irq.h>

struct rtems_interrupt_attributes {
    bool is_maskable;
    bool can_enable;
    bool maybe_enable;
    bool can_disable;
    bool maybe_disable;
};
#define rtems_interrupt_attributes struct rtems_interrupt_attributes

void bsp_interrupt_initialize(void);
void bsp_interrupt_handler_dispatch(rtems_vector_number vector);
void bsp_interrupt_handler_dispatch_unchecked(rtems_vector_number vector);
void bsp_interrupt_facility_initialize(void);
bool bsp_interrupt_is_valid_vector(rtems_vector_number vector);
rtems_status_code
bsp_interrupt_get_attributes(rtems_vector_number vector,
                             rtems_interrupt_attributes *attributes);
rtems_status_code bsp_interrupt_is_pending(rtems_vector_number vector,
                                           bool *pending);
rtems_status_code bsp_interrupt_vector_is_enabled(rtems_vector_number vector,
                                                  bool *enabled);
rtems_status_code bsp_interrupt_vector_enable(rtems_vector_number vector);
rtems_status_code bsp_interrupt_vector_disable(rtems_vector_number vector);
rtems_status_code bsp_interrupt_raise(rtems_vector_number vector);
rtems_status_code bsp_interrupt_clear(rtems_vector_number vector);
rtems_status_code bsp_interrupt_set_priority(rtems_vector_number vector,
                                             uint32_t priority);
rtems_status_code bsp_interrupt_get_priority(rtems_vector_number vector,
                                             uint32_t *priority);
#endif
