/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What fills a partition's memory at a cold start: the bytes of its program,
 * its information page and device tree, and zeros everywhere else. The fills of
 * a partition cover each byte of its memory once.
 */
#include "layout/internal.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#define WORD 8u

/* Adds a fill of `size` bytes with a copy of `data` at its start. */
static struct layout_fill *add_fill(struct layout_partition *out,
                                    uint64_t address, uint64_t size,
                                    const void *data, uint64_t data_size)
{
    struct layout_fill *fill;

    out->fills =
        memory_resize(out->fills, out->fill_count + 1, sizeof(*out->fills));
    fill = &out->fills[out->fill_count++];
    memset(fill, 0, sizeof(*fill));
    fill->address = address;
    fill->size = size;
    fill->file_size = layout_round_up(data_size, WORD);
    if (data_size > 0) {
        fill->data = memory_allocate(1, fill->file_size);
        memcpy(fill->data, data, data_size);
    }
    return fill;
}

/*
 * Puts more bytes into a fill. Two segments can share a word at most, and then
 * each has zeros where the other has bytes.
 */
static void merge_fill(struct layout_fill *fill, uint64_t address,
                       const uint8_t *data, uint64_t size)
{
    uint64_t offset = address - fill->address;
    uint64_t end = layout_round_up(offset + size, WORD);

    if (end > fill->file_size) {
        fill->data = memory_resize(fill->data, 1, end);
        memset(fill->data + fill->file_size, 0, end - fill->file_size);
        fill->file_size = end;
    }
    for (uint64_t i = 0; i < size; i++)
        fill->data[offset + i] |= data[i];
}

static void add_ram(const struct model_partition *partition,
                    struct layout_partition *out)
{
    uint64_t start = partition->memory_address;
    uint64_t end = start + partition->memory_size;
    struct layout_fill *last = NULL;

    for (size_t i = 0; i < partition->program.segment_count; i++) {
        const struct elf_segment *segment = &partition->program.segments[i];
        uint64_t address = segment->address;
        uint64_t size = segment->file_size;

        if (size == 0 || address < start || address >= end)
            continue;
        if (size > end - address)
            size = end - address;
        if (last && address < last->address + last->file_size) {
            merge_fill(last, address, segment->data, size);
            continue;
        }
        if (last)
            last->size = address - last->address;
        else if (address > start)
            add_fill(out, start, address - start, NULL, 0);
        last = add_fill(out, address, end - address, segment->data, size);
    }
    if (!last)
        add_fill(out, start, end - start, NULL, 0);
}

void fills_make(const struct model *model, size_t index,
                struct layout_partition *out)
{
    const struct model_partition *partition = &model->partitions[index];
    struct bh_info info;
    uint64_t tree = partition->device_tree_size;
    size_t size;

    if (partition->flag_page)
        add_fill(out, BH_FLAG_PAGE_ADDRESS, BH_PAGE_SIZE, NULL, 0);
    if (tree > 0)
        add_fill(out, DEVICE_TREE_ADDRESS, layout_round_up(tree, BH_PAGE_SIZE),
                 partition->device_tree, tree);
    if (partition->platform != PLATFORM_NONE)
        add_fill(out, TIMER_PAGE_ADDRESS, BH_PAGE_SIZE, NULL, 0);
    add_ram(partition, out);
    size = info_page_make(model, index, &info);
    add_fill(out, BH_INFO_PAGE_ADDRESS, BH_PAGE_SIZE, &info, size);
    add_fill(out, BH_STATE_PAGE_ADDRESS, BH_PAGE_SIZE, NULL, 0);
}

static uint8_t *find_fill(const struct layout_partition *out, uint64_t address)
{
    for (size_t i = 0; i < out->fill_count; i++) {
        if (out->fills[i].address == address)
            return out->fills[i].data;
    }
    return NULL;
}

void fills_set_physical(const struct model *model, size_t index,
                        struct layout_partition *out)
{
    const struct model_partition *partition = &model->partitions[index];
    struct bh_info info;
    uint8_t *page = find_fill(out, BH_INFO_PAGE_ADDRESS);
    const size_t size = offsetof(struct bh_info, port);

    if (partition->assigned_count == 0)
        return;
    memcpy(&info, page, size);
    info.memory_physical = partition->memory_physical;
    memcpy(page, &info, size);
    if (partition->device_tree_size > 0)
        device_tree_set_physical(partition,
                                 find_fill(out, DEVICE_TREE_ADDRESS));
}
