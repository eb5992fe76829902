/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks the plan. Slots cover the frame without gap, idle ones included, so
 * that the next slot is the next entry.
 */
#include "kernel/core/sched.h"
#include "kernel/core/config.h"

/* Gives slot `index` of the current plan, which starts at `start`, its turn. */
static inline void enter_slot(struct cpu *cpu, uint32_t index, uint64_t start)
{
    const struct bh_config_slot *slot = &cpu->slots[index];
    struct bh_info *info;
    uint64_t end = cpu->frame_start + slot->end;

    cpu->slot = index;
    cpu->slot_start = start;
    cpu->slot_end = end - cpu->plan->guard;
    cpu->owner = NULL;
    if (slot->partition == BH_SLOT_IDLE)
        return;

    cpu->owner = &vcpus[slot->partition];
    cpu->owner->blocked &= ~BLOCKED_YIELDED;
    /* The owner reads in its information page which slot it has. */
    info = cpu->owner->info;
    info->slot = slot->id;
    info->slot_start = start;
    info->slot_end = end;
    info->frame_start = cpu->frame_start;
    info->slot_count++;
}

/* Begins the next frame; whole frames that the machine stood still are lost. */
static __attribute__((noinline)) void enter_frame(struct cpu *cpu, uint64_t now)
{
    uint64_t frame = cpu->plan->frame;

    cpu->frame_start += frame;
    if (now >= cpu->frame_start + frame) { /* with a guard, it may be early */
        uint64_t lost = (now - cpu->frame_start) / frame;

        cpu->frame_start += lost * frame;
        cpu->frames_lost += lost;
    }
    enter_slot(cpu, 0, cpu->frame_start);
}

void sched_start(struct cpu *cpu, uint32_t plan, uint64_t start)
{
    cpu->plan = config_plan(cpu->config, plan);
    cpu->slots = config_slot(cpu->config, cpu->plan->slot_first);
    cpu->frame_start = start;
    enter_slot(cpu, 0, start);
}

void sched_next_slot(struct cpu *cpu, uint64_t now)
{
    if (cpu->slot + 1 < cpu->plan->slot_count)
        enter_slot(cpu, cpu->slot + 1, cpu->slot_end + cpu->plan->guard);
    else
        enter_frame(cpu, now);
}
