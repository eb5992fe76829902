/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Devices of the board that partitions have: they are there, they are nobody
 * else's, and they lie where the partition has nothing else.
 */
#include "board.h"
#include "check/internal.h"
#include "diag/diag.h"
#include "layout/internal.h"

#include <stdlib.h>

/* For messages. */
#define HEX(value) ((unsigned long long)(value))

static bool is_pages(const struct model_assigned *assigned)
{
    return assigned->size != 0 &&
           ((assigned->physical | assigned->size | assigned->address) &
            (BH_PAGE_SIZE - 1)) == 0;
}

/* What is there that no partition can have; false after a report. */
static bool check_place(const struct model *model,
                        const struct model_partition *partition,
                        const struct model_assigned *assigned)
{
    const struct board *board = model->board;

    if (!is_pages(assigned)) {
        diag_error(&assigned->position, "device-pages",
                   "partition '%s': where the device is, its size, and where "
                   "the partition sees it are not whole pages of %d bytes",
                   partition->name, BH_PAGE_SIZE);
        return false;
    }
    for (size_t i = 0; i < board->device_count; i++) {
        const struct board_device *device = &board->devices[i];

        if (!device->is_kernels ||
            !board_device_meets(device, assigned->physical, assigned->size))
            continue;
        diag_error(&assigned->position, "device-kernel",
                   "partition '%s': in the pages of the device is '%s' of the "
                   "board at 0x%llx, which the kernel itself needs",
                   partition->name, device->name, HEX(device->address));
        return false;
    }
    if (assigned->physical >= board->ram_start ||
        assigned->size > board->ram_start - assigned->physical) {
        diag_error(&assigned->position, "device-memory",
                   "partition '%s': the device reaches to 0x%llx and beyond, "
                   "where the board has its RAM",
                   partition->name, HEX(board->ram_start));
        return false;
    }
    return true;
}

/* Everything that was said before this one; false after a report. */
static bool check_others(const struct model *model,
                         const struct model_partition *last,
                         const struct model_assigned *assigned)
{
    const struct model_partition *partition = model->partitions;
    char text[DIAG_PLACE_TEXT];

    for (; partition <= last; partition++) {
        for (size_t i = 0; i < partition->assigned_count; i++) {
            const struct model_assigned *other = &partition->assigned[i];

            if (other == assigned)
                return true;
            if (!other->is_found ||
                !check_meets(assigned->physical, assigned->size,
                             other->physical, other->size))
                continue;
            diag_error(&assigned->position, "device-shared",
                       "partition '%s': partition '%s' has the page at 0x%llx, "
                       "too, on %s; a page of devices is one partition's",
                       last->name, partition->name,
                       HEX(assigned->physical > other->physical
                               ? assigned->physical
                               : other->physical),
                       diag_place(text, &assigned->position, &other->position));
            return false;
        }
    }
    return true;
}

bool check_is_taken(const struct model_partition *partition, uint64_t at,
                    uint64_t size, const struct model_assigned *end)
{
    struct model_partition copy = *partition;
    bool taken = check_memory_is_sound(partition) &&
                 check_meets(at, size, partition->memory_address,
                             partition->memory_size);

    for (const struct model_assigned *other = partition->assigned; other != end;
         other++)
        taken = taken || (other->is_found &&
                          check_meets(at, size, other->address, other->size));
    if (partition->platform == PLATFORM_NONE)
        return taken;
    devices_make(&copy);
    for (size_t i = 0; i < copy.device_count; i++)
        taken = taken || check_meets(at, size, copy.devices[i].address,
                                     copy.devices[i].size);
    free(copy.devices);
    return taken || check_meets(at, size, DEVICE_TREE_ADDRESS,
                                ROM_END - DEVICE_TREE_ADDRESS);
}

static void check_address(const struct model_partition *partition,
                          const struct model_assigned *assigned)
{
    uint64_t at = assigned->address, size = assigned->size;

    if (at == 0 || size > ADDRESS_END || at > ADDRESS_END - size)
        diag_error(&assigned->position, "device-address",
                   "partition '%s': the device at 0x%llx would not lie between "
                   "0x%x and 0x%llx, where a guest has its addresses",
                   partition->name, HEX(at), BH_PAGE_SIZE, HEX(ADDRESS_END));
    else if (check_is_taken(partition, at, size, assigned))
        diag_error(&assigned->position, "device-address",
                   "partition '%s': where it is to see the device, at 0x%llx, "
                   "it has memory or another device",
                   partition->name, HEX(at));
}

/* Whether a source is there, and not one that the kernel needs. */
static bool is_source(const struct board *board, uint64_t source)
{
    if (source >= 64 || (BH_INTERRUPTS_ALL >> source & 1) == 0 ||
        source == SECOND_UART_SOURCE)
        return false;
    for (size_t i = 0; i < board->device_count; i++) {
        if (board->devices[i].is_kernels &&
            board->devices[i].interrupt == source)
            return false;
    }
    return true;
}

/* Gives interrupt `source` to the partition, if nobody has it. */
static void take_interrupt(const struct model *model,
                           struct model_partition *partition,
                           const struct model_assigned *assigned,
                           uint64_t source)
{
    const struct model_partition *other = model->partitions;

    if (!is_source(model->board, source)) {
        diag_error(&assigned->position, "device-interrupt",
                   "partition '%s': there is no interrupt %llu for a device: "
                   "there are 1 to %d, but for 9 and what the kernel needs",
                   partition->name, HEX(source), BH_LINE_SOURCE - 1);
        return;
    }
    while (other != partition && (other->interrupts >> source & 1) == 0)
        other++;
    if (other->interrupts >> source & 1)
        diag_error(&assigned->position, "interrupt-shared",
                   "partition '%s': interrupt %llu is one of partition '%s' "
                   "already",
                   partition->name, HEX(source), other->name);
    partition->interrupts |= (uint64_t)1 << source;
}

void check_devices(struct model *model)
{
    for (size_t i = 0; model->board && i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];

        for (size_t j = 0; j < partition->assigned_count; j++) {
            struct model_assigned *assigned = &partition->assigned[j];

            assigned->is_found =
                assigned->is_found && check_place(model, partition, assigned);
            if (!assigned->is_found)
                continue;
            check_address(partition, assigned);
            if (!check_others(model, partition, assigned))
                continue;
            for (size_t k = 0; k < assigned->interrupt_count; k++)
                take_interrupt(model, partition, assigned,
                               assigned->interrupts[k]);
        }
    }
}

void check_suspect_devices(const struct model *model,
                           const struct model_partition *partition)
{
    const struct board *board = model->board;

    for (size_t i = 0; i < partition->assigned_count; i++) {
        const struct model_assigned *assigned = &partition->assigned[i];

        for (size_t j = 0; j < board->device_count; j++) {
            const struct board_device *device = &board->devices[j];

            if (device->masters &&
                board_device_meets(device, assigned->physical, assigned->size))
                diag_warning(
                    &assigned->position, "device-dma",
                    "partition '%s': its device '%s' masters the bus: by it "
                    "the partition can read and write all memory of the board, "
                    "the kernel's and every partition's, as nothing checks "
                    "such accesses (DMA)",
                    partition->name, device->name);
        }
    }
}
