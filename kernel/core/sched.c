/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks the plan. Slots cover the frame without gap, idle ones included, so
 * that the next slot is the next entry.
 */
#include "kernel/core/sched.h"
#include "kernel/core/config.h"
#include "kernel/core/trace.h"
#include "kernel/core/virq.h"
#include "kernel/lib/memory.h"

/* Moves to slot `index` of the frame that is current. */
static inline void move_to(struct cpu *cpu, uint32_t index)
{
    uint64_t end = cpu->frame_start + cpu->slots[index].end;

    cpu->slot = index;
    cpu->slot_start =
        index == 0 ? cpu->frame_start : cpu->slot_end + cpu->plan->guard;
    cpu->slot_end = end - cpu->plan->guard;
    cpu->until = cpu->slot_end;
}

/* Begins the next plan at `start`, and tells everybody. */
static __attribute__((noinline)) void begin_plan(struct cpu *cpu,
                                                 uint64_t start)
{
    const struct bh_config *config = cpu->config;
    const struct bh_config_plan *plan = cpu->next_plan;
    bool first = cpu->plan == NULL;

    cpu->plan = plan;
    cpu->slots = config_slot(config, plan->slot_first);
    cpu->frame_start = start;
    cpu->plan_start = start;
    trace_record(BH_TRACE_PLAN, BH_TRACE_NOBODY,
                 (uint32_t)(plan - config_plan(config, 0)), start, 0);
    for (uint32_t id = 0; id < config->partitions.count; id++) {
        struct vcpu *vcpu = &vcpus[id];
        struct bh_info *info = vcpu->info;

        info->plan = (uint32_t)(plan - config_plan(config, 0));
        memcpy(info->plan_name, plan->name, BH_NAME_SIZE);
        info->frame_duration = plan->frame;
        if (first)
            continue;
        partition_apply(vcpu, plan->action[id], BH_RESET_PLAN, 0);
        virq_signal(vcpu, BH_LINE_PLAN, 1);
    }
}

static inline bool is_last(const struct cpu *cpu)
{
    return cpu->slot + 1 == cpu->plan->slot_count;
}

/* Moves to the next slot of the plan, or the first of its next frame. */
static inline void move_on(struct cpu *cpu)
{
    uint32_t next = cpu->slot + 1;

    if (is_last(cpu)) {
        next = 0;
        cpu->frame_start += cpu->plan->frame;
    }
    move_to(cpu, next);
}

static inline bool plan_ends(const struct cpu *cpu)
{
    return is_last(cpu) && cpu->next_plan != cpu->plan;
}

/* Moves on, perhaps to the first slot of the next plan. */
static void pass_slot(struct cpu *cpu)
{
    if (!plan_ends(cpu)) {
        move_on(cpu);
        return;
    }
    begin_plan(cpu, cpu->frame_start + cpu->plan->frame);
    move_to(cpu, 0);
}

/* Writes into the information of `vcpu` that it has the current slot. */
static inline void show_slot(const struct cpu *cpu, struct vcpu *vcpu,
                             uint32_t id)
{
    struct bh_info *info = vcpu->info;

    info->slot = id;
    info->slot_start = cpu->slot_start;
    info->slot_end = cpu->slot_end + cpu->plan->guard;
    info->frame_start = cpu->frame_start;
    info->slot_count++;
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
    if ((owner->hooks & HOOK_SLOT) != 0)
        virq_signal(owner, BH_LINE_SLOT, 1);
}

/* Gives the current slot to its owner, who reads of it in its information. */
static inline void begin_slot(struct cpu *cpu)
{
    const struct bh_config_slot *slot = &cpu->slots[cpu->slot];

    cpu->owner = NULL;
    if (slot->partition == BH_SLOT_IDLE)
        return;

    cpu->owner = &vcpus[slot->partition];
    cpu->owner->blocked &= ~BLOCKED_YIELDED;
    show_slot(cpu, cpu->owner, slot->id);
    if (cpu->owner->hooks != 0)
        see_to_hooks(cpu->owner);
}

/*
 * The plan changes, or the machine stood still: slots that are over are
 * nobody's any more.
 */
static __attribute__((noinline)) void catch_up(struct cpu *cpu, uint64_t now)
{
    if (plan_ends(cpu))
        pass_slot(cpu);
    while (now >= cpu->frame_start + cpu->plan->frame) {
        uint64_t frame = cpu->plan->frame;
        uint64_t passed = (now - cpu->frame_start) / frame;

        if (cpu->next_plan != cpu->plan)
            passed = 1; /* frames of the next plan follow */
        /* One of which a slot had begun is not wholly lost. */
        cpu->frames_lost += cpu->slot == 0 ? passed : passed - 1;
        cpu->frame_start += (passed - 1) * frame;
        cpu->slot = cpu->plan->slot_count - 1;
        pass_slot(cpu);
    }
    while (now >= cpu->slot_end)
        pass_slot(cpu);
    begin_slot(cpu);
}

void sched_start(struct cpu *cpu, uint32_t plan, uint64_t start)
{
    cpu->next_plan = config_plan(cpu->config, plan);
    begin_plan(cpu, start);
    move_to(cpu, 0);
    begin_slot(cpu);
}

void sched_follow(struct cpu *cpu, uint32_t plan, bool now)
{
    if (now)
        sched_start(cpu, plan, arch_time());
    else
        cpu->next_plan = config_plan(cpu->config, plan);
}

struct result sched_switch(struct vcpu *self, uint64_t plan)
{
    if (plan >= self->config->plans.count)
        return result_error(BH_E_INVALID_PARAM);
    if ((self->partition->rights & BH_RIGHT_PLAN) == 0)
        return result_error(BH_E_DENIED);
    sched_follow(self->cpu, (uint32_t)plan, false);
    return result_value(0);
}

void sched_lend_slot(const struct cpu *cpu, struct vcpu *next)
{
    if (next->info->slot != BH_SLOT_SPARE ||
        next->info->slot_start != cpu->slot_start)
        show_slot(cpu, next, BH_SLOT_SPARE);
}

void sched_advance(struct cpu *cpu, uint64_t now)
{
    if (now < cpu->slot_end)
        return;
    if (!plan_ends(cpu)) {
        move_on(cpu);
        if (now < cpu->slot_end) {
            begin_slot(cpu);
            return;
        }
    }
    catch_up(cpu, now);
}
