/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The information page as the tool knows it: everything that does not change
 * while the system runs, and what holds before the first slot.
 */
#include "layout/internal.h"

#include <string.h>

static void write_port(const struct model *model, const struct model_port *port,
                       struct bh_info_port *out)
{
    layout_copy_name(out->name, port->name);
    out->kind = port->kind;
    out->direction = port->direction;
    out->message_size = (uint32_t)port->message_size;
    out->depth = (uint32_t)port->depth;
    out->refresh = model->channels[port->channel].refresh;
}

void info_page_make(const struct model *model, size_t index,
                    struct bh_info *info)
{
    const struct model_partition *partition = &model->partitions[index];
    const struct model_plan *first = &model->plans[model->first_plan];

    memset(info, 0, sizeof(*info));
    info->magic = BH_INFO_MAGIC;
    info->abi_version = BH_ABI_VERSION;
    info->partition = (uint32_t)index;
    layout_copy_name(info->name, partition->name);
    info->tick_frequency = model->board->tick_frequency;
    info->memory_start = partition->memory_address;
    info->memory_size = partition->memory_size;
    layout_copy_name(info->plan_name, first->name);
    info->plan = (uint32_t)model->first_plan;
    info->frame_duration = first->frame;
    info->slot = BH_SLOT_NONE;
    info->state = BH_STATE_IDLE;
    info->port_count = (uint32_t)partition->port_count;
    for (size_t i = 0; i < partition->port_count; i++)
        write_port(model, &partition->ports[i], &info->port[i]);
}
