/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one exit from the kernel: advance the plan, let interrupts in, switch
 * memory, set the timer, and say whose registers to load. When nobody may run,
 * the hart rests here, and does what was put off until nobody's time.
 */
#include "kernel/core/resume.h"
#include "kernel/board/board.h"
#include "kernel/core/console.h"
#include "kernel/core/sched.h"
#include "kernel/core/upcall.h"

/* Put-off work begins only with so many ticks to spare before a deadline. */
static uint64_t step_ticks(const struct cpu *cpu)
{
    /* As if a tick were a hundred instructions at 10 MHz: 2500 in 25 us. */
    return cpu->config->tick_frequency / 1000000 *
           (CONSOLE_STEP_INSTRUCTIONS / 100);
}

static bool step(void)
{
    /* Print before formatting more, so that the report finds room. */
    return console_step() || health_report_step();
}

static void set_timer(struct cpu *cpu, uint64_t deadline)
{
    if (deadline == cpu->timer)
        return;
    cpu->timer = deadline;
    arch_timer_set(deadline);
}

static void rest_until(struct cpu *cpu, uint64_t deadline)
{
    set_timer(cpu, deadline);
    while (arch_time() + step_ticks(cpu) < deadline)
        if (!step())
            break;
    arch_wait();
}

void resume_spend(const struct vcpu *self)
{
    const struct cpu *cpu = self->cpu;

    if (arch_time() + step_ticks(cpu) < cpu->slot_end)
        step();
}

/* True if `self` executes instructions in its slot now. */
static bool may_run(struct vcpu *self)
{
    if (self->state != BH_STATE_NORMAL || self->yielded)
        return false;
    if (self->waiting && arch_vcpu_interrupt_pending(self))
        self->waiting = false;
    return !self->waiting;
}

/* The last partition has halted: say the rest, and end the machine. */
static void end_if_all_halted(const struct cpu *cpu)
{
    if (cpu->halted_count < cpu->config->partitions.count)
        return;
    do
        console_flush();
    while (health_report_step());
    board_power_off(cpu->any_stopped ? BOARD_END_STOPPED : BOARD_END_DONE);
}

struct arch_vcpu *upcall_resume(struct vcpu *self)
{
    struct cpu *cpu = self->cpu;

    for (;;) {
        uint64_t now = arch_time();
        uint64_t deadline;
        struct vcpu *next;

        if (now >= cpu->slot_end)
            sched_advance(cpu, now);
        deadline = cpu->slot_end;
        next = cpu->owner;
        if (next != NULL) {
            uint64_t timer;

            virq_update_timer(next, now);
            timer = virq_next_deadline(next);
            if (may_run(next)) {
                if (timer < deadline)
                    deadline = timer;
                set_timer(cpu, deadline);
                if (next != cpu->loaded) {
                    arch_switch(cpu->loaded, next);
                    cpu->loaded = next;
                }
                arch_vcpu_deliver(next);
                return next->arch;
            }
            if (next->waiting && timer < deadline)
                deadline = timer;
        }
        end_if_all_halted(cpu);
        rest_until(cpu, deadline);
    }
}
