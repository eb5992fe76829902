/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Health tables of the model: what is done about which event.
 */
#include "diag/diag.h"
#include "read/internal.h"

#include <stdlib.h>

/* Events by their words, in the order of their numbers. */
static const char *const events[BH_EVENT_COUNT] = {
    [BH_EVENT_MEMORY_VIOLATION] = "memory-violation",
    [BH_EVENT_ILLEGAL_INSTRUCTION] = "illegal-instruction",
    [BH_EVENT_EXCEPTION] = "exception",
    [BH_EVENT_UNHANDLED] = "unhandled",
    [BH_EVENT_UNSUPPORTED] = "unsupported",
    [BH_EVENT_APPLICATION] = "application",
    [BH_EVENT_RESET] = "reset-request",
    [BH_EVENT_INCOMPATIBLE] = "incompatible",
    [BH_EVENT_DEADLINE] = "deadline",
    [BH_EVENT_WATCHDOG] = "watchdog",
};

/* Words of the system file for actions, and their numbers, without a plan. */
static const struct {
    const char *word;
    uint8_t action;
} actions[] = {
    {"ignore", BH_ACTION_IGNORE},
    {"cold-reset", BH_ACTION_COLD_RESET},
    {"warm-reset", BH_ACTION_WARM_RESET},
    {"suspend", BH_ACTION_SUSPEND},
    {"propagate", BH_ACTION_PROPAGATE},
    {"halt", BH_ACTION_HALT},
    {"system-reset", BH_ACTION_SYSTEM_RESET},
    {"system-halt", BH_ACTION_SYSTEM_HALT},
    {"plan", BH_ACTION_PLAN},
    {"plan-now", BH_ACTION_PLAN_NOW},
};
#define ACTIONS (sizeof(actions) / sizeof(actions[0]))

const char *read_event_name(size_t event)
{
    return events[event];
}

const char *read_action_name(uint8_t action)
{
    const char *name = NULL;

    if (action >= BH_ACTION_PLAN)
        action &= (uint8_t)~BH_ACTION_PLAN_MASK;
    for (size_t i = 0; i < ACTIONS; i++) {
        if (actions[i].action == action)
            name = actions[i].word;
    }
    return name;
}

static size_t find_event(const xmlNode *element)
{
    size_t event = 0;

    while (event < BH_EVENT_COUNT &&
           !reader_is(element, "event", events[event]))
        event++;
    return event;
}

static void add_response(const xmlNode *element, struct model_health *health)
{
    struct position position = document_position(element);
    size_t event = find_event(element);
    struct model_response *response = &health->on[event];
    char text[DIAG_PLACE_TEXT];

    if (event == BH_EVENT_COUNT)
        return;
    if (response->position.file) {
        diag_error(&position, "health-duplicate",
                   "%s '%s': event '%s' has an action already, on %s",
                   health->kind, health->name, events[event],
                   diag_place(text, &position, &response->position));
        return;
    }
    response->position = position;
    for (size_t i = 0; i < ACTIONS; i++) {
        if (reader_is(element, "action", actions[i].word))
            response->action = actions[i].action;
    }
    response->plan_name = reader_text(element, "plan");
}

void reader_add_health(const struct reader *reader, const xmlNode *element,
                       struct model_health *health)
{
    const xmlNode *on = NULL;

    if (!element)
        return;
    health->position = document_position(element);
    health->has_restarts = xmlHasProp(element, (const xmlChar *)"restarts");
    health->has_within = xmlHasProp(element, (const xmlChar *)"within");
    if (health->has_restarts)
        health->restarts = reader_count(element, "restarts");
    if (health->has_within)
        health->within = reader_time(reader, element, "within");
    while ((on = reader_next(element, on, "on")) != NULL)
        add_response(on, health);
}
