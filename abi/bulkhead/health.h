/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The health monitor: events, and what is done about them.
 */
#ifndef BULKHEAD_HEALTH_H
#define BULKHEAD_HEALTH_H

#include <bulkhead/abi.h>

/**
 * @name Events of a partition
 * What happens then is up to the system file. Those before
 * BH_EVENT_APPLICATION are exceptions of its hart.
 * @{
 */
#define BH_EVENT_MEMORY_VIOLATION 0    /**< Access outside what it may touch. */
#define BH_EVENT_ILLEGAL_INSTRUCTION 1 /**< None such, or not allowed. */
#define BH_EVENT_EXCEPTION 2           /**< Any other: breakpoint, ecall. */
#define BH_EVENT_UNHANDLED 3    /**< An exception that the guest cannot take. */
#define BH_EVENT_UNSUPPORTED 4  /**< Real on a hart, not in a partition. */
#define BH_EVENT_APPLICATION 5  /**< The program says that it has failed. */
#define BH_EVENT_RESET 6        /**< It asks its machine for a reset. */
#define BH_EVENT_INCOMPATIBLE 7 /**< It needs another kernel: manifest.h. */
#define BH_EVENT_DEADLINE 8     /**< It missed its deadline. */
#define BH_EVENT_WATCHDOG 9     /**< It did not kick its watchdog in time. */
#define BH_EVENT_COUNT 10
/** @} */

/**
 * @name What is done about an event
 * Up to BH_ACTION_HALT, but for BH_ACTION_PROPAGATE, the number is that of
 * BH_PLAN_ACTION_... for the same.
 * @{
 */
#define BH_ACTION_IGNORE 0       /**< It goes on. */
#define BH_ACTION_COLD_RESET 1   /**< It starts with a fresh image. */
#define BH_ACTION_WARM_RESET 2   /**< It starts with its memory kept. */
#define BH_ACTION_SUSPEND 3      /**< It stops until it is resumed. */
#define BH_ACTION_PROPAGATE 4    /**< Its own exception handler has it. */
#define BH_ACTION_HALT 5         /**< It stops until it is reset. */
#define BH_ACTION_SYSTEM_RESET 6 /**< The machine is restarted. */
#define BH_ACTION_SYSTEM_HALT 7  /**< The machine ends. */
/** Plus a plan: it is suspended, and that plan follows the current frame. */
#define BH_ACTION_PLAN 0x40
/** Plus a plan: it is suspended, and that plan begins at once. */
#define BH_ACTION_PLAN_NOW 0x80
/** The plan in an action from BH_ACTION_PLAN on. */
#define BH_ACTION_PLAN_MASK 0x3f
/** @} */

/** Registers in a record: pc, x1 to x31, mstatus, mie, mtvec, mepc. */
#define BH_HEALTH_REGISTERS 36
/** What the words of a whole record make: "BHhealth". */
#define BH_HEALTH_CHECK 0x68746c6165684842

#ifndef __ASSEMBLER__
#include <stdint.h>

/**
 * An event in the log, with what was done. The log has the last ones of each
 * partition, but none that its own handler got (BH_ACTION_PROPAGATE).
 */
struct bh_health_record {
    uint64_t number;    /**< Of the event, from 1; all partitions' in a row. */
    uint64_t time;      /**< When it was seen to, ticks. */
    uint64_t cause;     /**< Of an exception, as in mcause; of
                             BH_EVENT_APPLICATION, the code. */
    uint64_t address;   /**< Memory or instruction in question, or 0; of
                             BH_EVENT_APPLICATION, the detail. */
    uint32_t partition; /**< Whose it is. */
    uint32_t plan;      /**< In which plan. */
    uint32_t slot;      /**< In or since which of its slots. */
    uint16_t event;     /**< BH_EVENT_... */
    uint16_t action;    /**< BH_ACTION_..., a plan's number included. */
    uint64_t check;     /**< Makes BH_HEALTH_CHECK of all words, xored: a record
                             that has survived a restart is whole. */
    uint64_t registers[BH_HEALTH_REGISTERS]; /**< If it is no exception, and
                             came while the partition ran, those that a call
                             preserves are not known, and 0. */
};

/** Marks a crash record: "BHpanic!". */
#define BH_PANIC_MAGIC 0x2163696e61704842

/**
 * Why the kernel has broken, at its symbol `panic_record`. It outlives a
 * restart of the machine. The registers are those of the trap, or 0 for an
 * assertion.
 */
struct bh_panic_record {
    uint64_t magic; /**< BH_PANIC_MAGIC, or 0: there is none. */
    uint64_t time;  /**< Ticks. */
    uint64_t cause; /**< As in mcause. */
    uint64_t pc;
    uint64_t value; /**< As in mtval: address or instruction. */
    uint64_t stack_pointer;
    uint64_t return_address;
    char reason[128];  /**< NUL-terminated. */
    uint32_t crc;      /**< CRC-32 (IEEE 802.3) of all before it. */
    uint32_t restarts; /**< Of the machine, since. */
};
#endif

#endif
