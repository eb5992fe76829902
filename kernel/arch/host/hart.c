/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor made of C: one hart, its clock, and the virtual harts on it.
 */
#include "kernel/arch/host/host.h"

#define VIRTUAL_HARTS BH_PARTITIONS_MAX

static struct arch_vcpu arch_vcpus[VIRTUAL_HARTS];

const char *const arch_register_names[ARCH_REGISTERS] = {
    "r0",  "r1",  "r2",  "r3",  "r4",  "r5",  "r6",  "r7",  "r8",
    "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "r16", "r17",
    "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26",
    "r27", "r28", "r29", "r30", "r31", "r32", "r33", "r34", "r35",
};

const struct bh_config *arch_config(void)
{
    return host.config;
}

uint64_t arch_config_room(void)
{
    return host.config_room;
}

const char *arch_config_error(const struct bh_config *config)
{
    (void)config;
    return host.config_error;
}

void arch_protect(const struct bh_config *config)
{
    (void)config;
    host.is_protected = true;
}

uint64_t arch_time(void)
{
    uint64_t now = host.time;

    host.time += host.pace;
    return now;
}

void arch_timer_set(uint64_t deadline)
{
    host.timer = deadline;
    host.timer_sets++;
}

struct arch_vcpu *arch_vcpu(uint32_t id)
{
    return &arch_vcpus[id];
}

void arch_vcpu_reset(struct vcpu *self)
{
    *self->arch = (struct arch_vcpu){.vcpu = self, .masked = true};
    self->timer_shown = &self->arch->shown_timer;
    self->arch->registers[0] = self->partition->entry;
    self->arch->registers[1] = self->partition->argument;
}

void arch_vcpu_leave(struct vcpu *self)
{
    self->arch->leave = true;
}

void arch_vcpu_show_pending(struct vcpu *self)
{
    self->arch->shown = self->pending;
}

void arch_vcpu_set_line(struct vcpu *self, uint32_t line, bool up)
{
    if (up)
        virq_raise(self, VIRQ_LINE(line));
    else
        virq_lower(self, VIRQ_LINE(line));
}

void arch_interrupts_done(uint64_t sources)
{
    host.done |= sources;
}

void arch_vcpu_watch(struct vcpu *next)
{
    next->arch->watched = true;
}

bool arch_vcpu_interrupt_pending(struct vcpu *self)
{
    return (self->pending & self->arch->enabled) != 0;
}

struct arch_vcpu *arch_vcpu_deliver(struct vcpu *self)
{
    struct arch_vcpu *arch = self->arch;
    uint32_t ready = self->pending & arch->enabled;

    arch->leave = false;
    arch->shown = self->pending;
    if (ready == 0 || arch->masked)
        return arch;
    arch->taken = ready & -ready; /* the lowest bit */
    arch->masked = true;
    arch->interrupts++;
    if (self->traced)
        upcall_interrupt_taken(self, (uint32_t)__builtin_ctz(arch->taken),
                               arch->registers[0]);
    return arch;
}

void arch_switch(struct vcpu *previous, struct vcpu *next)
{
    /* NULL: the one that was has been reset, and has nothing to keep. */
    if ((previous != NULL && previous != host.loaded) || next == previous)
        host_fail("arch_switch() of another than the one loaded");
    host.loaded = next;
    host.switches++;
}

bool arch_vcpu_ecall(struct vcpu *self)
{
    if (!self->arch->own_ecalls)
        return false;
    self->arch->ecalls++;
    return true;
}

void arch_vcpu_registers(const struct vcpu *self, uint64_t *registers, bool all)
{
    for (int i = 0; i < ARCH_REGISTERS; i++)
        registers[i] = all || i == 0 ? self->arch->registers[i] : 0;
}

const char *arch_cause_name(uint64_t cause)
{
    return cause == 0 ? "no cause" : "cause of the host";
}

uint64_t arch_identity(enum arch_identity which)
{
    return 0x100 + (uint64_t)which;
}
