/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Health tables: what makes no sense as an answer to an event.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "read/read.h"

#include <string.h>

static bool resets(uint8_t action)
{
    return action == BH_ACTION_COLD_RESET || action == BH_ACTION_WARM_RESET;
}

static void check_plan(const struct model *model, struct model_health *health,
                       size_t event)
{
    struct model_response *response = &health->on[event];
    bool wants = response->action >= BH_ACTION_PLAN;

    if (wants != (response->plan_name != NULL)) {
        diag_error(&response->position, "health-plan-given",
                   "%s '%s': action '%s' on '%s' %s", health->kind,
                   health->name, read_action_name(response->action),
                   read_event_name(event),
                   wants ? "needs the name of a plan"
                         : "has nothing to do with a plan");
        return;
    }
    while (wants && response->plan < model->plan_count &&
           strcmp(model->plans[response->plan].name, response->plan_name) != 0)
        response->plan++;
    if (wants && response->plan == model->plan_count)
        diag_error(&response->position, "health-plan",
                   "%s '%s': there is no plan '%s' to switch to", health->kind,
                   health->name, response->plan_name);
}

static void check_action(const struct model_health *health, size_t event)
{
    const struct model_response *response = &health->on[event];
    const struct position *position = &response->position;
    const char *words = read_event_name(event);
    uint8_t action = response->action;

    if (action == BH_ACTION_PROPAGATE && event >= BH_EVENT_UNHANDLED)
        diag_error(position, "health-action",
                   "%s '%s': event '%s' cannot propagate: there is no "
                   "exception that the partition could take",
                   health->kind, health->name, words);
    if (action == BH_ACTION_IGNORE &&
        (event < BH_EVENT_APPLICATION || event == BH_EVENT_INCOMPATIBLE))
        diag_error(position, "health-ignore",
                   "%s '%s': event '%s' cannot be ignored: the partition "
                   "cannot go on",
                   health->kind, health->name, words);
    if ((resets(action) || action == BH_ACTION_SYSTEM_RESET) &&
        event == BH_EVENT_INCOMPATIBLE)
        diag_error(position, "health-reset",
                   "%s '%s': a reset on '%s' would lead to the same "
                   "again: program and kernel stay what they are",
                   health->kind, health->name, words);
}

static void check_restarts(const struct model_health *health)
{
    bool any = false;

    if (!health->has_restarts && !health->has_within)
        return;
    if (!health->has_restarts || !health->has_within || health->within == 0 ||
        health->restarts < 2 || health->restarts > BH_RESTARTS_MAX)
        diag_error(&health->position, "health-restarts",
                   "%s '%s': the limit is a number of restarts, from 2 "
                   "to %d, within a time above 0",
                   health->kind, health->name, BH_RESTARTS_MAX);
    for (size_t event = 0; event < BH_EVENT_COUNT; event++)
        any = any || resets(health->on[event].action);
    if (!any)
        diag_warning(&health->position, "health-restarts-unused",
                     "%s '%s': its restarts are limited, but no event "
                     "restarts it",
                     health->kind, health->name);
}

static void check_watchdog(const struct model_partition *partition)
{
    bool named = partition->health.on[BH_EVENT_WATCHDOG].position.file != NULL;

    if (partition->watchdog_given && partition->watchdog == 0)
        diag_error(&partition->position, "watchdog",
                   "partition '%s': its watchdog's time is 0: it could never "
                   "be kicked in time",
                   partition->name);
    if (named && !partition->watchdog_given)
        diag_warning(&partition->health.on[BH_EVENT_WATCHDOG].position,
                     "watchdog-none",
                     "partition '%s': it has no watchdog that it could fail to "
                     "kick",
                     partition->name);
}

void check_health(struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_health *health = &model->partitions[i].health;

        for (size_t event = 0; event < BH_EVENT_COUNT; event++) {
            if (!health->on[event].position.file)
                continue;
            check_action(health, event);
            check_plan(model, health, event);
        }
        check_restarts(health);
        check_watchdog(&model->partitions[i]);
    }
}

bool check_health_switches(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t event = 0; event < BH_EVENT_COUNT; event++) {
            if (model->partitions[i].health.on[event].action >= BH_ACTION_PLAN)
                return true;
        }
    }
    return false;
}
