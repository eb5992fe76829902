/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks the plan. Slots cover the frame without gap, idle ones included, so
 * that the next slot is the next entry.
 */
#include "kernel/core/sched.h"
#include "kernel/core/config.h"

/* Tells the owner, by its information page, which slot it has. */
static void publish_slot(struct cpu *cpu, const struct bh_config_slot *slot,
                         uint64_t start)
{
    struct bh_info *info = cpu->owner->info;

    info->slot = slot->id;
    info->slot_start = start;
    info->slot_end = cpu->slot_end;
    info->frame_start = cpu->frame_start;
    info->slot_count++;
    cpu->owner->yielded = false;
}

/* Enters slot `index` of the current plan, which starts at `start`. */
static void enter_slot(struct cpu *cpu, uint32_t index, uint64_t start)
{
    const struct bh_config_slot *slot =
        config_slot(cpu->config, cpu->plan->slot_first + index);

    cpu->slot = index;
    cpu->slot_end = cpu->frame_start + slot->end;
    cpu->owner = slot->partition == BH_SLOT_IDLE
                     ? NULL
                     : partition_get(slot->partition);
    if (cpu->owner != NULL)
        publish_slot(cpu, slot, start);
}

void sched_start(struct cpu *cpu, uint32_t plan, uint64_t start)
{
    cpu->plan = config_plan(cpu->config, plan);
    cpu->frame_start = start;
    enter_slot(cpu, 0, start);
}

void sched_advance(struct cpu *cpu, uint64_t now)
{
    uint64_t frame = cpu->plan->frame;

    /* Whole frames that passed while the machine stood still are lost. */
    if (now - cpu->frame_start >= 2 * frame) {
        cpu->frame_start += (now - cpu->frame_start) / frame * frame;
        enter_slot(cpu, 0, cpu->frame_start);
    }
    while (now >= cpu->slot_end) {
        uint64_t start = cpu->slot_end;

        if (cpu->slot + 1 < cpu->plan->slot_count) {
            enter_slot(cpu, cpu->slot + 1, start);
        } else {
            cpu->frame_start += frame;
            enter_slot(cpu, 0, start);
        }
    }
}
