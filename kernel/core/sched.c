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

/* What the start of a plan means to a partition. */
static void apply(struct vcpu *self, uint8_t action)
{
    switch (action) {
    case BH_PLAN_ACTION_COLD_RESET:
        partition_reset(self, BH_STATE_COLD_START, BH_RESET_PLAN, 0);
        break;
    case BH_PLAN_ACTION_WARM_RESET:
        partition_reset(self, BH_STATE_WARM_START, BH_RESET_PLAN, 0);
        break;
    case BH_PLAN_ACTION_SUSPEND:
        partition_suspend(self);
        break;
    case BH_PLAN_ACTION_RESUME:
        partition_resume(self);
        break;
    case BH_PLAN_ACTION_HALT:
        partition_halt(self, false);
        break;
    default:
        break;
    }
}

/* Begins the next plan at `start`, and tells everybody. */
static __attribute__((noinline)) void begin_plan(struct cpu *cpu,
                                                 uint64_t start)
{
    const struct bh_config *config = cpu->config;
    const struct bh_config_plan *plan = cpu->next_plan;
    bool first = cpu->plan == NULL;

    cpu->plan = plan;
    cpu->switches_now = false;
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
        apply(vcpu, plan->action[id]);
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

/* Moves to the first slot of the next plan. */
static void change_plan(struct cpu *cpu)
{
    begin_plan(cpu, cpu->switches_now ? arch_time()
                                      : cpu->frame_start + cpu->plan->frame);
    move_to(cpu, 0);
}

static inline bool plan_ends(const struct cpu *cpu)
{
    return is_last(cpu) && cpu->next_plan != cpu->plan;
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

static void pass_slot(struct cpu *cpu)
{
    if (plan_ends(cpu))
        change_plan(cpu);
    else
        move_on(cpu);
}

/*
 * The plan changes, or the machine stood still: slots that are over are
 * nobody's any more.
 */
static __attribute__((noinline)) void catch_up(struct cpu *cpu, uint64_t now)
{
    if (plan_ends(cpu))
        change_plan(cpu);
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

void sched_switch(struct cpu *cpu, uint32_t plan, bool now)
{
    if (cpu->switches_now)
        return; /* what comes at once comes first */
    cpu->next_plan = config_plan(cpu->config, plan);
    if (!now || cpu->next_plan == cpu->plan)
        return;
    cpu->switches_now = true;
    cpu->slot = cpu->plan->slot_count - 1;
    cpu->slot_end = 0;
    cpu->until = 0;
}

struct result sched_call_switch(struct vcpu *self, uint64_t plan)
{
    if (plan >= self->config->plans.count)
        return result_error(BH_E_INVALID_PARAM);
    if ((self->partition->rights & BH_RIGHT_PLAN) == 0)
        return result_error(BH_E_DENIED);
    sched_switch(self->cpu, (uint32_t)plan, false);
    return result_value(0);
}

void sched_get_status(const struct cpu *cpu, struct bh_plan_status *status)
{
    const struct bh_config_plan *plans = config_plan(cpu->config, 0);

    *status = (struct bh_plan_status){
        .current = (uint32_t)(cpu->plan - plans),
        .next = (uint32_t)(cpu->next_plan - plans),
        .switch_time = cpu->plan_start,
        .frame_start = cpu->frame_start,
    };
}

void sched_lend_slot(const struct cpu *cpu, struct vcpu *next)
{
    next->info->slot = BH_SLOT_SPARE;
    next->info->slot_start = cpu->slot_start;
    next->info->slot_end = cpu->slot_end + cpu->plan->guard;
    next->info->frame_start = cpu->frame_start;
    next->info->slot_count++;
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
