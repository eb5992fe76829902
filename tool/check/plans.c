/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plans: slots that lead to a partition, lie in their frame and do not overlap.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "layout/size.h"
#include "read/read.h"

#include <stdlib.h>
#include <string.h>

/* Whether the slot's times were read and it has any. */
static bool is_sound(const struct model_slot *slot)
{
    return slot->start != READ_REFUSED && slot->duration != READ_REFUSED &&
           slot->duration != 0;
}

static void check_slot(const struct model *model, const struct model_plan *plan,
                       struct model_slot *slot)
{
    slot->partition = check_find_partition(model, slot->partition_name);
    if (slot->partition == CHECK_NOT_FOUND)
        diag_error(&slot->position, "slot-partition",
                   "plan '%s': there is no partition '%s'", plan->name,
                   slot->partition_name);
    if (slot->duration == 0)
        diag_error(&slot->position, "slot-duration",
                   "plan '%s': a slot of partition '%s' has no duration",
                   plan->name, slot->partition_name);
    if (!is_sound(slot) || plan->frame == READ_REFUSED || plan->frame == 0)
        return;
    if (slot->duration > plan->frame ||
        slot->start > plan->frame - slot->duration)
        diag_error(&slot->position, "slot-frame",
                   "plan '%s': a slot of partition '%s' ends after the frame, "
                   "which has %llu ticks on line %ld; it starts at %llu and "
                   "lasts %llu",
                   plan->name, slot->partition_name,
                   (unsigned long long)plan->frame, plan->position.line,
                   (unsigned long long)slot->start,
                   (unsigned long long)slot->duration);
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
static bool check_overlap(const struct model_plan *plan)
{
    const struct model_slot *last = NULL;
    bool good = true;

    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct model_slot *slot = &plan->slots[i];

        if (!is_sound(slot))
            continue;
        if (last && slot->start - last->start < last->duration) {
            diag_error(&slot->position, "slot-overlap",
                       "plan '%s': the slot of partition '%s' at %llu ticks "
                       "overlaps the one of '%s' on line %ld, which starts at "
                       "%llu and lasts %llu",
                       plan->name, slot->partition_name,
                       (unsigned long long)slot->start, last->partition_name,
                       last->position.line, (unsigned long long)last->start,
                       (unsigned long long)last->duration);
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

static void check_plan(const struct model *model, struct model_plan *plan)
{
    bool sound = plan->frame != READ_REFUSED;

    if (plan->frame == 0)
        diag_error(&plan->position, "frame", "plan '%s': its frame is empty",
                   plan->name);
    for (size_t i = 0; i < plan->slot_count; i++) {
        check_slot(model, plan, &plan->slots[i]);
        sound = sound && is_sound(&plan->slots[i]);
    }
    qsort(plan->slots, plan->slot_count, sizeof(plan->slots[0]), compare_slots);
    if (check_overlap(plan) && sound)
        check_idle(plan);
}

static bool has_slot(const struct model *model, size_t partition)
{
    for (size_t i = 0; i < model->plan_count; i++) {
        const struct model_plan *plan = &model->plans[i];

        for (size_t j = 0; j < plan->slot_count; j++) {
            /* A name with a typing error could be any partition's. */
            if (plan->slots[j].partition == partition ||
                plan->slots[j].partition == CHECK_NOT_FOUND)
                return true;
        }
    }
    return false;
}

void check_plans(struct model *model)
{
    for (size_t i = 0; i < model->plan_count; i++)
        check_plan(model, &model->plans[i]);
    for (size_t i = 0; i < model->partition_count; i++) {
        if (!has_slot(model, i))
            diag_warning(&model->partitions[i].position, "no-slot",
                         "partition '%s': no slot is its own, so it never runs",
                         model->partitions[i].name);
    }
}
