/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: what there is for each processor.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_SCORE_PERCPU_H
#define TEST_RTEMSLIB_API_RTEMS_SCORE_PERCPU_H

#define PER_CPU_ISR_NEST_LEVEL 0
#define PER_CPU_THREAD_DISPATCH_DISABLE_LEVEL 4
#define PER_CPU_ISR_DISPATCH_DISABLE 8
#define PER_CPU_DISPATCH_NEEDED 12
#define PER_CPU_INTERRUPT_STACK_HIGH 16

#if !defined(__ASSEMBLER__)
#include <stdint.h>

struct Per_CPU_Control {
    uint32_t isr_nest_level;
};
#define Per_CPU_Control struct Per_CPU_Control

void _RISCV_Interrupt_dispatch(uintptr_t mcause, Per_CPU_Control *cpu_self);
#endif
#endif
