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
