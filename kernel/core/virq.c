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

struct result virq_done(const struct vcpu *self, uint64_t sources)
{
    if ((sources & ~self->partition->interrupts) != 0)
        return result_error(BH_E_DENIED);
    arch_interrupts_done(sources);
    return result_value(0);
}

static inline uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/*
 * Whether the timer of a clock waits to be taken. Until then it needs no
 * attention: however short its period is, it costs a guest nothing more.
 */
static bool is_up(const struct vcpu *self, uint32_t clock)
{
    return (self->sources[BH_LINE_TIMER] >> clock & 1) != 0;
}

void virq_reckon(struct vcpu *self)
{
    self->others = BH_TIME_NEVER;
    for (uint32_t clock = 0; clock < BH_CLOCK_COUNT; clock++) {
        uint64_t deadline = self->clocks[clock].deadline;
        uint64_t now = arch_time(), reads = partition_clock(self, clock);
        uint64_t left = deadline > reads ? deadline - reads : 0;

        if (deadline != BH_TIME_NEVER && left < BH_TIME_NEVER - now &&
            !is_up(self, clock))
            self->others = earlier(self->others, now + left);
    }
    for (uint32_t i = 0; i < LIMITS; i++)
        self->others = earlier(self->others, self->limits[i]);
    self->alarm = self->others;
    if ((self->pending & VIRQ_TIMER) == 0)
        self->alarm = earlier(self->alarm, self->timer);
}

/* Moves a timer to its next expiry ahead; those in between are lost. */
static void clock_goes_on(struct vcpu *self, uint32_t clock)
{
    struct clock_timer *timer = &self->clocks[clock];
    uint64_t reads = partition_clock(self, clock), passed;

    if (timer->period == 0 || reads < timer->deadline)
        return;
    passed = (reads - timer->deadline) / timer->period;
    self->info->timer_missed[clock] += passed;
    timer->deadline += passed * timer->period;
    timer->deadline = timer->period < BH_TIME_NEVER - timer->deadline
                          ? timer->deadline + timer->period
                          : BH_TIME_NEVER;
}

struct result virq_take(struct vcpu *self, uint64_t line)
{
    uint64_t sources;

    if (line >= BH_LINE_COUNT)
        return result_error(BH_E_INVALID_PARAM);
    sources = self->sources[line];
    self->sources[line] = 0;
    arch_vcpu_set_line(self, (uint32_t)line, false);
    if (line == BH_LINE_TIMER) {
        for (uint32_t clock = 0; clock < BH_CLOCK_COUNT; clock++)
            if ((sources >> clock & 1) != 0)
                clock_goes_on(self, clock);
        virq_reckon(self);
        cpu_set_timer(self->cpu, virq_next_deadline(self));
    }
    return result_value((long)sources);
}

void virq_expire(struct vcpu *self, uint64_t now)
{
    if (now >= self->timer && (self->pending & VIRQ_TIMER) == 0)
        virq_timer_expires(self);
    for (uint32_t clock = 0; clock < BH_CLOCK_COUNT; clock++) {
        struct clock_timer *timer = &self->clocks[clock];

        if (is_up(self, clock) ||
            partition_clock(self, clock) < timer->deadline)
            continue;
        if (timer->period == 0)
            timer->deadline = BH_TIME_NEVER;
        virq_signal(self, BH_LINE_TIMER, UINT64_C(1) << clock);
    }
    for (uint32_t i = 0; i < LIMITS; i++) {
        if (now < self->limits[i] || (self->blocked & BLOCKED_STILL) != 0)
            continue; /* who is still sees to it when it goes on */
        self->limits[i] = BH_TIME_NEVER;
        self->posted |= 1u << (BH_EVENT_DEADLINE + i);
        self->blocked |= BLOCKED_EVENT;
    }
    virq_reckon(self);
}

void virq_set_limit(struct vcpu *self, enum limit limit, uint64_t time)
{
    self->limits[limit] = time;
    virq_reckon(self);
    cpu_set_timer(self->cpu, virq_next_deadline(self));
}

void virq_set_timer(struct vcpu *self, uint64_t deadline)
{
    self->timer = deadline;
    *self->timer_shown = deadline;
    self->alarm = earlier(deadline, self->others);
    /* A deadline in the past makes the hart's timer come at once. */
    cpu_set_timer(self->cpu, virq_next_deadline(self));
    if ((self->pending & VIRQ_TIMER) != 0)
        virq_lower(self, VIRQ_TIMER);
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
