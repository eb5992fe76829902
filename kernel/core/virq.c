/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual interrupts: core keeps which lines are up; when they reach the guest
 * is the processor's affair (arch_vcpu_deliver). Timers that raise them, too.
 */
#include "kernel/core/virq.h"

void virq_raise(struct vcpu *self, uint32_t lines)
{
    self->pending |= lines;
    arch_vcpu_leave(self);
}

void virq_lower(struct vcpu *self, uint32_t lines)
{
    self->pending &= ~lines;
    arch_vcpu_show_pending(self);
}

void virq_signal(struct vcpu *self, uint32_t line, uint64_t sources)
{
    self->sources[line] |= sources;
    arch_vcpu_set_line(self, line, true);
}

struct result virq_take(struct vcpu *self, uint64_t line)
{
    uint64_t sources;

    if (line >= BH_LINE_COUNT)
        return result_error(BH_E_INVALID_PARAM);
    sources = self->sources[line];
    self->sources[line] = 0;
    arch_vcpu_set_line(self, (uint32_t)line, false);
    return result_value((long)sources);
}

static inline uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

void virq_reckon(struct vcpu *self)
{
    self->others = BH_TIME_NEVER;
    for (uint32_t clock = 0; clock < BH_CLOCK_COUNT; clock++) {
        uint64_t deadline = self->clocks[clock].deadline;
        uint64_t now = arch_time(), reads = partition_clock(self, clock);
        uint64_t left = deadline > reads ? deadline - reads : 0;

        if (deadline != BH_TIME_NEVER && left < BH_TIME_NEVER - now)
            self->others = earlier(self->others, now + left);
    }
    self->alarm = self->others;
    if ((self->pending & VIRQ_TIMER) == 0)
        self->alarm = earlier(self->alarm, self->timer);
}

static void clock_expires(struct vcpu *self, uint32_t clock, uint64_t reads)
{
    struct clock_timer *timer = &self->clocks[clock];
    uint64_t bit = UINT64_C(1) << clock;
    uint64_t missed = (self->sources[BH_LINE_TIMER] & bit) != 0;

    if (timer->period == 0) {
        timer->deadline = BH_TIME_NEVER;
    } else {
        uint64_t passed = (reads - timer->deadline) / timer->period;

        missed += passed;
        timer->deadline += passed * timer->period;
        timer->deadline = timer->period < BH_TIME_NEVER - timer->deadline
                              ? timer->deadline + timer->period
                              : BH_TIME_NEVER;
    }
    self->info->timer_missed[clock] += missed;
    virq_signal(self, BH_LINE_TIMER, bit);
}

void virq_expire(struct vcpu *self, uint64_t now)
{
    if (now >= self->timer && (self->pending & VIRQ_TIMER) == 0)
        virq_timer_expires(self);
    for (uint32_t clock = 0; clock < BH_CLOCK_COUNT; clock++) {
        uint64_t reads = partition_clock(self, clock);

        if (reads >= self->clocks[clock].deadline)
            clock_expires(self, clock, reads);
    }
    virq_reckon(self);
}

void virq_set_timer(struct vcpu *self, uint64_t deadline)
{
    self->timer = deadline;
    self->alarm = earlier(deadline, self->others);
    arch_vcpu_show_timer(self);
    if ((self->pending & VIRQ_TIMER) != 0)
        virq_lower(self, VIRQ_TIMER);
    /* A deadline in the past makes the hart's timer come at once. */
    cpu_set_timer(self->cpu, virq_next_deadline(self));
}

struct result virq_set_clock_timer(struct vcpu *self, uint64_t clock,
                                   uint64_t deadline, uint64_t period)
{
    if (clock >= BH_CLOCK_COUNT)
        return result_error(BH_E_INVALID_PARAM);
    self->clocks[clock] = (struct clock_timer){deadline, period};
    if (clock == BH_CLOCK_EXECUTION)
        self->hooks |= HOOK_EXECUTION;
    virq_reckon(self);
    cpu_set_timer(self->cpu, virq_next_deadline(self));
    return result_value(0);
}
