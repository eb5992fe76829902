/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is done about events.
 */
#include "inspect/print.h"
#include "read/read.h"

#include <string.h>

#define COLUMNS 78u
#define TEXT_SIZE 80u

static const char *action_text(char text[TEXT_SIZE],
                               const struct bh_config *config, uint8_t action)
{
    static const char *const names[] = {
        [BH_ACTION_IGNORE] = "ignored",
        [BH_ACTION_COLD_RESET] = "reset cold on",
        [BH_ACTION_WARM_RESET] = "reset warm on",
        [BH_ACTION_SUSPEND] = "suspended on",
        [BH_ACTION_PROPAGATE] = "handed to it",
        [BH_ACTION_HALT] = "halted on",
        [BH_ACTION_SYSTEM_RESET] = "the machine is restarted on",
        [BH_ACTION_SYSTEM_HALT] = "the machine is halted on",
    };
    const struct bh_config_plan *plans = blob_table(config, config->plans);

    if (action <= BH_ACTION_SYSTEM_HALT)
        return names[action];
    snprintf(text, TEXT_SIZE, "suspended, and plan '%s' %s on",
             plans[action & BH_ACTION_PLAN_MASK].name,
             action < BH_ACTION_PLAN_NOW ? "follows" : "begins");
    return text;
}

/* Prints which events lead to `action`, in lines of their own. */
static void print_action(FILE *out, const struct bh_config *config,
                         const struct bh_config_partition *partition,
                         uint8_t action)
{
    char text[TEXT_SIZE];
    size_t column = 0;

    for (size_t i = 0; i < BH_EVENT_COUNT; i++) {
        size_t length = strlen(read_event_name(i)) + 2;

        if (partition->action[i] != action)
            continue;
        if (column == 0)
            column = (size_t)fprintf(
                         out, "  %s: ", action_text(text, config, action)) -
                     2;
        else if (column + length > COLUMNS)
            column = (size_t)fprintf(out, ",\n      ") - 2;
        else
            fputs(", ", out);
        fputs(read_event_name(i), out);
        column += length;
    }
    if (column > 0)
        fputc('\n', out);
}

/* The actions that there are, in the order of the first event of each. */
void print_health(FILE *out, const struct bh_config *config,
                  const struct bh_config_partition *partition)
{
    char time[TIME_TEXT];

    for (size_t i = 0; i < BH_EVENT_COUNT; i++) {
        if (!memchr(partition->action, partition->action[i], i))
            print_action(out, config, partition, partition->action[i]);
    }
    if (partition->watchdog != 0)
        fprintf(out, "  watchdog: %s\n",
                print_time_text(time, config, partition->watchdog));
    if (partition->restarts != 0)
        fprintf(out, "  halted at reset %u within %s\n", partition->restarts,
                print_time_text(time, config, partition->restarts_within));
}
