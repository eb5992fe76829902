/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core-local interruptor of the virtual machine, with one hart (SiFive
 * FU540-C000 manual, chapter 9): msip, mtimecmp, and mtime, which is the
 * host's. Registers of harts that are not there read as 0.
 */
#include "kernel/arch/riscv64/device.h"

#define MSIP 0x0000
#define MTIMECMP 0x4000
#define MTIME 0xbff8

/* Bytes `width` at `offset` of the 8-byte register `whole` at `base`. */
static uint64_t part(uint64_t whole, uint64_t offset, uint64_t base)
{
    return whole >> (8 * (offset - base));
}

static uint64_t merge(uint64_t whole, uint64_t offset, uint32_t width,
                      uint64_t value)
{
    uint32_t shift = 8 * (uint32_t)(offset - MTIMECMP);

    if (width == 8)
        return value;
    return (whole & ~(UINT64_C(0xffffffff) << shift)) | value << shift;
}

static bool is_in(uint64_t offset, uint64_t base)
{
    return offset - base < 8;
}

bool vclint_read(struct vcpu *self, uint64_t offset, uint32_t width,
                 uint64_t *value)
{
    if (width < 4)
        return false;
    if (offset == MSIP)
        *value = (self->pending & VIRQ_SOFTWARE) != 0;
    else if (is_in(offset, MTIMECMP))
        *value = part(self->timer, offset, MTIMECMP);
    else if (is_in(offset, MTIME))
        *value = part(arch_time(), offset, MTIME);
    else
        *value = 0;
    return true;
}

bool vclint_write(struct vcpu *self, uint64_t offset, uint32_t width,
                  uint64_t value)
{
    struct health_event event = {BH_EVENT_UNSUPPORTED, CAUSE_STORE_ACCESS, 0};

    if (width < 4)
        return false;
    if (offset == MSIP) {
        if ((value & 1) != 0)
            virq_raise(self, VIRQ_SOFTWARE);
        else
            virq_lower(self, VIRQ_SOFTWARE);
    } else if (is_in(offset, MTIMECMP)) {
        virq_set_timer(self, merge(self->timer, offset, width, value));
    } else if (is_in(offset, MTIME)) {
        /* The time is everybody's, and nobody sets it. */
        event.address = offset;
        health_raise(self, &event);
    }
    return true;
}
