/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plans of the model: their slots, what they do to partitions when they begin,
 * and who may use the time that is left.
 */
#define _POSIX_C_SOURCE 200809L
#include "memory.h"
#include "read/internal.h"

#include <stdlib.h>
#include <string.h>

/* Actions by their words, in the order of their numbers. */
static const char *const actions[BH_PLAN_ACTION_COUNT] = {
    [BH_PLAN_ACTION_NONE] = "none",
    [BH_PLAN_ACTION_COLD_RESET] = "cold-reset",
    [BH_PLAN_ACTION_WARM_RESET] = "warm-reset",
    [BH_PLAN_ACTION_SUSPEND] = "suspend",
    [BH_PLAN_ACTION_RESUME] = "resume",
    [BH_PLAN_ACTION_HALT] = "halt",
};

const char *read_plan_action_name(size_t action)
{
    return actions[action];
}

char **reader_words(const xmlNode *element, const char *attribute,
                    size_t *count)
{
    char *text = reader_text(element, attribute);
    char **words = NULL, *rest = NULL;
    char *word = text ? strtok_r(text, " \t\r\n", &rest) : NULL;

    *count = 0;
    for (; word; word = strtok_r(NULL, " \t\r\n", &rest)) {
        size_t size = strlen(word) + 1;

        words = memory_resize(words, *count + 1, sizeof(*words));
        words[*count] = memory_allocate(1, size);
        memcpy(words[(*count)++], word, size);
    }
    free(text);
    return words;
}

static void add_start(const xmlNode *element, struct model_start *start)
{
    start->position = document_position(element);
    start->partition_name = reader_text(element, "partition");
    for (uint8_t i = 0; i < BH_PLAN_ACTION_COUNT; i++) {
        if (reader_is(element, "action", actions[i]))
            start->action = i;
    }
}

static void add_slot(const struct reader *reader, const xmlNode *element,
                     struct model_slot *slot)
{
    slot->position = document_position(element);
    slot->partition_name = reader_text(element, "partition");
    slot->start = reader_time(reader, element, "start");
    slot->duration = reader_time(reader, element, "duration");
    slot->id = xmlHasProp(element, (const xmlChar *)"id")
                   ? reader_count(element, "id")
                   : MODEL_SLOT_BY_PLACE;
}

static void add_plan(const struct reader *reader, const xmlNode *element,
                     struct model_plan *plan)
{
    size_t slots = reader_count_children(element, "slot");
    size_t starts = reader_count_children(element, "on-start");
    const xmlNode *child = NULL;

    plan->position = document_position(element);
    plan->name = reader_text(element, "name");
    plan->frame = reader_time(reader, element, "frame");
    if (xmlHasProp(element, (const xmlChar *)"guard"))
        plan->guard = reader_time(reader, element, "guard");
    plan->background =
        reader_words(element, "background", &plan->background_count);
    plan->background_index =
        memory_allocate(plan->background_count, sizeof(size_t));
    plan->slots = memory_allocate(slots, sizeof(*plan->slots));
    plan->starts = memory_allocate(starts, sizeof(*plan->starts));
    while ((child = reader_next(element, child, "slot")) != NULL)
        add_slot(reader, child, &plan->slots[plan->slot_count++]);
    while ((child = reader_next(element, child, "on-start")) != NULL)
        add_start(child, &plan->starts[plan->start_count++]);
}

void reader_add_plans(const struct reader *reader, const xmlNode *element)
{
    struct model *model = reader->model;
    size_t count = reader_count_children(element, "plan");
    const xmlNode *child = NULL;

    if (element) {
        model->plans_position = document_position(element);
        model->initial_plan = reader_text(element, "initial");
    }
    model->plans = memory_allocate(count, sizeof(*model->plans));
    while ((child = reader_next(element, child, "plan")) != NULL)
        add_plan(reader, child, &model->plans[model->plan_count++]);
}
