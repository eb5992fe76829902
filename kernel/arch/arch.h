/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All that core asks of a processor. Core calls these functions and knows
 * nothing else of where it runs; the linker binds them to kernel/arch/riscv64,
 * or to the processor made of C in kernel/arch/host.
 */
#ifndef KERNEL_ARCH_ARCH_H
#define KERNEL_ARCH_ARCH_H

#include <bulkhead/config.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vcpu;
struct arch_vcpu;

/* Registers in a health record: number, and the name of each. */
#define ARCH_REGISTERS 36
extern const char *const arch_register_names[ARCH_REGISTERS];

/* The blob, where the linker script says that it lies. */
const struct bh_config *arch_config(void);

/* Bytes from arch_config() to the end of what can be read at all. */
uint64_t arch_config_room(void);

/*
 * What this processor holds against the configuration: NULL, or a reason. Core
 * has checked header, digest and bounds before.
 */
const char *arch_config_error(const struct bh_config *config);

/* Protects the kernel from S and U, and its text and constants from itself. */
void arch_protect(const struct bh_config *config);

/*
 * The memory at a physical address of the configuration. On a processor the
 * kernel runs untranslated and this is the address itself.
 */
static inline void *arch_memory(uint64_t physical)
{
    return (void *)(uintptr_t)physical;
}

/*
 * In arch_inline.h, because they are too short for a call. It is found by the
 * include path, as the functions below are by the linker:
 *
 * uint64_t arch_time(void): the time register, ticks;
 *
 * void arch_timer_set(uint64_t deadline): makes the timer interrupt come at
 * `deadline`, absolute ticks.
 */
#include <arch_inline.h>

/* Waits for an interrupt, without taking it. */
void arch_wait(void);

/* Processor state of partition `id`; always the same object for an id. */
struct arch_vcpu *arch_vcpu(uint32_t id);

/* Puts the virtual hart of `self` into its state after reset. */
void arch_vcpu_reset(struct vcpu *self);

/*
 * Makes the running virtual CPU leave by upcall_resume() instead of going back
 * at once: its interrupts, or its right to run, have changed.
 */
void arch_vcpu_leave(struct vcpu *self);

/* Shows the guest vcpu.pending, as arch_vcpu_deliver() does too. */
void arch_vcpu_show_pending(struct vcpu *self);

/*
 * Lets the interrupts `sources` of devices come again, which the virtual CPU
 * that runs has and is done with.
 */
void arch_interrupts_done(uint64_t sources);

/* `next` runs in the slot of another, whose devices may wake that one. */
void arch_vcpu_watch(struct vcpu *next);

/*
 * Raises or lowers the line BH_LINE_... of `self`: by virq_raise() and
 * virq_lower(), or by a device of the virtual machine that does that.
 */
void arch_vcpu_set_line(struct vcpu *self, uint32_t line, bool up);

/* True if an interrupt of `self` is pending that it has enabled one by one. */
bool arch_vcpu_interrupt_pending(struct vcpu *self);

/*
 * Lets a pending interrupt in, if `self` takes interrupts now. Returns its
 * registers, or NULL if it turned out that it must not run any more.
 */
struct arch_vcpu *arch_vcpu_deliver(struct vcpu *self);

/* Makes `next` the one whose memory and FP registers are in the hart. */
void arch_switch(struct vcpu *previous, struct vcpu *next);

/*
 * Hands an ecall that is not Bulkhead's to the guest's own exception handler;
 * false if `self` does not take exceptions itself.
 */
bool arch_vcpu_ecall(struct vcpu *self);

/*
 * The registers of `self`, in the order of arch_register_names. Unless `all`
 * have been saved, those that a call keeps are not known, and 0.
 */
void arch_vcpu_registers(const struct vcpu *self, uint64_t *registers,
                         bool all);

/* What exception `cause` is called, for people. */
const char *arch_cause_name(uint64_t cause);

/* Identity of the processor: SBI base extension's get_mvendorid and so on. */
enum arch_identity { ARCH_VENDOR, ARCH_ARCHITECTURE, ARCH_IMPLEMENTATION };
uint64_t arch_identity(enum arch_identity which);

#endif
