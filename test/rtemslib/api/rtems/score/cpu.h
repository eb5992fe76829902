/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the processor.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_SCORE_CPU_H
#define TEST_RTEMSLIB_API_RTEMS_SCORE_CPU_H

#include <stdint.h>

typedef uint32_t CPU_Counter_ticks;
extern volatile uint32_t _RISCV_Counter_register;
uint32_t _CPU_Counter_frequency(void);
CPU_Counter_ticks _CPU_Counter_read(void);
#endif
