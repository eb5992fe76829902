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
#include <bulkhead/status.h>
#include <stdbool.h>
#include <stdint.h>

/* A hart. Written by the hart itself only. */
struct cpu {
    const struct bh_config *config;
    const struct bh_config_plan *plan;
    const struct bh_config_plan *next_plan; /* from the frame's end on */
    const struct bh_config_slot *slots;     /* of the plan */
    uint32_t slot;        /* current slot's index in the plan */
    struct vcpu *owner;   /* whose slot it is, or NULL: idle */
    uint64_t frame_start; /* ticks */
    uint64_t plan_start;  /* ticks: when the plan began */
    uint64_t frames_lost; /* because the machine stood still; to be told */
    uint64_t slot_start;  /* ticks, as planned; nobody runs before it */
    uint64_t slot_end;    /* ticks, as planned less the plan's guard */
    uint64_t until;       /* ticks: the slot's end, or its owner goes on */
    uint64_t timer;       /* deadline that the hart's timer has */
    uint64_t run_since;   /* ticks: what `loaded` ran before is accounted */
    bool rests;           /* and since then it has not run */
    struct vcpu *loaded;  /* whose memory and FP registers are in the hart */
    uint32_t still_count; /* partitions that do not run unless told to */
    bool any_stopped;     /* the health monitor halted at least one */
};

/* A timer of one of a partition's clocks. */
struct clock_timer {
    uint64_t deadline; /* ticks of the clock; BH_TIME_NEVER: none */
    uint64_t period;   /* ticks from one expiry to the next; 0: only one */
};

/* Times to be kept, in the order of their events from BH_EVENT_DEADLINE on. */
enum limit { LIMIT_DEADLINE, LIMIT_WATCHDOG, LIMITS };

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
    uint64_t timer;        /* deadline, ticks; BH_TIME_NEVER: none */
    uint64_t *timer_shown; /* where the guest may read it */
    uint64_t alarm;  /* when the first of timer and `others` is to be seen to */
    uint64_t others; /* the first of the other deadlines */
    uint32_t hooks;  /* HOOK_...: what a slot's start must see to */
    const struct bh_config *config;
    const struct bh_config_partition *partition;
    bool traced; /* upcall_interrupt_taken() is told of its interrupts */
    uint32_t suspended_state; /* BH_STATE_... before it was suspended */
    uint32_t fill_segment;    /* next to be filled, before it can start */
    uint64_t fill_offset;     /* bytes of that segment already filled */
    struct bh_info *info;     /* the information page; the guest can read it */
    uint32_t id;
    uint32_t state;         /* BH_STATE_... */
    uint64_t executed;      /* ticks that it ran; run_since */
    uint32_t posted;        /* BH_EVENT_... not seen to, by bit */
    uint64_t failure[2];    /* what the program says of them: code, detail */
    uint32_t restart_count; /* resets by the health monitor ... */
    uint64_t restarts[BH_RESTARTS_MAX - 1]; /* ... and when the last were */
    struct clock_timer clocks[BH_CLOCK_COUNT];
    uint64_t limits[LIMITS];         /* ticks, or BH_TIME_NEVER: LIMIT_... */
    uint64_t sources[BH_LINE_COUNT]; /* of each line: why it is up */
    uint64_t seen[BH_PORTS_MAX]; /* sampling: number of the message read last */
};

/* Beginnings of slots that are not only the hart's affair, as bits. */
#define HOOK_EXECUTION 0x1u /* a timer that runs while the partition does */
#define HOOK_TRACE 0x2u     /* the trace has slots */
#define HOOK_SLOT 0x4u      /* the partition wants to know of it */

/* Reasons not to run in one's own slot, as bits. */
#define BLOCKED_STILL 0x1u   /* idle, suspended, or halted */
#define BLOCKED_YIELDED 0x2u /* until its next slot */
#define BLOCKED_WAITING 0x4u /* until an interrupt that it has enabled */
#define BLOCKED_FILLING 0x8u /* until its memory has its first contents */
#define BLOCKED_EVENT 0x10u  /* until the health monitor has seen to `posted` */

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
    if (cpu->loaded != NULL)
        cpu->loaded->executed += now - cpu->run_since;
    cpu->run_since = now;
}

/* What a clock of `self` reads, BH_CLOCK_...: ticks. */
uint64_t partition_clock(const struct vcpu *self, uint64_t clock);

/* Makes partition `id` one that is idle: before the first start. */
void partition_init(struct cpu *cpu, uint32_t id);

/*
 * Does BH_PLAN_ACTION_... to `self`; if that is a reset, because of `cause`,
 * BH_RESET_..., and with `status` for the guest to read. BH_E_STATE if it is
 * not in a state where that can be, BH_E_INVALID_PARAM if there is no such
 * action.
 */
long partition_apply(struct vcpu *self, uint32_t action, uint32_t cause,
                     uint64_t status);

/*
 * Fills the next piece of the memory of `self`, which is BLOCKED_FILLING: at
 * most PARTITION_STEP bytes. Behind the last one it starts.
 */
#define PARTITION_STEP 1024u
void partition_fill_step(struct vcpu *self);

/*
 * Ends `self`, until somebody resets it; `stopped` says that it was not its own
 * wish. The machine ends with the last partition.
 */
void partition_halt(struct vcpu *self, bool stopped);

/*
 * Calls of `self` about partition `id`: BH_E_INVALID_PARAM if there is none
 * such, BH_E_DENIED; and partition_apply()'s.
 */
struct result partition_control(const struct vcpu *self, uint64_t id,
                                uint32_t action, uint64_t status);
struct result partition_get_status(const struct vcpu *self, uint64_t id,
                                   struct bh_partition_status *status);

/* ARINC 653 part 1, SET_PARTITION_MODE: BH_E_INVALID_PARAM, BH_E_STATE. */
struct result partition_set_mode(struct vcpu *self, uint64_t mode);

/* Keeps `self` from running, because of BLOCKED_YIELDED or ..._WAITING. */
static inline void partition_block(struct vcpu *self, uint32_t why)
{
    self->blocked |= why;
    arch_vcpu_leave(self);
}

/*
 * Something has happened to `self` that is no exception, BH_EVENT_...: the
 * health monitor sees to it before `self` goes on. If the program says so
 * itself, `code` and `detail` are its own.
 */
static inline void partition_post(struct vcpu *self, uint32_t event,
                                  uint64_t code, uint64_t detail)
{
    self->posted |= 1u << event;
    self->failure[0] = code;
    self->failure[1] = detail;
    partition_block(self, BLOCKED_EVENT);
}

#endif
