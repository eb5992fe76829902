/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts about boards. Each has its RAM where its processor's memory map puts
 * it, and counts mtime at one fixed rate; how much RAM is fitted is for the
 * system file to say.
 */
#include "board.h"

#include <string.h>

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

/* QEMU's hw/riscv/virt.c, version 7.2: `virt_memmap`, and what it creates. */
static const struct board_device virt_devices[] = {
    {"finisher", 0x100000, 0x1000, "sifive,test1", 0, .is_kernels = true},
    {"rtc", 0x101000, 0x1000, "google,goldfish-rtc", 11, .masters = false},
    {"clint", 0x2000000, 0x10000, "sifive,clint0", 0, .is_kernels = true},
    {"plic", 0xc000000, 0x600000, "sifive,plic-1.0.0", 0, .is_kernels = true},
    {"uart", 0x10000000, 0x100, "ns16550a", 10, .is_kernels = true},
    {"virtio0", 0x10001000, 0x1000, "virtio,mmio", 1, .masters = true},
    {"virtio1", 0x10002000, 0x1000, "virtio,mmio", 2, .masters = true},
    {"virtio2", 0x10003000, 0x1000, "virtio,mmio", 3, .masters = true},
    {"virtio3", 0x10004000, 0x1000, "virtio,mmio", 4, .masters = true},
    {"virtio4", 0x10005000, 0x1000, "virtio,mmio", 5, .masters = true},
    {"virtio5", 0x10006000, 0x1000, "virtio,mmio", 6, .masters = true},
    {"virtio6", 0x10007000, 0x1000, "virtio,mmio", 7, .masters = true},
    {"virtio7", 0x10008000, 0x1000, "virtio,mmio", 8, .masters = true},
    {"fw-cfg", 0x10100000, 0x18, "qemu,fw-cfg-mmio", 0, .masters = true},
    {"flash0", 0x20000000, 0x2000000, "cfi-flash", 0, .masters = false},
    {"flash1", 0x22000000, 0x2000000, "cfi-flash", 0, .masters = false},
    {"pcie-config", 0x30000000, 0x10000000, "pci-host-ecam-generic", 0,
     .masters = true},
    {"pcie-memory", 0x40000000, 0x40000000, NULL, 0, .masters = true},
};

static const struct board boards[] = {
    {
        .name = "qemu-virt",
        .ram_start = 0x80000000,
        .ram_size_default = 128 * MIB,
        .ram_size_max = 16 * GIB,
        .tick_frequency = 10000000,
        .time_page = 0x200b000,
        .qemu_machine = "virt",
        .qemu_cpu = "rv64,h=false",
        .devices = virt_devices,
        .device_count = sizeof(virt_devices) / sizeof(virt_devices[0]),
    },
};

const struct board *board_at(size_t index)
{
    return index < sizeof(boards) / sizeof(boards[0]) ? &boards[index] : NULL;
}

const struct board *board_find(const char *name)
{
    for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++) {
        if (strcmp(boards[i].name, name) == 0)
            return &boards[i];
    }
    return NULL;
}

const struct board *board_with_ram(uint64_t ram_start)
{
    const struct board *board;

    for (size_t i = 0; (board = board_at(i)) != NULL; i++) {
        if (board->ram_start == ram_start)
            break;
    }
    return board;
}

const struct board_device *board_find_device(const struct board *board,
                                             const char *name)
{
    for (size_t i = 0; i < board->device_count; i++) {
        if (strcmp(board->devices[i].name, name) == 0)
            return &board->devices[i];
    }
    return NULL;
}

bool board_device_meets(const struct board_device *device, uint64_t start,
                        uint64_t size)
{
    uint64_t pages = (device->size + BH_PAGE_SIZE - 1) / BH_PAGE_SIZE;

    return device->address - start < size ||
           start - device->address < pages * BH_PAGE_SIZE;
}
