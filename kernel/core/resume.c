/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one exit from the kernel: advance the plan, let interrupts in, switch
 * memory, set the timer, and say whose registers to load. When nobody may run,
 * the hart rests here, and does what was put off until nobody's time.
 */
#include "kernel/core/resume.h"
#include "kernel/core/console.h"
#include "kernel/core/health.h"
#include "kernel/core/panic.h"
#include "kernel/core/sched.h"
#include "kernel/core/trace.h"
#include "kernel/core/upcall.h"

/* Put-off work begins only with so many ticks to spare before a deadline. */
static uint64_t step_ticks(const struct cpu *cpu)
{
    /* As if a tick were a hundred instructions at 10 MHz: 2500 in 25 us. */
    return cpu->config->tick_frequency / 1000000 *
           (CONSOLE_STEP_INSTRUCTIONS / 100);
}

/*
 * Fills the memory of `self`, if it is to start: 4 pieces a step. False if
 * there was nothing to fill, or no time.
 */
static bool fill(const struct cpu *cpu, struct vcpu *self, uint64_t until)
{
    bool any = false;

    while (self->blocked == BLOCKED_FILLING &&
           arch_time() + step_ticks(cpu) / 4 < until) {
        partition_fill_step(self);
        any = true;
    }
    return any;
}

static bool step(struct cpu *cpu)
{
    /* Print before formatting more, so that the report finds room. */
    return console_waits &&
           (console_step() || health_report_step(cpu) || console_prompt_step());
}

void resume_spend(struct vcpu *self)
{
    struct cpu *cpu = self->cpu;

    if (console_waits && arch_time() + step_ticks(cpu) < cpu->slot_end)
        step(cpu);
}

/* Nobody will ever run again: say the rest, and end the machine. */
static void end_if_all_still(struct cpu *cpu)
{
    if (cpu->still_count < cpu->config->partitions.count ||
        cpu->next_plan != cpu->plan)
        return;
    health_end(cpu, false);
}

/* Whether a partition can go on; its timers are looked at. */
static inline bool may_run(struct vcpu *self, uint64_t now)
{
    virq_update_timers(self, now);
    if (self->blocked == BLOCKED_WAITING && arch_vcpu_interrupt_pending(self))
        self->blocked = 0;
    return self->blocked == 0;
}

/* Whose slot it is, if it may run, and NULL if not; its timer is looked at. */
static inline struct vcpu *runnable(struct cpu *cpu)
{
    uint64_t now = arch_time();

    if (now >= cpu->slot_end) {
        sched_advance(cpu, now);
        if (cpu->frames_lost > 0)
            health_lose_frames(cpu);
    }
    return cpu->owner != NULL && may_run(cpu->owner, now) ? cpu->owner : NULL;
}

/* Gives the hart to `next`, until the slot ends. */
static inline void switch_to(struct cpu *cpu, struct vcpu *next)
{
    cpu_account(cpu, arch_time());
    arch_switch(cpu->loaded, next);
    cpu->loaded = next;
    cpu->until = cpu->slot_end;
}

/* Lends the slot, until `wake`, to the first that runs in the background. */
static struct vcpu *lend(struct cpu *cpu, uint64_t wake)
{
    for (uint32_t i = 0; i < cpu->plan->background_count; i++) {
        struct vcpu *next = &vcpus[cpu->plan->background[i]];

        (void)fill(cpu, next, wake);
        if (next != cpu->owner && may_run(next, arch_time())) {
            cpu->run_since = arch_time(); /* before, the hart has rested */
            if (next != cpu->loaded)
                switch_to(cpu, next);
            cpu->until = wake;
            if (cpu->owner != NULL && cpu->owner->partition->interrupts != 0)
                arch_vcpu_watch(next);
            sched_lend_slot(cpu, next);
            return next;
        }
        if (next->blocked == BLOCKED_WAITING && next->alarm < cpu->timer)
            cpu_set_timer(cpu, next->alarm);
    }
    return NULL;
}

/*
 * Has the health monitor see to what happened to those that could run now:
 * whether there was anything, by which all may have changed.
 */
static bool settle(struct cpu *cpu)
{
    if (cpu->owner != NULL && health_settle(cpu->owner))
        return true;
    for (uint32_t i = 0; i < cpu->plan->background_count; i++)
        if (health_settle(&vcpus[cpu->plan->background[i]]))
            return true;
    return false;
}

/* When the hart must wake, while nobody may run. */
static uint64_t wake_time(const struct cpu *cpu)
{
    if (cpu->owner == NULL || cpu->owner->blocked != BLOCKED_WAITING)
        return cpu->slot_end;
    return virq_next_deadline(cpu->owner);
}

/* Rests until somebody may run, and does what was put off until then. */
static __attribute__((noinline)) struct vcpu *rest(struct cpu *cpu)
{
    struct vcpu *next = NULL;

    cpu_account(cpu, arch_time());
    cpu->rests = true;
    do {
        uint64_t wake;

        if ((cpu->owner != NULL && fill(cpu, cpu->owner, cpu->slot_end)) ||
            settle(cpu))
            continue;
        trace_record(BH_TRACE_IDLE, BH_TRACE_NOBODY, 0, 0, 0);
        wake = wake_time(cpu);
        end_if_all_still(cpu);
        cpu_set_timer(cpu, wake);
        while (arch_time() + step_ticks(cpu) < wake)
            if (!step(cpu))
                break;
        next = lend(cpu, wake);
        if (next != NULL)
            break;
        if (!settle(cpu))
            arch_wait();
    } while ((next = runnable(cpu)) == NULL); /* of the next slot, perhaps */
    trace_record(BH_TRACE_RUN, next->id, 0, 0, 0);
    cpu->run_since = arch_time();
    cpu->rests = false;
    if ((next->hooks & HOOK_EXECUTION) != 0)
        virq_reckon(next);
    return next;
}

/*
 * Waits until somebody may run. As a rule that is the one whose slot it is, and
 * who waits for its timer while there is nothing else to do: then it is quick.
 */
static __attribute__((noinline)) struct vcpu *idle(struct cpu *cpu)
{
    struct vcpu *self = cpu->owner, *next;

    if (self == NULL || self != cpu->loaded ||
        self->blocked != BLOCKED_WAITING || console_waits || trace_kinds != 0 ||
        (self->hooks & HOOK_EXECUTION) != 0 || cpu->plan->background_count != 0)
        return rest(cpu);
    self->executed += arch_time() - cpu->run_since;
    arch_wait(); /* its timer has been the hart's while it ran */
    cpu->run_since = arch_time();
    next = runnable(cpu);
    return next != NULL ? next : rest(cpu);
}

/* The registers of `next`, or NULL if it turns out that it must not run. */
static inline __attribute__((always_inline)) struct arch_vcpu *
run(struct cpu *cpu, struct vcpu *next)
{
    if (next != cpu->loaded)
        switch_to(cpu, next);
    cpu_set_timer(cpu, virq_next_deadline(next));
    while (arch_time() < cpu->slot_start)
        ; /* the guard: shorter than any slot */
    return arch_vcpu_deliver(next);
}

/* Those of whoever may run now. */
static inline __attribute__((always_inline)) struct arch_vcpu *
run_next(struct cpu *cpu)
{
    struct vcpu *next = runnable(cpu);

    return run(cpu, next != NULL ? next : idle(cpu));
}

static __attribute__((noinline)) struct arch_vcpu *run_another(struct cpu *cpu)
{
    struct arch_vcpu *registers;

    do
        registers = run_next(cpu);
    while (registers == NULL);
    return registers;
}

struct arch_vcpu *upcall_resume(struct vcpu *self)
{
    struct cpu *cpu = self->cpu;
    struct arch_vcpu *registers = run_next(cpu);

    return registers != NULL ? registers : run_another(cpu);
}

struct arch_vcpu *upcall_wait(struct vcpu *self)
{
    struct cpu *cpu = self->cpu;
    struct arch_vcpu *registers;

    self->blocked |= BLOCKED_WAITING;
    if (self != cpu->owner || arch_vcpu_interrupt_pending(self))
        return upcall_resume(self); /* somebody may run */
    registers = run(cpu, idle(cpu));
    return registers != NULL ? registers : run_another(cpu);
}
