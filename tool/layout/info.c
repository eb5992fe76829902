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

/*
 * Areas stand behind the ports, in the room of those that the partition has
 * not. Returns where they end.
 */
static size_t write_shared(const struct model *model, size_t index,
                           struct bh_info *info)
{
    size_t end = offsetof(struct bh_info, port) +
                 info->port_count * sizeof(info->port[0]);

    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_party *party =
            layout_party(&model->shared[i], index);
        struct bh_info_shared out = {0};

        if (!party)
            continue;
        layout_copy_name(out.name, model->shared[i].name);
        out.address = party->address;
        out.size = model->shared[i].size;
        out.access = BH_SHARED_READ;
        if (party->access & BH_ACCESS_WRITE)
            out.access |= BH_SHARED_WRITE;
        if (info->shared_count++ == 0)
            info->shared_offset = (uint32_t)end;
        memcpy((uint8_t *)info + end, &out, sizeof(out));
        end += sizeof(out);
    }
    return end;
}

size_t info_page_make(const struct model *model, size_t index,
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
    return write_shared(model, index, info);
}
