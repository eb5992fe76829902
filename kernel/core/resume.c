/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one exit from the kernel: advance the plan, let interrupts in, switch
 * memory, set the timer, and say whose registers to load. When nobody may run,
 * the hart rests here, and does what was put off until nobody's time.
 */
#include "kernel/core/resume.h"
#include "kernel/board/board.h"
#include "kernel/core/console.h"
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

static bool step(struct cpu *cpu)
{
    /* Print before formatting more, so that the report finds room. */
    return console_step() || health_report_step(cpu) || console_prompt_step();
}

void resume_spend(struct vcpu *self)
{
    struct cpu *cpu = self->cpu;

    if (arch_time() + step_ticks(cpu) < cpu->slot_end)
        step(cpu);
}

/* The last partition has halted: say the rest, and end the machine. */
static void end_if_all_halted(struct cpu *cpu)
{
    if (cpu->halted_count < cpu->config->partitions.count)
        return;
    do
        console_flush();
    while (health_report_step(cpu));
    board_power_off(cpu->any_stopped ? BOARD_END_STOPPED : BOARD_END_DONE);
}

/* Whose slot it is, if it may run, and NULL if not; its timer is looked at. */
static inline struct vcpu *runnable(struct cpu *cpu)
{
    uint64_t now = arch_time();
    struct vcpu *owner;

    if (now >= cpu->slot_end)
        sched_advance(cpu, now);
    owner = cpu->owner;
    if (owner == NULL)
        return NULL;
    virq_update_timers(owner, now);
    if (owner->blocked == BLOCKED_WAITING && arch_vcpu_interrupt_pending(owner))
        owner->blocked = 0;
    return owner->blocked == 0 ? owner : NULL;
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
    struct vcpu *next;

    cpu_account(cpu, arch_time());
    cpu->rests = true;
    do {
        uint64_t wake = wake_time(cpu);

        trace_record(BH_TRACE_IDLE, BH_TRACE_NOBODY, 0, 0, 0);
        ASSERT(cpu->owner == NULL || cpu->owner->blocked != 0);
        end_if_all_halted(cpu);
        cpu_set_timer(cpu, wake);
        while (arch_time() + step_ticks(cpu) < wake)
            if (!step(cpu))
                break;
        arch_wait();
        next = runnable(cpu);
    } while (next == NULL);
    trace_record(BH_TRACE_RUN, next->id, 0, 0, 0);
    cpu->run_since = arch_time();
    cpu->rests = false;
    if ((next->hooks & HOOK_EXECUTION) != 0)
        virq_reckon(next);
    return next;
}

/* The registers of who runs now, or NULL if it turns out that it must not. */
static inline __attribute__((always_inline)) struct arch_vcpu *
run_next(struct cpu *cpu)
{
    struct vcpu *next = runnable(cpu);

    if (next == NULL)
        next = rest(cpu);
    cpu_set_timer(cpu, virq_next_deadline(next));
    if (next != cpu->loaded) {
        cpu_account(cpu, arch_time());
        arch_switch(cpu->loaded, next);
        cpu->loaded = next;
    }
    while (arch_time() < cpu->slot_start)
        ; /* the guard: shorter than any slot */
    return arch_vcpu_deliver(next);
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
