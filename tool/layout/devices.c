/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The emulated devices of a virtual platform: those of the machine that a
 * partition gets, where the machine has them.
 */
#include "layout/internal.h"
#include "memory.h"

#include <string.h>

#define CLINT                                                                  \
    {                                                                          \
        0x02000000, 0xc000, BH_DEVICE_CLINT                                    \
    }

/* Of QEMU virt; what is used most comes first, for so the kernel looks. */
static const struct model_device virt_devices[] = {
    CLINT,
    {0x0c000000, 0x600000, BH_DEVICE_PLIC},
    {0x10000000, 0x8, BH_DEVICE_UART16550},
    {0x00100000, 0x1000, BH_DEVICE_FINISHER},
};

/* If the partition has one: behind the last virtio device of QEMU virt. */
static const struct model_device second_uart = {0x10009000, 0x8,
                                                BH_DEVICE_SECOND_UART};

/* Of Spike; its host interface is where the program has it. */
static const struct model_device spike_devices[] = {
    CLINT,
    {0, BH_PAGE_SIZE, BH_DEVICE_HTIF},
};

void devices_make(struct model_partition *partition)
{
    const bool spike = partition->platform == PLATFORM_SPIKE;
    const size_t size = spike ? sizeof(spike_devices) : sizeof(virt_devices);

    partition->device_count = 0;
    if (partition->platform == PLATFORM_NONE)
        return;
    partition->devices = memory_allocate(1, size + sizeof(second_uart));
    memcpy(partition->devices, spike ? spike_devices : virt_devices, size);
    partition->device_count = size / sizeof(partition->devices[0]);
    if (partition->uart)
        partition->devices[partition->device_count++] = second_uart;
    if (spike)
        partition->devices[partition->device_count - 1].address =
            layout_round_down(partition->program.tohost, BH_PAGE_SIZE);
}
