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
#endif
