/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The test finisher of the virtual machine (SiFive): its one register ends the
 * partition, where on the bare machine it ends the machine. It takes 2 or 4
 * bytes.
 */
#include "kernel/arch/riscv64/device.h"

#define PASS 0x5555
#define FAIL 0x3333
#define RESET 0x7777

struct device_value vfinisher_read(struct vcpu *self, uint64_t offset,
                                   uint64_t width)
{
    (void)self, (void)offset;
    return (struct device_value){0, width == 2 || width == 4};
}

bool vfinisher_write(struct vcpu *self, uint64_t offset, uint64_t width,
                     uint64_t value)
{
    if (width != 2 && width != 4)
        return false;
    if (offset != 0)
        return true;
    switch (value & 0xffff) {
    case PASS:
        partition_halt(self, false);
        break;
    case FAIL:
        partition_post(self, BH_EVENT_APPLICATION, value >> 16 & 0xffff, 0);
        break;
    case RESET:
        partition_post(self, BH_EVENT_RESET, 0, 0);
        break;
    }
    return true;
}
