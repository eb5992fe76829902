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

/** Status of the plans (ARINC 653 part 2, GET_MODULE_SCHEDULE_STATUS). */
struct bh_plan_status {
    uint32_t current;     /**< Plan that is being followed. */
    uint32_t next;        /**< Plan from the frame's end on. */
    uint64_t switch_time; /**< When the current one began, ticks. */
    uint64_t frame_start; /**< Of the current frame, ticks. */
};

#endif
