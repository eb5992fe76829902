/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What arch may call in core: the doors by which a trap comes in, and what
 * emulated devices need. Nothing else of core is arch's business.
 */
#ifndef KERNEL_CORE_UPCALL_H
#define KERNEL_CORE_UPCALL_H

#include "kernel/core/console.h"
#include "kernel/core/guest_mem.h"
#include "kernel/core/health.h"
#include "kernel/core/partition.h"
#include "kernel/core/virq.h"

/*
 * The kernel's main function: checks the configuration, starts the plan, and
 * returns the registers to run first. Called once, on the only hart.
 */
struct arch_vcpu *upcall_main(void);

/*
 * A hypercall of `self`: function `function` of extension `extension`. The
 * order of the parameters is that of a0 to a7, so that the trap's entry moves
 * none: a4 and a5 carry nothing.
 */
struct result upcall_hypercall(uint64_t a0, uint64_t a1, uint64_t a2,
                               struct vcpu *self, uint64_t a4, uint64_t a5,
                               uint64_t function, uint64_t extension);

/*
 * The one exit: decides who runs now, and returns its registers. `self` ran
 * until now. Does not return before there is somebody to run.
 */
struct arch_vcpu *upcall_resume(struct vcpu *self);

/* The same, but `self` waits for an interrupt that it has enabled. */
struct arch_vcpu *upcall_wait(struct vcpu *self);

/* `self`, whose vcpu.traced is set, takes an interrupt at `pc`. */
void upcall_interrupt_taken(const struct vcpu *self, uint32_t cause,
                            uint64_t pc);

/* The kernel itself took a trap. */
_Noreturn void upcall_kernel_trap(uint64_t cause, uint64_t pc, uint64_t value,
                                  uint64_t stack_pointer,
                                  uint64_t return_address);

/*
 * An emulated UART of `self`: room to write, a byte written, a byte to read, or
 * -1. The writer is the partition by its identifier, or CONSOLE_SECOND more. A
 * guest that asks whether there is one to read waits for it, as a rule; not so
 * if the UART itself wants to know.
 */
bool upcall_console_has_room(struct vcpu *self, uint32_t writer);
void upcall_console_put(uint32_t writer, char c);
bool upcall_console_can_get(struct vcpu *self, uint32_t writer);
bool upcall_console_has_input(uint32_t writer);
int upcall_console_get(uint32_t writer);

#endif
