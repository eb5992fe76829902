/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plans: slots that lead to a partition, lie in their frame and do not overlap.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "layout/size.h"
#include "read/read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The kernel adds it to the time of day, which must not overflow. */
#define FRAME_MAX ((uint64_t)1 << 62)

/* Whether the slot's times were read and it has any. */
static bool is_sound(const struct model_slot *slot)
{
    return slot->start != READ_REFUSED && slot->duration != READ_REFUSED &&
           slot->duration != 0;
}

static void check_slot(const struct model *model, const struct model_plan *plan,
                       struct model_slot *slot)
{
    char text[3][CHECK_TIME_TEXT], place[DIAG_PLACE_TEXT];

    slot->partition = check_find_partition(model, slot->partition_name);
    if (slot->partition == CHECK_NOT_FOUND)
        diag_error(&slot->position, "slot-partition",
                   "plan '%s': there is no partition '%s'", plan->name,
                   slot->partition_name);
    if (slot->duration == 0)
        diag_error(&slot->position, "slot-duration",
                   "plan '%s': a slot of partition '%s' has no duration",
                   plan->name, slot->partition_name);
    if (is_sound(slot) && plan->guard != READ_REFUSED &&
        slot->duration <= plan->guard)
        diag_error(&slot->position, "slot-guard",
                   "plan '%s': a slot of partition '%s' lasts %s, and the "
                   "plan's guard of %s on %s leaves nothing of it",
                   plan->name, slot->partition_name,
                   check_time_text(text[0], model, slot->duration),
                   check_time_text(text[1], model, plan->guard),
                   diag_place(place, &slot->position, &plan->position));
    if (!is_sound(slot) || plan->frame == READ_REFUSED || plan->frame == 0)
        return;
    if (slot->duration > plan->frame ||
        slot->start > plan->frame - slot->duration)
        diag_error(&slot->position, "slot-frame",
                   "plan '%s': a slot of partition '%s' ends after the frame, "
                   "which has %s on %s: it starts at %s and lasts %s",
                   plan->name, slot->partition_name,
                   check_time_text(text[0], model, plan->frame),
                   diag_place(place, &slot->position, &plan->position),
                   check_time_text(text[1], model, slot->start),
                   check_time_text(text[2], model, slot->duration));
}

/* Slots without a known start come last. */
static int compare_slots(const void *a, const void *b)
{
    const struct model_slot *x = a, *y = b;

    if (x->start != y->start)
        return x->start > y->start ? 1 : -1;
    return (x->position.line > y->position.line) -
           (x->position.line < y->position.line);
}

/* Compares each slot with the one before it that ends last. */
static bool check_overlap(const struct model *model,
                          const struct model_plan *plan)
{
    char text[3][CHECK_TIME_TEXT], place[DIAG_PLACE_TEXT];
    const struct model_slot *last = NULL;
    bool good = true;

    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct model_slot *slot = &plan->slots[i];

        if (!is_sound(slot))
            continue;
        if (last && slot->start - last->start < last->duration) {
            diag_error(&slot->position, "slot-overlap",
                       "plan '%s': the slot of partition '%s' at %s overlaps "
                       "the one of '%s' on %s, which starts at %s and "
                       "lasts %s",
                       plan->name, slot->partition_name,
                       check_time_text(text[0], model, slot->start),
                       last->partition_name,
                       diag_place(place, &slot->position, &last->position),
                       check_time_text(text[1], model, last->start),
                       check_time_text(text[2], model, last->duration));
            good = false;
            if (slot->duration <= last->duration - (slot->start - last->start))
                continue;
        }
        last = slot;
    }
    return good;
}

static void check_idle(const struct model_plan *plan)
{
    size_t count = size_slots(plan);

    if (count > BH_SLOTS_MAX)
        diag_error(&plan->position, "slot-count",
                   "plan '%s': it has %zu slots, idle times between them "
                   "included; there can be %d",
                   plan->name, count, BH_SLOTS_MAX);
}

static void check_frame(const struct model *model,
                        const struct model_plan *plan)
{
    char text[2][CHECK_TIME_TEXT];

    if (plan->frame == READ_REFUSED ||
        (plan->frame != 0 && plan->frame <= FRAME_MAX))
        return;
    diag_error(&plan->position, "frame",
               "plan '%s': its frame lasts %s; it must last longer than "
               "nothing, and %s at most",
               plan->name, check_time_text(text[0], model, plan->frame),
               check_time_text(text[1], model, FRAME_MAX));
}

/* Numbers the slots that have no identifier, when they are sorted. */
static void check_ids(struct model_plan *plan)
{
    char place[DIAG_PLACE_TEXT];

    for (size_t i = 0; i < plan->slot_count; i++) {
        struct model_slot *slot = &plan->slots[i];

        if (slot->id == MODEL_SLOT_BY_PLACE)
            slot->id = i;
        for (size_t j = 0; j < i; j++) {
            if (plan->slots[j].id != slot->id)
                continue;
            diag_error(
                &slot->position, "slot-id",
                "plan '%s': a slot of partition '%s' has the id %" PRIu64
                ", and so has the one on %s",
                plan->name, slot->partition_name, slot->id,
                diag_place(place, &slot->position, &plan->slots[j].position));
            break;
        }
    }
}

static void check_plan(const struct model *model, struct model_plan *plan)
{
    bool sound = plan->frame != READ_REFUSED;

    check_frame(model, plan);
    for (size_t i = 0; i < plan->slot_count; i++) {
        check_slot(model, plan, &plan->slots[i]);
        sound = sound && is_sound(&plan->slots[i]);
    }
    qsort(plan->slots, plan->slot_count, sizeof(plan->slots[0]), compare_slots);
    check_ids(plan);
    if (check_overlap(model, plan) && sound)
        check_idle(plan);
}

static bool has_slot(const struct model *model, const char *partition)
{
    for (size_t i = 0; i < model->plan_count; i++) {
        const struct model_plan *plan = &model->plans[i];

        for (size_t j = 0; j < plan->slot_count; j++) {
            /* A name with a typing error could be any partition's. */
            if (plan->slots[j].partition == CHECK_NOT_FOUND ||
                strcmp(plan->slots[j].partition_name, partition) == 0)
                return true;
        }
        for (size_t j = 0; j < plan->background_count; j++) {
            if (strcmp(plan->background[j], partition) == 0)
                return true;
        }
    }
    return false;
}

/* The partition that a plan names, or CHECK_NOT_FOUND after a report. */
static size_t resolve(const struct model *model, const struct model_plan *plan,
                      const struct position *position, const char *name)
{
    size_t partition = check_find_partition(model, name);

    if (partition == CHECK_NOT_FOUND)
        diag_error(position, "plan-partition",
                   "plan '%s': there is no partition '%s'", plan->name, name);
    return partition;
}

static void check_plan_starts(const struct model *model,
                              struct model_plan *plan)
{
    for (size_t i = 0; i < plan->start_count; i++) {
        struct model_start *start = &plan->starts[i];

        start->partition =
            resolve(model, plan, &start->position, start->partition_name);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(plan->starts[j].partition_name, start->partition_name) !=
                0)
                continue;
            diag_error(&start->position, "plan-action-duplicate",
                       "plan '%s': what happens to partition '%s' is said "
                       "already, on line %ld",
                       plan->name, start->partition_name,
                       plan->starts[j].position.line);
            break;
        }
    }
}

static void check_background(const struct model *model, struct model_plan *plan)
{
    for (size_t i = 0; i < plan->background_count; i++) {
        plan->background_index[i] =
            resolve(model, plan, &plan->position, plan->background[i]);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(plan->background[j], plan->background[i]) != 0)
                continue;
            diag_error(&plan->position, "background-duplicate",
                       "plan '%s': partition '%s' is in the background twice",
                       plan->name, plan->background[i]);
            break;
        }
    }
}

static void check_initial(struct model *model)
{
    if (!model->initial_plan)
        return;
    while (model->first_plan < model->plan_count &&
           strcmp(model->plans[model->first_plan].name, model->initial_plan) !=
               0)
        model->first_plan++;
    if (model->first_plan == model->plan_count)
        diag_error(&model->plans_position, "plan-initial",
                   "there is no plan '%s' to begin with", model->initial_plan);
}

/* Plans other than the first need somebody who switches to them. */
static void check_reachable(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        if (model->partitions[i].rights & BH_RIGHT_PLAN)
            return;
    }
    if (check_health_switches(model))
        return;
    for (size_t i = 0; i < model->plan_count; i++) {
        if (i != model->first_plan)
            diag_warning(&model->plans[i].position, "plan-unreachable",
                         "plan '%s': no partition has the right to switch to "
                         "it, and no event does",
                         model->plans[i].name);
    }
}

void check_plans(struct model *model)
{
    check_initial(model);
    check_reachable(model);
    for (size_t i = 0; i < model->plan_count; i++) {
        check_plan_starts(model, &model->plans[i]);
        check_background(model, &model->plans[i]);
    }
    for (size_t i = 0; i < model->plan_count; i++)
        check_plan(model, &model->plans[i]);
    for (size_t i = 0; i < model->partition_count; i++) {
        if (!has_slot(model, model->partitions[i].name))
            diag_warning(&model->partitions[i].position, "no-slot",
                         "partition '%s': no slot is its own, so it never runs",
                         model->partitions[i].name);
    }
}
