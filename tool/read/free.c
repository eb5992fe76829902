/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frees a model: whatever reading, checking and layout put into it.
 */
#include "elf/elf.h"
#include "read/read.h"

#include <stdlib.h>
#include <string.h>

static void free_partition(struct model_partition *partition)
{
    for (size_t i = 0; i < partition->port_count; i++)
        free(partition->ports[i].name);
    free(partition->ports);
    for (size_t i = 0; i < partition->assigned_count; i++) {
        free(partition->assigned[i].name);
        free(partition->assigned[i].interrupts);
    }
    free(partition->assigned);
    for (size_t i = 0; i < BH_EVENTS_MAX; i++)
        free(partition->health.on[i].plan_name);
    free(partition->uart);
    free(partition->start_after);
    free(partition->name);
    free(partition->image);
    free(partition->recorded);
    for (size_t i = 0; i < partition->site_count; i++)
        free(partition->sites[i].function);
    free(partition->sites);
    elf_free_program(&partition->program);
    free(partition->devices);
    free(partition->regions);
    free(partition->device_tree);
}

static void free_ends(struct model_end *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(ends[i].partition);
        free(ends[i].port);
    }
    free(ends);
}

static void free_channel(struct model_channel *channel)
{
    free_ends(channel->sources, channel->source_count);
    free_ends(channel->destinations, channel->destination_count);
    free(channel->name);
}

static void free_shared(struct model_shared *shared)
{
    for (size_t i = 0; i < shared->party_count; i++)
        free(shared->parties[i].partition_name);
    free(shared->parties);
    free(shared->name);
}

static void free_plan(struct model_plan *plan)
{
    for (size_t i = 0; i < plan->slot_count; i++)
        free(plan->slots[i].partition_name);
    free(plan->slots);
    for (size_t i = 0; i < plan->start_count; i++)
        free(plan->starts[i].partition_name);
    free(plan->starts);
    for (size_t i = 0; i < plan->background_count; i++)
        free(plan->background[i]);
    free(plan->background);
    free(plan->background_index);
    free(plan->name);
}

void model_free(struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++)
        free_partition(&model->partitions[i]);
    for (size_t i = 0; i < model->channel_count; i++)
        free_channel(&model->channels[i]);
    for (size_t i = 0; i < model->shared_count; i++)
        free_shared(&model->shared[i]);
    for (size_t i = 0; i < model->plan_count; i++)
        free_plan(&model->plans[i]);
    for (size_t i = 0; i < model->file_count; i++)
        free(model->files[i]);
    free(model->files);
    free(model->partitions);
    free(model->channels);
    free(model->shared);
    free(model->plans);
    free(model->initial_plan);
    free(model->name);
    free(model->console_input);
    memset(model, 0, sizeof(*model));
}
