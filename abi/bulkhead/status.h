/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * What the kernel tells of partitions and plans when it is asked.
 */
#ifndef BULKHEAD_STATUS_H
#define BULKHEAD_STATUS_H

#include <stdint.h>

/** Status of a partition (ARINC 653 part 1, GET_PARTITION_STATUS). */
struct bh_partition_status {
    uint32_t state;       /**< BH_STATE_... */
    uint32_t reset_cause; /**< BH_RESET_... of its last start. */
    uint32_t reset_count; /**< Starts after the first. */
    uint32_t reserved;
    uint64_t reset_status; /**< What was said at its last reset. */
    uint64_t slot_count;   /**< Slots it has been given since it is there. */
    uint64_t executed;     /**< Its execution clock, ticks. */
};

/**
 * Status of a port (ARINC 653 part 1, GET_SAMPLING_PORT_STATUS and
 * GET_QUEUING_PORT_STATUS); what never changes is in bh_info.port. Of a queue,
 * sent == received + lost + count. Counters begin with the system, and a
 * partition's reset leaves them alone, but for that of its own reads.
 */
struct bh_port_status {
    uint32_t count;      /**< Messages there are; sampling: at most 1. */
    uint32_t valid;      /**< Sampling: 1 while the latest one is valid. */
    uint64_t written_at; /**< Sampling: when that was written, ticks. */
    uint64_t sent;       /**< Messages that were written or sent; rings. */
    uint64_t received;   /**< Queuing: messages that were received; sampling:
                              number of the one that this port read last,
                              counted from 1, or 0. */
    uint64_t lost;       /**< Queuing: messages that gave way to others, or
                              were cleared. */
};

/** Status of the plans (ARINC 653 part 2, GET_MODULE_SCHEDULE_STATUS). */
struct bh_plan_status {
    uint32_t current;     /**< Plan that is being followed. */
    uint32_t next;        /**< Plan from the frame's end on. */
    uint64_t switch_time; /**< When the current one began, ticks. */
    uint64_t frame_start; /**< Of the current frame, ticks. */
};

#endif
