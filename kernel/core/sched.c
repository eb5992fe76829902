/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks the plan. Slots cover the frame without gap, idle ones included, so
 * that the next slot is the next entry.
 */
#include "kernel/core/sched.h"
#include "kernel/core/config.h"
#include "kernel/core/trace.h"
#include "kernel/core/virq.h"

/* Moves to slot `index` of the frame that is current. */
static inline void move_to(struct cpu *cpu, uint32_t index)
{
    uint64_t end = cpu->frame_start + cpu->slots[index].end;

    cpu->slot = index;
    cpu->slot_start =
        index == 0 ? cpu->frame_start : cpu->slot_end + cpu->plan->guard;
    cpu->slot_end = end - cpu->plan->guard;
}

static inline void move_on(struct cpu *cpu)
{
    uint32_t next = cpu->slot + 1;

    if (next == cpu->plan->slot_count) {
        next = 0;
        cpu->frame_start += cpu->plan->frame;
    }
    move_to(cpu, next);
}

/* What a slot's start means to its owner, besides that it runs. */
static __attribute__((noinline)) void see_to_hooks(struct vcpu *owner)
{
    const struct bh_info *info = owner->info;

    if ((owner->hooks & HOOK_EXECUTION) != 0)
        virq_reckon(owner);
    if ((owner->hooks & HOOK_TRACE) != 0)
        trace_write(BH_TRACE_SLOT, owner->id, info->plan << 16 | info->slot,
                    info->slot_start, info->slot_end);
}

/* Gives the current slot to its owner, who reads of it in its information. */
static inline void begin_slot(struct cpu *cpu)
{
    const struct bh_config_slot *slot = &cpu->slots[cpu->slot];
    struct bh_info *info;

    cpu->owner = NULL;
    if (slot->partition == BH_SLOT_IDLE)
        return;

    cpu->owner = &vcpus[slot->partition];
    cpu->owner->blocked &= ~BLOCKED_YIELDED;
    info = cpu->owner->info;
    info->slot = slot->id;
    info->slot_start = cpu->slot_start;
    info->slot_end = cpu->slot_end + cpu->plan->guard;
    info->frame_start = cpu->frame_start;
    info->slot_count++;
    if (cpu->owner->hooks != 0)
        see_to_hooks(cpu->owner);
}

/* The machine stood still: slots that are over are nobody's any more. */
static __attribute__((noinline)) void catch_up(struct cpu *cpu, uint64_t now)
{
    uint64_t frame = cpu->plan->frame;

    if (now >= cpu->frame_start + frame) {
        uint64_t passed = (now - cpu->frame_start) / frame;

        /* One of which a slot had begun is not wholly lost. */
        cpu->frames_lost += cpu->slot == 0 ? passed : passed - 1;
        cpu->frame_start += passed * frame;
        move_to(cpu, 0);
    }
    while (now >= cpu->slot_end)
        move_on(cpu);
    begin_slot(cpu);
}

void sched_start(struct cpu *cpu, uint32_t plan, uint64_t start)
{
    cpu->plan = config_plan(cpu->config, plan);
    cpu->slots = config_slot(cpu->config, cpu->plan->slot_first);
    cpu->frame_start = start;
    trace_record(BH_TRACE_PLAN, BH_TRACE_NOBODY, plan, start, 0);
    move_to(cpu, 0);
    begin_slot(cpu);
}

void sched_advance(struct cpu *cpu, uint64_t now)
{
    if (now < cpu->slot_end)
        return;
    move_on(cpu);
    if (now < cpu->slot_end)
        begin_slot(cpu);
    else
        catch_up(cpu, now);
}
