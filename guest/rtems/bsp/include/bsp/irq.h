/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Interrupt vectors of an RTEMS partition of Bulkhead. A line has the vector
 * that it has with the board support packages that know an interrupt
 * controller: RTEMS_BULKHEAD_VECTOR() of <bulkhead/rtems.h> serves both.
 */
#ifndef BULKHEAD_BSP_IRQ_H
#define BULKHEAD_BSP_IRQ_H

#include <bsp.h>
#include <bulkhead/abi.h>

#define BULKHEAD_VECTOR_SOFTWARE 0
#define BULKHEAD_VECTOR_TIMER 1
#define BULKHEAD_VECTOR_LINE(line) (2 + BH_LINE_SOURCE + (line))

#define BSP_INTERRUPT_VECTOR_COUNT BULKHEAD_VECTOR_LINE(BH_LINE_COUNT)
#define BSP_INTERRUPT_CUSTOM_VALID_VECTOR

#endif
