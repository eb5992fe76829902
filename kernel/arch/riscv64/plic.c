/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board's interrupt controller (RISC-V PLIC specification 1.0): the sources
 * that partitions have, for the M-mode of hart 0. The hart is told of a source
 * only while its owner runs, or waits in its own slot, or nobody has the hart:
 * no device takes another partition's time. A source that has been claimed
 * stays away until its owner is done with it.
 */
#include "kernel/arch/riscv64/device.h"

/* From the board's linker script: its registers, of 4 bytes. */
extern volatile uint32_t board_plic[];

#define PRIORITY 0
#define ENABLE (0x2000 / 4)
#define THRESHOLD (0x200000 / 4)
#define CLAIM (0x200004 / 4)

static uint64_t assigned; /* sources of partitions that have started, by bit */
static uint64_t enabled;  /* those that the hart is told of */

static void enable(uint64_t sources)
{
    if (sources == enabled)
        return;
    enabled = sources;
    board_plic[ENABLE] = (uint32_t)sources;
    board_plic[ENABLE + 1] = (uint32_t)(sources >> 32);
}

/* Takes what is for `self` only; then the hart is told of `then`. */
static void take(struct vcpu *self, uint64_t then)
{
    uint32_t source;

    enable(self->partition->interrupts);
    while ((source = board_plic[CLAIM]) != 0) {
        if (self->arch->has_plic)
            vplic_set_level(self, source, true);
        else
            virq_signal(self, BH_LINE_DEVICE, UINT64_C(1) << source);
    }
    enable(then);
}

static void watch(struct arch_vcpu *arch)
{
    arch->extras |= VCPU_HAS_DEVICES;
    arch->in_hart |= HART_DEVICES;
}

void plic_poll(struct vcpu *self)
{
    take(self, enabled);
}

void plic_enter(struct vcpu *self)
{
    const struct vcpu *owner = self->cpu->owner;
    uint64_t sources = self->partition->interrupts;

    /* Who runs in another's slot gives way when that one's device calls. */
    if (owner != NULL && owner->blocked == BLOCKED_WAITING)
        sources |= owner->partition->interrupts;
    if (sources == 0) {
        self->arch->extras &= ~VCPU_HAS_DEVICES;
        self->arch->in_hart &= ~HART_DEVICES;
    }
    take(self, sources);
}

void plic_leave(void)
{
    enable(0);
}

void plic_open(void)
{
    enable(assigned);
}

void plic_close(void)
{
    const uint32_t count = arch_config()->partitions.count;

    for (uint32_t id = 0; id < count; id++)
        if ((vcpus[id].partition->interrupts & assigned) != 0)
            take(&vcpus[id], 0);
}

void arch_vcpu_watch(struct vcpu *next)
{
    watch(next->arch);
}

void arch_interrupts_done(uint64_t sources)
{
    for (uint32_t source = 1; sources >> source != 0; source++)
        if ((sources >> source & 1) != 0)
            board_plic[CLAIM] = source;
}

void plic_reset(struct vcpu *self)
{
    uint64_t sources = self->partition->interrupts, waiting = 0;
    uint32_t source;

    if (sources == 0)
        return;
    for (source = 1; sources >> source != 0; source++)
        if ((sources >> source & 1) != 0)
            board_plic[PRIORITY + source] = 1;
    board_plic[THRESHOLD] = 0;
    csr_set(mie, MIP_MEIP);
    assigned |= sources;
    watch(self->arch);
    /* What it has left undone, and what has come since. */
    enable(sources);
    arch_interrupts_done(sources);
    while ((source = board_plic[CLAIM]) != 0)
        waiting |= UINT64_C(1) << source;
    arch_interrupts_done(waiting);
    enable(0);
}
