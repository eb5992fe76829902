/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The health monitor: what happens when a partition breaks a rule. Detection
 * is elsewhere; here alone is decided and applied.
 */
#ifndef KERNEL_CORE_HEALTH_H
#define KERNEL_CORE_HEALTH_H

#include "kernel/core/partition.h"

/* An event, with what the processor says of it. */
struct health_event {
    uint32_t kind;    /* BH_EVENT_... */
    uint64_t cause;   /* the trap's; the program's own code; or 0 */
    uint64_t address; /* memory or instruction in question, or 0 */
};

/*
 * Applies the configured action to `self` and returns it: it has been done, and
 * logged with the registers; but BH_ACTION_PROPAGATE is the caller's to do.
 */
uint8_t health_raise(struct vcpu *self, const struct health_event *event);

/* Keeps what a restart of the machine has left of the log. */
void health_init(void);

/* Says all that there is to say, and restarts the machine, or ends it. */
_Noreturn void health_end(struct cpu *cpu, bool restart);

/* The oldest record of the log from event `number` on, or NULL. */
const struct bh_health_record *health_find(uint64_t number);

/*
 * Frames have been lost: the machine goes on, is restarted or ends, as the
 * system's table has it.
 */
void health_lose_frames(struct cpu *cpu);

/* Raises what was posted to `self` by partition_post(): true if there was. */
bool health_settle(struct vcpu *self);

/*
 * Writes the next line of a pending report to the console: bounded work, for
 * idle time. False if there is none, or no room.
 */
bool health_report_step(struct cpu *cpu);

#endif
