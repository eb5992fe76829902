/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system as it was understood: what a size or a time came to, what a name
 * led to. In exact numbers, so that nothing hides behind a unit.
 */
#include "check/internal.h"
#include "read/read.h"

static void print_program(FILE *out, const struct elf_program *program)
{
    fprintf(out, "  entry 0x%llx\n", (unsigned long long)program->entry);
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        fprintf(out, "  segment 0x%llx, %llu bytes, %llu of them in the file, ",
                (unsigned long long)segment->address,
                (unsigned long long)segment->size,
                (unsigned long long)segment->file_size);
        fprintf(out, "%c%c%c\n", segment->access & BH_ACCESS_READ ? 'r' : '-',
                segment->access & BH_ACCESS_WRITE ? 'w' : '-',
                segment->access & BH_ACCESS_EXECUTE ? 'x' : '-');
    }
}

static void print_health(FILE *out, const struct model_health *health)
{
    for (size_t i = 0; i < BH_EVENT_COUNT; i++) {
        const struct model_response *response = &health->on[i];

        fprintf(out, "  on %s %s", read_event_name(i),
                read_action_name(response->action));
        if (response->plan_name)
            fprintf(out, " '%s'", response->plan_name);
        fputc('\n', out);
    }
    if (health->has_restarts)
        fprintf(out, "  halts at restart %llu within %llu ticks\n",
                (unsigned long long)health->restarts,
                (unsigned long long)health->within);
}

static void print_partition(FILE *out, const struct model *model, size_t index)
{
    const struct model_partition *partition = &model->partitions[index];

    fprintf(out, "partition %zu '%s', image '%s', platform %s\n", index,
            partition->name, partition->image,
            read_platform_name(partition->platform));
    fprintf(out, "  memory 0x%llx, %llu bytes\n",
            (unsigned long long)partition->memory_address,
            (unsigned long long)partition->memory_size);
    print_program(out, &partition->program);
    check_print_manifest(out, &partition->program.manifest);
    for (size_t i = 0; i < partition->assigned_count; i++) {
        const struct model_assigned *assigned = &partition->assigned[i];

        fprintf(out, "  device '%s' 0x%llx, %llu bytes, seen at 0x%llx, %s",
                assigned->name ? assigned->name : "",
                (unsigned long long)assigned->physical,
                (unsigned long long)assigned->size,
                (unsigned long long)assigned->address,
                assigned->access & BH_ACCESS_WRITE ? "rw-" : "r--");
        for (size_t j = 0; j < assigned->interrupt_count; j++)
            fprintf(out, "%s %llu", j == 0 ? ", interrupts" : "",
                    (unsigned long long)assigned->interrupts[j]);
        fputc('\n', out);
    }
    if (partition->uart)
        fprintf(out, "  second UART '%s'\n", partition->uart);
    for (size_t i = 0; i < partition->port_count; i++) {
        const struct model_port *port = &partition->ports[i];

        fprintf(out, "  port %zu '%s', %s of channel '%s'%s\n", i, port->name,
                port->direction == BH_PORT_SOURCE ? "source" : "destination",
                model->channels[port->channel].name,
                port->notify ? ", told" : "");
    }
    for (size_t i = 0; read_right_name(i); i++) {
        if (partition->rights & (1u << i))
            fprintf(out, "  right to %s\n", read_right_name(i));
    }
    if (partition->start_after)
        fprintf(out, "  starts after '%s'\n", partition->start_after);
    if (partition->starts_idle)
        fputs("  starts when it is reset\n", out);
    if (partition->initializes)
        fputs("  says when it is normal\n", out);
    if (partition->watchdog_given)
        fprintf(out, "  watchdog of %llu ticks\n",
                (unsigned long long)partition->watchdog);
    if (partition->slot_event)
        fputs("  is told of its slots\n", out);
    print_health(out, &partition->health);
}

static void print_ends(FILE *out, const char *what, const struct model_end *end,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %s port '%s' of partition '%s'\n", what, end[i].port,
                end[i].partition);
}

static void print_channel(FILE *out, const struct model_channel *channel,
                          size_t index)
{
    fprintf(out, "channel %zu '%s', %llu bytes, ", index, channel->name,
            (unsigned long long)channel->message_size);
    if (channel->kind == BH_PORT_DOORBELL)
        fputs("doorbell\n", out);
    else if (channel->kind == BH_PORT_QUEUING)
        fprintf(out, "queue of %llu\n", (unsigned long long)channel->depth);
    else
        fprintf(out, "valid for %llu ticks\n",
                (unsigned long long)channel->refresh);
    print_ends(out, "from", channel->sources, channel->source_count);
    print_ends(out, "to", channel->destinations, channel->destination_count);
}

static void print_shared(FILE *out, const struct model_shared *shared)
{
    fprintf(out, "shared memory '%s', %llu bytes\n", shared->name,
            (unsigned long long)shared->size);
    for (size_t i = 0; i < shared->party_count; i++) {
        const struct model_party *party = &shared->parties[i];

        fprintf(out, "  partition '%s' sees it at 0x%llx, %s\n",
                party->partition_name, (unsigned long long)party->address,
                party->access & BH_ACCESS_WRITE ? "rw-" : "r--");
    }
}

/* Percent. */
static double share(uint64_t part, uint64_t whole)
{
    return 100.0 * (double)part / (double)whole;
}

static void print_plan(FILE *out, const struct model *model, size_t index)
{
    const struct model_plan *plan = &model->plans[index];
    uint64_t busy[BH_PARTITIONS_MAX] = {0}, all = 0;

    fprintf(out, "plan %zu '%s', %llu ticks, guard %llu\n", index, plan->name,
            (unsigned long long)plan->frame, (unsigned long long)plan->guard);
    for (size_t i = 0; i < plan->start_count; i++)
        fprintf(out, "  at its start, partition %zu '%s': %s\n",
                plan->starts[i].partition, plan->starts[i].partition_name,
                read_plan_action_name(plan->starts[i].action));
    for (size_t i = 0; i < plan->background_count; i++)
        fprintf(out, "  in the background, partition %zu '%s'\n",
                plan->background_index[i], plan->background[i]);
    for (size_t i = 0; i < plan->slot_count; i++) {
        const struct model_slot *slot = &plan->slots[i];

        fprintf(out, "  slot at %llu, %llu ticks, partition %zu '%s'\n",
                (unsigned long long)slot->start,
                (unsigned long long)slot->duration, slot->partition,
                slot->partition_name);
        busy[slot->partition] += slot->duration;
        all += slot->duration;
    }
    for (size_t i = 0; i < model->partition_count; i++)
        fprintf(out, "  %.1f %% of the time is partition %zu's\n",
                share(busy[i], plan->frame), i);
    fprintf(out, "  %.1f %% of the time is idle\n",
            100 - share(all, plan->frame));
}

static void print_trace(FILE *out, const struct model_trace *trace)
{
    const char *word;
    uint32_t kinds = 0;

    fprintf(out, "trace of %llu records:", (unsigned long long)trace->records);
    for (size_t i = 0; (word = read_trace_event(i, &kinds)) != NULL; i++) {
        if ((trace->kinds & kinds) != 0)
            fprintf(out, " %s", word);
    }
    fputc('\n', out);
}

void check_print_model(FILE *out, const struct model *model)
{
    fprintf(out, "system '%s'\n", model->name);
    fprintf(out, "board '%s', %llu bytes, %llu ticks a second\n",
            model->board->name, (unsigned long long)model->ram_size,
            (unsigned long long)model->board->tick_frequency);
    if (model->panic_restarts)
        fputs("restarted when the kernel breaks\n", out);
    if (model->lost_action != BH_ACTION_IGNORE)
        fprintf(out, "%s when frames are lost\n",
                model->lost_action == BH_ACTION_SYSTEM_HALT ? "ends"
                                                            : "restarted");
    if (model->console_input)
        fprintf(out, "console input to partition %u '%s'\n",
                model->console_partition, model->console_input);
    if (model->trace.records != 0)
        print_trace(out, &model->trace);
    for (size_t i = 0; i < model->partition_count; i++)
        print_partition(out, model, i);
    for (size_t i = 0; i < model->channel_count; i++)
        print_channel(out, &model->channels[i], i);
    for (size_t i = 0; i < model->shared_count; i++)
        print_shared(out, &model->shared[i]);
    for (size_t i = 0; i < model->plan_count; i++)
        print_plan(out, model, i);
}

static void print_age(FILE *out, const struct model *model,
                      const struct model_plan *plan,
                      const struct model_channel *channel,
                      const struct model_end *to)
{
    const char *from = channel->sources[0].partition;
    struct check_age age =
        check_age_of(plan, check_find_partition(model, from),
                     check_find_partition(model, to->partition));
    char text[3][CHECK_TIME_TEXT];

    fprintf(out, "  channel '%s' from '%s' to '%s': ", channel->name, from,
            to->partition);
    if (age.known)
        fprintf(out, "%s to %s old, valid for %s\n",
                check_time_text(text[0], model, age.least),
                check_time_text(text[1], model, age.most),
                check_time_text(text[2], model, channel->refresh));
    else
        fputs("never read\n", out);
}

void check_print_ages(FILE *out, const struct model *model)
{
    for (size_t i = 0; i < model->plan_count; i++) {
        fprintf(out, "plan '%s'\n", model->plans[i].name);
        for (size_t j = 0; j < model->channel_count; j++) {
            const struct model_channel *channel = &model->channels[j];

            for (size_t k = 0; k < channel->destination_count; k++) {
                if (channel->kind == BH_PORT_SAMPLING)
                    print_age(out, model, &model->plans[i], channel,
                              &channel->destinations[k]);
            }
        }
    }
}
