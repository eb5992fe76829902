/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The platform-level interrupt controller of the virtual machine (RISC-V PLIC
 * specification 1.0): as many sources as the `virt` machine has, and one
 * context, the M-mode of hart 0. Registers of what is not there read as 0.
 */
#include "kernel/arch/riscv64/device.h"

#define PRIORITY 0x000000
#define PENDING 0x001000
#define ENABLE 0x002000
#define THRESHOLD 0x200000
#define CLAIM 0x200004

#define SOURCES UINT64_C(54) /* 0 is none */
#define WORDS UINT64_C(2)    /* of a register with a bit for each source */
#define PRIORITY_MASK 7u
#define SOURCES_MASK ((UINT64_C(1) << SOURCES) - 2)

/* Sources are bits. A source in service has been claimed, and not completed. */
struct plic {
    uint64_t level, pending, enabled, in_service;
    uint32_t threshold;
    uint8_t priority[SOURCES];
};

static struct plic plics[BH_PARTITIONS_MAX];

void vplic_reset(struct vcpu *self)
{
    plics[self->id] = (struct plic){0};
}

/* The enabled source that comes first: highest priority, lowest number. */
static uint32_t best(const struct plic *plic)
{
    uint64_t waiting = plic->pending & plic->enabled;
    uint32_t found = 0;

    for (uint32_t i = 1; waiting >> i != 0; i++) {
        if ((waiting >> i & 0x1f) == 0)
            i += 4;
        else if ((waiting >> i & 1) != 0 &&
                 plic->priority[i] > plic->priority[found])
            found = i;
    }
    return found;
}

/* Gateways pass on what is up and not in service; then the context's line. */
static void update(struct vcpu *self)
{
    struct plic *plic = &plics[self->id];

    plic->pending |= plic->level & ~plic->in_service;
    if (plic->priority[best(plic)] > plic->threshold)
        virq_raise(self, VIRQ_EXTERNAL);
    else if ((self->pending & VIRQ_EXTERNAL) != 0)
        virq_lower(self, VIRQ_EXTERNAL);
}

void vplic_set_level(struct vcpu *self, uint32_t source, bool level)
{
    struct plic *plic = &plics[self->id];
    uint64_t bit = UINT64_C(1) << source;

    if (((plic->level & bit) != 0) == level)
        return;
    plic->level ^= bit;
    update(self);
}

static uint32_t claim(struct vcpu *self)
{
    struct plic *plic = &plics[self->id];
    uint32_t source = best(plic);

    plic->pending &= ~(UINT64_C(1) << source);
    plic->in_service |= UINT64_C(1) << source;
    plic->in_service &= SOURCES_MASK;
    update(self);
    return source;
}

/* Word `offset` / 4 of a register with a bit for each source. */
static uint64_t word(uint64_t bits, uint64_t offset)
{
    return bits >> (8 * offset) & UINT32_MAX;
}

struct device_value vplic_read(struct vcpu *self, uint64_t offset,
                               uint64_t width)
{
    const struct plic *plic = &plics[self->id];

    if (width != 4)
        return (struct device_value){0, 0};
    if (offset < PRIORITY + 4 * SOURCES)
        return device_answer(plic->priority[offset / 4]);
    if (offset - PENDING < 4 * WORDS)
        return device_answer(word(plic->pending, offset - PENDING));
    if (offset - ENABLE < 4 * WORDS)
        return device_answer(word(plic->enabled, offset - ENABLE));
    if (offset == THRESHOLD)
        return device_answer(plic->threshold);
    if (offset == CLAIM)
        return device_answer(claim(self));
    return device_answer(0);
}

bool vplic_write(struct vcpu *self, uint64_t offset, uint64_t width,
                 uint64_t value)
{
    struct plic *plic = &plics[self->id];

    if (width != 4)
        return false;
    if (offset >= 4 && offset < PRIORITY + 4 * SOURCES) {
        plic->priority[offset / 4] = value & PRIORITY_MASK;
    } else if (offset - ENABLE < 4 * WORDS) {
        uint64_t shift = 8 * (offset - ENABLE);

        plic->enabled &= ~((uint64_t)UINT32_MAX << shift);
        plic->enabled |= value << shift & SOURCES_MASK;
    } else if (offset == THRESHOLD) {
        plic->threshold = value & PRIORITY_MASK;
    } else if (offset == CLAIM && value < SOURCES &&
               (plic->enabled >> value & 1) != 0) {
        uint64_t bit = UINT64_C(1) << value;

        plic->in_service &= ~bit;
        if ((self->partition->interrupts & bit) != 0) {
            plic->level &= ~bit;
            arch_interrupts_done(bit);
        }
    }
    update(self);
    return true;
}
