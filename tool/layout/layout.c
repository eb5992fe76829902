/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The steps of layout, in order, and the parts of the header that no step
 * decides; see layout.h.
 */
#include "layout/layout.h"

#include "diag/diag.h"
#include "layout/internal.h"
#include "layout/size.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

/* PMP configuration bits (RISC-V privileged specification 1.12, 3.7.1). */
#define PMP_READ 0x01u
#define PMP_WRITE 0x02u
#define PMP_EXECUTE 0x04u
#define PMP_TOR 0x08u
#define PMP_LOCKED 0x80u
#define PMP_ADDRESS_SHIFT 2

/*
 * One set for every partition: what PMP closes, it closes to all of them, and
 * what it leaves open, the page tables decide. Entry n reaches from the end of
 * entry n - 1 to its own.
 */
static void pmp_make(const struct bh_config *header,
                     const struct kernel_facts *kernel,
                     struct bh_config_pmp *pmp)
{
    const uint64_t private_end = header->private_start + header->private_size;
    const struct {
        uint64_t end;
        uint32_t cfg;
    } entries[BH_PMP_ENTRIES] = {
        {kernel->start, PMP_TOR | PMP_READ | PMP_WRITE}, /* devices */
        {kernel->text_end, PMP_TOR | PMP_READ | PMP_EXECUTE | PMP_LOCKED},
        {kernel->rodata_end, PMP_TOR | PMP_READ | PMP_LOCKED},
        {kernel->config_start, PMP_TOR}, /* kernel's data: M-mode only */
        {header->address + header->size, PMP_TOR | PMP_READ | PMP_LOCKED},
        {private_end, PMP_TOR},
        {header->ram_start + header->ram_size,
         PMP_TOR | PMP_READ | PMP_WRITE | PMP_EXECUTE},
        {0, 0},
    };

    pmp->cfg0 = 0;
    for (unsigned int i = 0; i < BH_PMP_ENTRIES; i++) {
        pmp->cfg0 |= (uint64_t)entries[i].cfg << (8 * i);
        pmp->address[i] = entries[i].end >> PMP_ADDRESS_SHIFT;
    }
}

static void header_make(const struct model *model,
                        const struct kernel_facts *kernel,
                        struct bh_config *header)
{
    header->magic = BH_CONFIG_MAGIC;
    header->version = BH_CONFIG_VERSION;
    header->address = kernel->config_start;
    layout_copy_name(header->name, model->name);
    header->kernel_digest = kernel->digest;
    header->ram_start = model->board->ram_start;
    header->ram_size = model->ram_size;
    header->tick_frequency = model->board->tick_frequency;
    header->console_input = model->console_partition;
    header->first_plan = (uint32_t)model->first_plan;
    header->time_page = model->board->time_page;
    header->trace_records = (uint32_t)model->trace.records;
    header->trace_events = model->trace.kinds;
    header->panic_action =
        model->panic_restarts ? BH_ACTION_SYSTEM_RESET : BH_ACTION_SYSTEM_HALT;
    header->lost_action = model->lost_action;
}

static int check_kernel(const struct model *model,
                        const struct kernel_facts *kernel)
{
    uint64_t size = kernel->config_start - kernel->start;

    if (kernel->start != model->board->ram_start) {
        diag_error(&model->board_position, "kernel-image",
                   "the kernel is linked at 0x%llx, but the RAM of board '%s' "
                   "starts at 0x%llx",
                   (unsigned long long)kernel->start, model->board->name,
                   (unsigned long long)model->board->ram_start);
        return -1;
    }
    if (size > model->ram_size) {
        char text[2][SIZE_TEXT];

        diag_error(&model->board_position, "memory-fit",
                   "the kernel alone takes %s; the board has %s",
                   size_text(text[0], size),
                   size_text(text[1], model->ram_size));
        return -1;
    }
    return 0;
}

int layout_system(struct model *model, const struct kernel_facts *kernel,
                  struct layout *layout)
{
    int status = 0;

    memset(layout, 0, sizeof(*layout));
    layout->kernel = *kernel;
    layout->partitions =
        memory_allocate(model->partition_count, sizeof(*layout->partitions));
    if (check_kernel(model, kernel))
        status = -1;
    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];

        devices_make(partition);
        if (device_tree_make(model, partition) || regions_make(model, i))
            status = -1;
        fills_make(model, i, &layout->partitions[i]);
    }
    header_make(model, kernel, &layout->header);
    if (status || physical_make(model, layout))
        return -1;
    for (size_t i = 0; i < model->partition_count; i++)
        fills_set_physical(model, i, &layout->partitions[i]);
    pmp_make(&layout->header, kernel, &layout->header.pmp);
    return 0;
}

void layout_free(struct layout *layout, size_t partition_count)
{
    for (size_t i = 0; layout->partitions && i < partition_count; i++) {
        for (size_t j = 0; j < layout->partitions[i].fill_count; j++)
            free(layout->partitions[i].fills[j].data);
        free(layout->partitions[i].fills);
    }
    free(layout->partitions);
    free(layout->tables.entries);
    memset(layout, 0, sizeof(*layout));
}
