/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The board and its memory, and what each partition sees of it.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "layout/internal.h"
#include "layout/size.h"
#include "read/read.h"

#include <stdlib.h>

/* For messages. */
#define HEX(value) ((unsigned long long)(value))

static bool is_pages(uint64_t size)
{
    return size != 0 && size % BH_PAGE_SIZE == 0;
}

void check_board(const struct model *model)
{
    const struct board *board = model->board;
    char most[SIZE_TEXT];

    if (!board || model->ram_size == READ_REFUSED)
        return;
    if (!is_pages(model->ram_size))
        diag_error(&model->board_position, "board-memory",
                   "board '%s': its memory is not a number of pages of %d "
                   "bytes above 0",
                   board->name, BH_PAGE_SIZE);
    else if (model->ram_size > board->ram_size_max)
        diag_error(&model->board_position, "board-memory",
                   "board '%s': it can have %s of memory at most", board->name,
                   size_text(most, board->ram_size_max));
}

void check_console(struct model *model)
{
    size_t partition;

    if (!model->console_input)
        return;
    partition = check_find_partition(model, model->console_input);
    if (partition == CHECK_NOT_FOUND)
        diag_error(&model->console_position, "console-partition",
                   "the console's input is for partition '%s', which does not "
                   "exist",
                   model->console_input);
    else
        model->console_partition = (uint32_t)partition;
}

bool check_memory_is_sound(const struct model_partition *partition)
{
    uint64_t address = partition->memory_address;
    uint64_t size = partition->memory_size;

    return size != 0 && size <= ADDRESS_END && address != 0 &&
           address <= ADDRESS_END - size;
}

static void check_pages(const struct model_partition *partition)
{
    uint64_t address = partition->memory_address;
    uint64_t size = partition->memory_size;

    if (size != READ_REFUSED && !is_pages(size))
        diag_error(&partition->memory_position, "memory-size",
                   "partition '%s': the size of its memory is not a number of "
                   "pages of %d bytes above 0",
                   partition->name, BH_PAGE_SIZE);
    if (address != READ_REFUSED && address % BH_PAGE_SIZE != 0)
        diag_error(&partition->memory_position, "memory-address",
                   "partition '%s': its memory at 0x%llx does not begin at a "
                   "page of %d bytes",
                   partition->name, HEX(address), BH_PAGE_SIZE);
}

static void check_range(const struct model_partition *partition)
{
    uint64_t address = partition->memory_address;
    uint64_t size = partition->memory_size;

    if (address == READ_REFUSED || size == READ_REFUSED)
        return;
    if (address < BH_PAGE_SIZE)
        diag_error(&partition->memory_position, "memory-range",
                   "partition '%s': its memory includes address 0, which is "
                   "never mapped",
                   partition->name);
    if (size > ADDRESS_END || address > ADDRESS_END - size)
        diag_error(&partition->memory_position, "memory-range",
                   "partition '%s': its memory reaches beyond 0x%llx, where "
                   "a guest's addresses end",
                   partition->name, HEX(ADDRESS_END));
}

static void check_device(const struct model_partition *partition,
                         uint64_t address, uint64_t end, const char *what)
{
    if (partition->memory_address >= end ||
        partition->memory_address + partition->memory_size <= address)
        return;
    diag_error(&partition->memory_position, "memory-device",
               "partition '%s': its memory [0x%llx, 0x%llx) overlaps %s of its "
               "platform at [0x%llx, 0x%llx)",
               partition->name, HEX(partition->memory_address),
               HEX(partition->memory_address + partition->memory_size), what,
               HEX(address), HEX(end));
}

/* Layout knows where the devices are; it is asked on a copy. */
static void check_platform(const struct model_partition *partition)
{
    struct model_partition copy = *partition;

    if (partition->platform == PLATFORM_NONE ||
        !check_memory_is_sound(partition))
        return;
    check_device(partition, DEVICE_TREE_ADDRESS, ROM_END, "the ROM");
    devices_make(&copy);
    for (size_t i = 0; i < copy.device_count; i++)
        check_device(partition, copy.devices[i].address,
                     copy.devices[i].address + copy.devices[i].size,
                     "a device");
    free(copy.devices);
}

/* Memory that is shared, as far as there can be so much at all. */
static uint64_t sum_shared(const struct model *model)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < model->shared_count; i++) {
        if (model->shared[i].size <= ADDRESS_END)
            sum += model->shared[i].size;
    }
    return sum;
}

/* Layout knows what else needs memory; this is what no layout can help. */
static void check_sum(const struct model *model)
{
    uint64_t sum = sum_shared(model);
    char text[2][SIZE_TEXT];

    if (!model->board || !is_pages(model->ram_size) ||
        model->ram_size > model->board->ram_size_max)
        return;
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        if (!check_memory_is_sound(partition))
            continue;
        sum += partition->memory_size;
        if (sum <= model->ram_size)
            continue;
        diag_error(&partition->memory_position, "memory-fit",
                   "partition '%s': with it the partitions have %s of memory, "
                   "with what they share; the board has %s",
                   partition->name, size_text(text[0], sum),
                   size_text(text[1], model->ram_size));
        return;
    }
}

void check_memory(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        check_pages(&model->partitions[i]);
        check_range(&model->partitions[i]);
        check_platform(&model->partitions[i]);
    }
    check_sum(model);
}
