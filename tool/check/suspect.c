/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is allowed, but hardly meant: warnings about a system without an error.
 * Each is about something that an integrator gets wrong and that nothing else
 * would show before the system runs.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "layout/size.h"

#include <string.h>
#include <strings.h>

#define MIB ((uint64_t)1 << 20)

/* A native program with so much less than its memory does not need it all. */
#define PROGRAM_SHARE 16u

/* Slots so short are mostly switches; the console needs a quarter of it. */
#define SLOTS_SHORT 10000u /* in a second */

/* The partitions' memory, if the file says how much the board has. */
static void suspect_board(const struct model *model)
{
    uint64_t sum = 0;
    char text[2][SIZE_TEXT];

    for (size_t i = 0; i < model->partition_count; i++)
        sum += model->partitions[i].memory_size;
    for (size_t i = 0; i < model->shared_count; i++)
        sum += model->shared[i].size;
    if (model->ram_size_given && sum < model->ram_size / 2)
        diag_warning(&model->board_position, "board-memory-unused",
                     "board '%s': the partitions have %s of its %s",
                     model->board->name, size_text(text[0], sum),
                     size_text(text[1], model->ram_size));
}

/* An operating system uses what it finds; a native program what it has. */
static void suspect_memory(const struct model_partition *partition)
{
    const struct elf_program *program = &partition->program;
    uint64_t used = 0;
    char text[2][SIZE_TEXT];

    if (partition->platform != PLATFORM_NONE)
        return;
    for (size_t i = 0; i < program->segment_count; i++)
        used += program->segments[i].size;
    if (partition->memory_size >= MIB &&
        partition->memory_size / PROGRAM_SHARE > used)
        diag_warning(&partition->memory_position, "memory-unused",
                     "partition '%s': it has %s of memory for a program of %s",
                     partition->name,
                     size_text(text[0], partition->memory_size),
                     size_text(text[1], used));
}

static void suspect_names(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        for (size_t j = 0; j < i; j++) {
            char text[DIAG_PLACE_TEXT];

            if (strcasecmp(partition->name, model->partitions[j].name) != 0)
                continue;
            diag_warning(&partition->position, "name-case",
                         "partition '%s': only the case of letters tells it "
                         "from '%s' on %s",
                         partition->name, model->partitions[j].name,
                         diag_place(text, &partition->position,
                                    &model->partitions[j].position));
        }
    }
}

static void suspect_slots(const struct model *model,
                          const struct model_plan *plan)
{
    uint64_t busy = 0;
    char text[2][CHECK_TIME_TEXT];
    uint64_t least = model->board->tick_frequency / SLOTS_SHORT;

    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct model_slot *slot = &plan->slots[i];

        busy += slot->duration;
        if (slot->duration - plan->guard < least)
            diag_warning(
                &slot->position, "slot-short",
                "plan '%s': a slot of partition '%s' has %s, which is "
                "less than %s: the switch is a large part of it",
                plan->name, slot->partition_name,
                check_time_text(text[0], model, slot->duration - plan->guard),
                check_time_text(text[1], model, least));
    }
    /* One partition alone shares its time with nobody but the console. */
    if (busy == plan->frame && model->partition_count > 1)
        diag_warning(&plan->position, "full-plan",
                     "plan '%s': its slots leave no time idle: what partitions "
                     "print comes out only in time that they give up",
                     plan->name);
}

/* Who can send to whom, by one channel or a row of them: a set for each. */
static void find_reach(const struct model *model,
                       uint32_t reach[BH_PARTITIONS_MAX])
{
    memset(reach, 0, BH_PARTITIONS_MAX * sizeof(reach[0]));
    for (size_t i = 0; i < model->channel_count; i++) {
        const struct model_channel *channel = &model->channels[i];
        size_t from =
            check_find_partition(model, channel->sources[0].partition);

        for (size_t j = 0; j < channel->destination_count; j++)
            reach[from] |= (uint32_t)1 << check_find_partition(
                               model, channel->destinations[j].partition);
    }
    for (size_t via = 0; via < model->partition_count; via++) {
        for (size_t i = 0; i < model->partition_count; i++) {
            if (reach[i] >> via & 1)
                reach[i] |= reach[via];
        }
    }
}

/* Whether each slot of `first` starts before any of `second`. */
static bool runs_first(const struct model_plan *plan, size_t first,
                       size_t second)
{
    bool found = false, after = false;

    for (size_t i = 0; i < plan->slot_count; i++) {
        found = found || plan->slots[i].partition == second;
        after = after || (found && plan->slots[i].partition == first);
    }
    return found && !after;
}

static void suspect_order(const struct model_plan *plan,
                          const struct model_channel *channel,
                          const struct model_end *to)
{
    diag_warning(&to->position, "receiver-first",
                 "channel '%s': in plan '%s' partition '%s' runs before '%s', "
                 "and so reads what is of the frame before",
                 channel->name, plan->name, to->partition,
                 channel->sources[0].partition);
}

static void suspect_age(const struct model *model,
                        const struct model_plan *plan,
                        const struct model_channel *channel,
                        const struct model_end *to, const struct check_age *age)
{
    char text[2][CHECK_TIME_TEXT];
    bool never = age->least > channel->refresh;

    if (channel->kind == BH_PORT_SAMPLING && age->most > channel->refresh)
        diag_warning(
            &to->position, "refresh-age",
            "channel '%s': in plan '%s' a message is %s %s old when "
            "partition '%s' reads it, and valid for %s",
            channel->name, plan->name, never ? "at least" : "up to",
            check_time_text(text[0], model, never ? age->least : age->most),
            to->partition, check_time_text(text[1], model, channel->refresh));
    if (channel->kind == BH_PORT_QUEUING && !channel->drop_oldest &&
        age->slots > channel->depth)
        diag_warning(&to->position, "queue-short",
                     "channel '%s': in plan '%s' partition '%s' has %zu slots "
                     "between two of '%s'; if it sends in each, the queue of "
                     "%llu overflows",
                     channel->name, plan->name, channel->sources[0].partition,
                     age->slots, to->partition,
                     (unsigned long long)channel->depth);
}

static void suspect_channel(const struct model *model,
                            const struct model_channel *channel,
                            const uint32_t reach[BH_PARTITIONS_MAX])
{
    size_t from = check_find_partition(model, channel->sources[0].partition);

    for (size_t i = 0; i < channel->destination_count; i++) {
        const struct model_end *to = &channel->destinations[i];
        size_t partition = check_find_partition(model, to->partition);

        if (from == partition)
            diag_warning(&to->position, "channel-self",
                         "channel '%s': partition '%s' sends to itself",
                         channel->name, to->partition);
        if (channel->kind == BH_PORT_DOORBELL)
            continue; /* of the other sources, each may be late */
        for (size_t j = 0; j < model->plan_count; j++) {
            const struct model_plan *plan = &model->plans[j];
            struct check_age age = check_age_of(plan, from, partition);

            if (!(reach[partition] >> from & 1) &&
                runs_first(plan, partition, from) && age.known)
                suspect_order(plan, channel, to);
            if (age.known)
                suspect_age(model, plan, channel, to, &age);
        }
    }
}

void check_suspicious(const struct model *model)
{
    uint32_t reach[BH_PARTITIONS_MAX];

    suspect_board(model);
    suspect_names(model);
    for (size_t i = 0; i < model->partition_count; i++) {
        suspect_memory(&model->partitions[i]);
        check_suspect_devices(model, &model->partitions[i]);
    }
    check_suspect_shared(model);
    find_reach(model, reach);
    for (size_t i = 0; i < model->channel_count; i++)
        suspect_channel(model, &model->channels[i], reach);
    for (size_t i = 0; i < model->plan_count; i++)
        suspect_slots(model, &model->plans[i]);
}
