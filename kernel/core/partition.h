/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partitions, their virtual CPUs, and the harts that run them. A partition has
 * one virtual CPU; both are one structure until one needs more.
 */
#ifndef KERNEL_CORE_PARTITION_H
#define KERNEL_CORE_PARTITION_H

#include "kernel/arch/arch.h"
#include "kernel/core/result.h"
#include <bulkhead/config.h>
#include <stdbool.h>
#include <stdint.h>

/* A hart. Written by the hart itself only. */
struct cpu {
    const struct bh_config *config;
    const struct bh_config_plan *plan;
    const struct bh_config_slot *slots; /* of the plan */
    uint32_t slot;                      /* current slot's index in the plan */
    struct vcpu *owner;                 /* whose slot it is, or NULL: idle */
    uint64_t frame_start;               /* ticks */
    uint64_t frames_lost;  /* because the machine stood still; to be told */
    uint64_t slot_start;   /* ticks, as planned; nobody runs before it */
    uint64_t slot_end;     /* ticks, as planned less the plan's guard */
    uint64_t timer;        /* deadline that the hart's timer has */
    uint64_t run_since;    /* ticks: what `loaded` ran before is accounted */
    bool rests;            /* and since then it has not run */
    struct vcpu *loaded;   /* whose memory and FP registers are in the hart */
    uint32_t halted_count; /* partitions that have halted */
    bool any_stopped;      /* the health monitor halted at least one */
};

/* A timer of one of a partition's clocks. */
struct clock_timer {
    uint64_t deadline; /* ticks of the clock; BH_TIME_NEVER: none */
    uint64_t period;   /* ticks from one expiry to the next; 0: only one */
};

/* A virtual CPU. Written by the hart that runs it only. */
struct vcpu {
    struct arch_vcpu *arch; /* its registers */
    uint32_t pending;       /* VIRQ_... that wait, by bit */
    uint32_t blocked;       /* BLOCKED_...: why it does not run; 0: it may */
    struct cpu *cpu;
    const struct bh_config_region *regions;
    uint32_t region_count;
    const struct bh_config_region *text_region; /* executed last */
    const struct bh_config_region *data_region; /* opened last */
    const struct bh_config_device *devices;
    uint32_t device_count;
    const struct bh_config_port *ports;
    const struct bh_config_channel *channels; /* of the whole system */
    uint32_t port_count;
    uint64_t timer;  /* deadline, ticks; BH_TIME_NEVER: none */
    uint64_t alarm;  /* when the first of timer and `others` is to be seen to */
    uint64_t others; /* the first of the other deadlines */
    uint32_t hooks;  /* HOOK_...: what a slot's start must see to */
    const struct bh_config *config;
    const struct bh_config_partition *partition;
    struct bh_info *info; /* the information page; the guest can read it */
    uint32_t id;
    uint32_t state;    /* BH_STATE_... */
    uint64_t executed; /* ticks that it ran; run_since */
    struct clock_timer clocks[BH_CLOCK_COUNT];
    uint64_t sources[BH_LINE_COUNT]; /* of each line: why it is up */
};

/* Beginnings of slots that are not only the hart's affair, as bits. */
#define HOOK_EXECUTION 0x1u /* a timer that runs while the partition does */
#define HOOK_TRACE 0x2u     /* the trace has slots */

/* Reasons not to run in one's own slot, as bits. */
#define BLOCKED_HALTED 0x1u  /* for good */
#define BLOCKED_YIELDED 0x2u /* until its next slot */
#define BLOCKED_WAITING 0x4u /* until an interrupt that it has enabled */

/* By identifier; there are as many as the configuration has partitions. */
extern struct vcpu vcpus[BH_PARTITIONS_MAX];

/* Makes the hart's timer come at `deadline`, absolute ticks. */
static inline void cpu_set_timer(struct cpu *cpu, uint64_t deadline)
{
    if (deadline != cpu->timer) {
        cpu->timer = deadline;
        arch_timer_set(deadline);
    }
}

/* Accounts for what `cpu->loaded` ran until now. */
static inline void cpu_account(struct cpu *cpu, uint64_t now)
{
    if (cpu->loaded != NULL && !cpu->rests)
        cpu->loaded->executed += now - cpu->run_since;
    cpu->run_since = now;
}

/* Makes partition `id` ready to start in its first slot: a cold start. */
void partition_start(struct cpu *cpu, uint32_t id);

/*
 * Ends `self` for good; `stopped` says that it was not its own wish. The
 * machine ends with the last partition.
 */
void partition_halt(struct vcpu *self, bool stopped);

/* State of partition `id`, or BH_E_INVALID_PARAM, BH_E_DENIED. */
struct result partition_get_state(const struct vcpu *self, uint64_t id);

/* Ends the current slot for `self`. */
void partition_yield(struct vcpu *self);

/* Makes `self` wait for an interrupt that it has enabled. */
void partition_wait(struct vcpu *self);

#endif
