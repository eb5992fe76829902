/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The emulated devices of a virtual platform: those of QEMU virt that a
 * partition gets, where QEMU virt has them.
 */
#include "layout/internal.h"
#include "memory.h"

#include <string.h>

static const struct model_device virt_devices[] = {
    {0x00100000, 0x1000, BH_DEVICE_FINISHER},
    {0x02000000, 0xc000, BH_DEVICE_CLINT},
    {0x0c000000, 0x600000, BH_DEVICE_PLIC},
    {0x10000000, 0x8, BH_DEVICE_UART16550},
};

void devices_make(struct model_partition *partition)
{
    partition->device_count = 0;
    if (partition->platform != PLATFORM_VIRT)
        return;
    partition->devices = memory_allocate(1, sizeof(virt_devices));
    memcpy(partition->devices, virt_devices, sizeof(virt_devices));
    partition->device_count = sizeof(virt_devices) / sizeof(virt_devices[0]);
}
