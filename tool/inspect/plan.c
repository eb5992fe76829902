/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plan as a picture: a bar for each partition over the whole frame, and below
 * it each slot with its times.
 */
#include "inspect/print.h"

#include <string.h>

#define COLUMNS 78
#define TICK_MARKS 4 /* parts that the scale divides the bar into */

static const struct bh_config_slot *slots_of(const struct bh_config *config,
                                             const struct bh_config_plan *plan)
{
    const struct bh_config_slot *slots = blob_table(config, config->slots);

    return slots + plan->slot_first;
}

/* Start of column `column` of `width`, in ticks, without overflow. */
static uint64_t column_start(uint64_t frame, unsigned int column,
                             unsigned int width)
{
    return frame / width * column + frame % width * column / width;
}

/* Ticks of [start, end) in which `partition` runs. */
static uint64_t time_in(const struct bh_config *config,
                        const struct bh_config_plan *plan, uint32_t partition,
                        uint64_t start, uint64_t end)
{
    const struct bh_config_slot *slots = slots_of(config, plan);
    uint64_t now = 0, sum = 0;

    for (uint32_t i = 0; i < plan->slot_count; i++) {
        uint64_t from = now > start ? now : start;
        uint64_t to = slots[i].end < end ? slots[i].end : end;

        if (slots[i].partition == partition && from < to)
            sum += to - from;
        now = slots[i].end;
    }
    return sum;
}

static void print_bar(FILE *out, const struct bh_config *config,
                      const struct bh_config_plan *plan, uint32_t partition,
                      unsigned int width)
{
    for (unsigned int i = 0; i < width; i++) {
        uint64_t start = column_start(plan->frame, i, width);
        uint64_t end = column_start(plan->frame, i + 1, width);
        uint64_t sum = time_in(config, plan, partition, start, end);

        if (sum == 0 && start < end)
            fputc('.', out);
        else
            fputc(start < end && sum == end - start ? '#' : '+', out);
    }
    fputc('\n', out);
}

/* The scale: times at the quarters of the frame, each at its column. */
static void print_scale(FILE *out, const struct bh_config *config,
                        const struct bh_config_plan *plan, unsigned int indent,
                        unsigned int width)
{
    unsigned int column = 0;
    char time[TIME_TEXT];

    fprintf(out, "%*s", (int)indent, "");
    for (unsigned int i = 0; i < TICK_MARKS; i++) {
        unsigned int at = width * i / TICK_MARKS;
        const char *text = print_time_text(
            time, config, column_start(plan->frame, i, TICK_MARKS));

        if (at < column + (i > 0) || at + strlen(text) > width)
            continue; /* no room */
        column +=
            (unsigned int)fprintf(out, "%*s%s", (int)(at - column), "", text);
    }
    fputc('\n', out);
}

static uint64_t partition_time(const struct bh_config *config,
                               const struct bh_config_plan *plan,
                               uint32_t partition)
{
    return time_in(config, plan, partition, 0, plan->frame);
}

static void print_slots(FILE *out, const struct bh_config *config,
                        const struct bh_config_plan *plan)
{
    const struct bh_config_slot *slot = slots_of(config, plan);
    char start[TIME_TEXT], end[TIME_TEXT], length[TIME_TEXT];
    uint64_t now = 0;

    fputs("\n  slot        start          end       length  partition\n", out);
    for (uint32_t i = 0; i < plan->slot_count; i++, slot++) {
        bool idle = slot->partition == BH_SLOT_IDLE;

        if (idle)
            fputs("     -", out);
        else
            fprintf(out, "  %4u", slot->id);
        fprintf(out, " %12s %12s %12s  %s\n",
                print_time_text(start, config, now),
                print_time_text(end, config, slot->end),
                print_time_text(length, config, slot->end - now),
                idle ? "(idle)"
                     : print_partition_at(config, slot->partition)->name);
        now = slot->end;
    }
}

/* Share of the frame in tenths of a percent. */
static unsigned int share(uint64_t time, uint64_t frame)
{
    while (frame > UINT64_MAX / 1000) {
        frame /= 2;
        time /= 2;
    }
    return (unsigned int)(time * 1000 / frame);
}

/* What the plan does to partitions when it begins, and in time that is left. */
static void print_uses(FILE *out, const struct bh_config *config,
                       const struct bh_config_plan *plan)
{
    static const char *const actions[BH_PLAN_ACTION_COUNT] = {
        "nothing",   "cold reset", "warm reset",
        "suspended", "resumed",    "halted"};

    for (uint32_t i = 0; i < config->partitions.count; i++) {
        if (plan->action[i] != BH_PLAN_ACTION_NONE)
            fprintf(out, "  when it begins, %s: %s\n",
                    print_partition_at(config, i)->name,
                    actions[plan->action[i]]);
    }
    for (uint32_t i = 0; i < plan->background_count; i++)
        fprintf(out, "  in time that is left: %s\n",
                print_partition_at(config, plan->background[i])->name);
}

void print_plan(FILE *out, const struct bh_config *config, uint32_t index)
{
    const struct bh_config_plan *plans = blob_table(config, config->plans);
    const struct bh_config_plan *plan = &plans[index];
    unsigned int names = (unsigned int)strlen("(idle)"), width;
    char time[TIME_TEXT];

    for (uint32_t i = 0; i < config->partitions.count; i++) {
        size_t length = strlen(print_partition_at(config, i)->name);

        names = length > names ? (unsigned int)length : names;
    }
    width = COLUMNS - names - 10;
    fprintf(out, "\nPlan '%s', a frame of %s\n", plan->name,
            print_time_text(time, config, plan->frame));
    if (plan->guard > 0)
        fprintf(out, "  each slot ends %s early, for the switch to the next\n",
                print_time_text(time, config, plan->guard));
    fprintf(out, "  a column is %s: '#' all of it, '+' a part, '.' none\n\n",
            print_time_text(time, config, plan->frame / width));
    print_scale(out, config, plan, names + 10, width);
    for (uint32_t i = 0; i <= config->partitions.count; i++) {
        bool idle = i == config->partitions.count;
        uint32_t partition = idle ? BH_SLOT_IDLE : i;
        uint64_t sum = partition_time(config, plan, partition);
        unsigned int tenths = share(sum, plan->frame);

        fprintf(out, "  %-*s %3u.%u%% ", (int)names,
                idle ? "(idle)" : print_partition_at(config, i)->name,
                tenths / 10, tenths % 10);
        print_bar(out, config, plan, partition, width);
    }
    print_slots(out, config, plan);
    print_uses(out, config, plan);
}
