/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When partitions start: each of them at some time, and none before itself.
 */
#include "check/internal.h"
#include "diag/diag.h"

#include <string.h>

static bool any_has(const struct model *model, uint32_t right)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        if (model->partitions[i].rights & right)
            return true;
    }
    return false;
}

static bool any_plan_resets(const struct model *model, size_t partition)
{
    for (size_t i = 0; i < model->plan_count; i++) {
        const struct model_plan *plan = &model->plans[i];

        for (size_t j = 0; j < plan->start_count; j++) {
            uint8_t action = plan->starts[j].action;

            if (check_find_partition(model, plan->starts[j].partition_name) ==
                    partition &&
                (action == BH_PLAN_ACTION_COLD_RESET ||
                 action == BH_PLAN_ACTION_WARM_RESET))
                return true;
        }
    }
    return false;
}

/* Whether a partition waits, perhaps by way of others, for itself. */
static bool waits_for_itself(const struct model *model, size_t index)
{
    size_t at = index;

    for (size_t i = 0; i < model->partition_count; i++) {
        if (!model->partitions[at].start_after)
            return false;
        at = model->partitions[at].start_after_index;
        if (at == index)
            return true;
        if (at == CHECK_NOT_FOUND)
            return false;
    }
    return false;
}

void check_starts(struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];

        if (!partition->start_after)
            continue;
        partition->start_after_index =
            check_find_partition(model, partition->start_after);
        if (partition->start_after_index == CHECK_NOT_FOUND)
            diag_error(&partition->position, "start-after",
                       "partition '%s': there is no partition '%s' that it "
                       "could start after",
                       partition->name, partition->start_after);
        if (partition->starts_idle)
            diag_error(&partition->position, "start-twice",
                       "partition '%s': it cannot both start after '%s' and be "
                       "idle until it is reset",
                       partition->name, partition->start_after);
    }
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        if (waits_for_itself(model, i))
            diag_error(&partition->position, "start-cycle",
                       "partition '%s': it starts after '%s', which starts "
                       "after '%s'",
                       partition->name, partition->start_after,
                       partition->name);
        if (partition->starts_idle && !any_has(model, BH_RIGHT_CONTROL) &&
            !any_plan_resets(model, i))
            diag_warning(&partition->position, "start-never",
                         "partition '%s': it is idle until it is reset, and "
                         "nobody has the right 'control'",
                         partition->name);
    }
}
