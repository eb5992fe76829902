/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hypercalls come in by upcall_hypercall(). Here is only what comes before.
 */
#ifndef KERNEL_CORE_HYPERCALL_H
#define KERNEL_CORE_HYPERCALL_H

/* Makes ready for calls, which are recorded if the trace is to have them. */
void hypercall_init(void);

#endif
