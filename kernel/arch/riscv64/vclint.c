/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core-local interruptor of the virtual machine, with one hart (SiFive
 * FU540-C000 manual, chapter 9): msip, mtimecmp, and mtime, which is the
 * host's. Registers of harts that are not there read as 0. Those of software
 * interrupts take 4 bytes, those of the timer 4 or 8, as the `virt` machine's
 * do.
 */
#include "kernel/arch/riscv64/device.h"

#define MSIP 0x0000
#define MTIMECMP 0x4000
#define MTIME 0xbff8

/* What is at `offset` of the 8-byte register `whole` at `base`. */
static uint64_t part(uint64_t whole, uint64_t offset, uint64_t base)
{
    return whole >> (8 * (offset - base));
}

/* mtimecmp `whole` with four bytes at `offset` made `value`. */
static uint64_t merge(uint64_t whole, uint64_t offset, uint64_t value)
{
    uint64_t shift = 8 * (offset - MTIMECMP);

    return (whole & ~(UINT64_C(0xffffffff) << shift)) | value << shift;
}

static bool is_in(uint64_t offset, uint64_t base)
{
    return offset - base < 8;
}

static bool is_taken(uint64_t offset, uint64_t width)
{
    return width == 4 || (width == 8 && offset >= MTIMECMP);
}

struct device_value vclint_read(struct vcpu *self, uint64_t offset,
                                uint64_t width)
{
    if (!is_taken(offset, width))
        return (struct device_value){0, 0};
    if (offset == MSIP)
        return device_answer((self->pending & VIRQ_SOFTWARE) != 0);
    if (is_in(offset, MTIMECMP))
        return device_answer(part(self->timer, offset, MTIMECMP));
    if (is_in(offset, MTIME))
        return device_answer(part(arch_time(), offset, MTIME));
    return device_answer(0);
}

bool vclint_write(struct vcpu *self, uint64_t offset, uint64_t width,
                  uint64_t value)
{
    if (offset == MTIMECMP && width == 8) /* at each tick of a clock */
        virq_set_timer(self, value);
    else if (is_in(offset, MTIMECMP) && width == 4)
        virq_set_timer(self, merge(self->timer, offset, value));
    else if (!is_taken(offset, width) || is_in(offset, MTIME))
        return false; /* the time is everybody's, and nobody sets it */
    else if (offset == MSIP && (value & 1) != 0)
        virq_raise(self, VIRQ_SOFTWARE);
    else if (offset == MSIP)
        virq_lower(self, VIRQ_SOFTWARE);
    return true;
}
