/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and numbers of things: what the kernel's tables can hold, and names
 * that can be told apart, on a console, in a path, in a message.
 */
#include "check/internal.h"
#include "diag/diag.h"

#include <string.h>

/* The kernel's own lines on the console bear this one. */
#define RESERVED_NAME "bulkhead"

/* A name and where it stands. */
struct entry {
    const struct position *position;
    const char *name;
};

static bool check_count(const struct position *position, const char *check,
                        const char *what, size_t count, size_t most)
{
    if (count <= most)
        return true;
    diag_error(position, check, "%zu %s; there can be %zu", count, what, most);
    return false;
}

int check_counts(const struct model *model)
{
    bool good = check_count(&model->position, "partition-count", "partitions",
                            model->partition_count, BH_PARTITIONS_MAX);

    good &= check_count(&model->position, "channel-count", "channels",
                        model->channel_count, BH_CHANNELS_MAX);
    good &= check_count(&model->position, "plan-count", "plans",
                        model->plan_count, BH_PLANS_MAX);
    good &=
        check_count(&model->position, "shared-count", "areas of shared memory",
                    model->shared_count, AREAS_MAX);
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        good &= check_count(&partition->position, "port-count",
                            "ports in a partition", partition->port_count,
                            BH_PORTS_MAX);
        good &= check_count(&partition->position, "device-count",
                            "devices in a partition", partition->assigned_count,
                            ASSIGNED_MAX);
    }
    for (size_t i = 0; i < model->plan_count; i++) {
        const struct model_plan *plan = &model->plans[i];

        good &= check_count(&plan->position, "slot-count", "slots in a plan",
                            plan->slot_count, BH_SLOTS_MAX);
    }
    return good ? 0 : -1;
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static void check_name(const struct position *position, const char *what,
                       const char *name)
{
    size_t length = strlen(name);
    bool good = is_letter_or_digit(name[0]);

    if (length == 0) {
        diag_error(position, "name-length", "%s: its name is empty", what);
        return;
    }
    if (length >= BH_NAME_SIZE)
        diag_error(position, "name-length",
                   "%s: its name '%s' is %zu bytes long; %d are allowed", what,
                   name, length, BH_NAME_SIZE - 1);
    for (size_t i = 0; i < length; i++)
        good = good && (is_letter_or_digit(name[i]) || strchr("-_.", name[i]));
    if (!good)
        diag_error(position, "name-characters",
                   "%s: its name '%s' has other characters than letters, "
                   "digits, '-', '_' and '.', or does not begin with a letter "
                   "or a digit",
                   what, name);
}

/* Checks entry `index` of `entries`; the ones before it were checked. */
static void check_entry(const struct entry *entries, size_t index,
                        const char *what, const char *duplicate)
{
    const struct entry *entry = &entries[index];
    char text[DIAG_PLACE_TEXT];

    check_name(entry->position, what, entry->name);
    for (size_t i = 0; i < index; i++) {
        if (strcmp(entries[i].name, entry->name) != 0)
            continue;
        diag_error(entry->position, duplicate,
                   "%s '%s': %s has one of that name", what, entry->name,
                   diag_place(text, entry->position, entries[i].position));
        return;
    }
}

static void check_ports(const struct model_partition *partition)
{
    struct entry entries[BH_PORTS_MAX];

    for (size_t i = 0; i < partition->port_count; i++) {
        const struct model_port *port = &partition->ports[i];

        entries[i] = (struct entry){&port->position, port->name};
        check_entry(entries, i, "port", "duplicate-port");
    }
}

static void check_partitions(const struct model *model)
{
    struct entry entries[BH_PARTITIONS_MAX];

    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        entries[i] = (struct entry){&partition->position, partition->name};
        check_entry(entries, i, "partition", "duplicate-partition");
        if (strcmp(partition->name, RESERVED_NAME) == 0)
            diag_error(&partition->position, "name-reserved",
                       "partition '%s': that is the kernel's own name",
                       partition->name);
        check_ports(partition);
    }
}

/* A second UART speaks on the console, and so needs a name like a partition. */
static void check_uart(const struct model *model,
                       const struct model_partition *partition)
{
    const char *name = partition->uart;
    bool taken = strcmp(name, RESERVED_NAME) == 0;

    check_name(&partition->uart_position, "uart", name);
    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *other = &model->partitions[i];

        taken = taken || strcmp(other->name, name) == 0 ||
                (other < partition && other->uart &&
                 strcmp(other->uart, name) == 0);
    }
    if (taken)
        diag_error(&partition->uart_position, "uart-name",
                   "partition '%s': its second UART cannot be called '%s': "
                   "something else speaks on the console under that name",
                   partition->name, name);
    if (partition->platform != PLATFORM_VIRT)
        diag_error(&partition->uart_position, "uart-platform",
                   "partition '%s': only one of platform \"virt\" can have a "
                   "second UART",
                   partition->name);
}

static void check_areas(const struct model *model)
{
    struct entry entries[AREAS_MAX];

    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_shared *shared = &model->shared[i];

        entries[i] = (struct entry){&shared->position, shared->name};
        check_entry(entries, i, "shared memory", "duplicate-shared");
    }
}

void check_names(const struct model *model)
{
    struct entry entries[BH_CHANNELS_MAX];

    check_name(&model->position, "system", model->name);
    check_partitions(model);
    for (size_t i = 0; i < model->partition_count; i++) {
        if (model->partitions[i].uart)
            check_uart(model, &model->partitions[i]);
    }
    for (size_t i = 0; i < model->channel_count; i++) {
        const struct model_channel *channel = &model->channels[i];

        entries[i] = (struct entry){&channel->position, channel->name};
        check_entry(entries, i, "channel", "duplicate-channel");
    }
    check_areas(model);
    for (size_t i = 0; i < model->plan_count; i++) {
        const struct model_plan *plan = &model->plans[i];

        entries[i] = (struct entry){&plan->position, plan->name};
        check_entry(entries, i, "plan", "duplicate-plan");
    }
}
