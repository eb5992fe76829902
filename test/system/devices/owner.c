/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has two virtio transports of the board, where the board has one and somewhere
 * else, and gives them to the kernel as if they were memory.
 */
#include "check.h"

/* Virtual I/O Device (VIRTIO) specification 1.1, 4.2.2: MMIO registers. */
#define MAGIC 0
#define DEVICE_ID 2
#define STATUS 28
#define MAGIC_VALUE 0x74726976
#define STATUS_ACKNOWLEDGE 1u

static void check_transport(volatile uint32_t *registers, const char *what)
{
    check_equal(registers[MAGIC], MAGIC_VALUE, what);
    check_equal(registers[DEVICE_ID], 0, "nothing is plugged in");
    registers[STATUS] = STATUS_ACKNOWLEDGE;
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint8_t *device = (uint8_t *)0x10001000;

    check_transport((volatile uint32_t *)device, "a device at its own address");
    check_transport((volatile uint32_t *)0x40000000, "and at another");
    check(info->memory_physical >= 0x80000000 &&
              info->memory_physical % BH_PAGE_SIZE == 0,
          "where the memory is");
    check_error(bh_console_write((const char *)device, 4).error,
                BH_E_INVALID_ADDRESS, "a device is no text to write");
    check_error(bh_partition_get_status(info->partition, (void *)device),
                BH_E_INVALID_ADDRESS, "a device is no buffer to fill");
    return 0;
}
