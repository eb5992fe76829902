/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The information page: facts that a guest reads instead of calling for.
 *
 * One page, read-only for the guest, at BH_INFO_PAGE_ADDRESS. The tool writes
 * what never changes; the kernel writes the rest, while the guest does not run.
 */
#ifndef BULKHEAD_INFO_H
#define BULKHEAD_INFO_H

#include <bulkhead/abi.h>
#include <stdint.h>

/** Marks a page as an information page: "BHinfo", little-endian. */
#define BH_INFO_MAGIC 0x00006f666e694842

/** Most ports that one partition can have. */
#define BH_PORTS_MAX 64

/** Value of bh_info.slot when no slot of the partition has run yet. */
#define BH_SLOT_NONE 0xffffffff
/** Value of bh_info.slot in time that another partition's slot left over. */
#define BH_SLOT_SPARE 0xfffffffe

/** A port as the system file declares it; its index is its handle. */
struct bh_info_port {
    char name[BH_NAME_SIZE]; /**< NUL-terminated. */
    uint8_t kind;            /**< BH_PORT_SAMPLING, ..._QUEUING or, since 1.2,
                                  ..._DOORBELL. */
    uint8_t direction;       /**< BH_PORT_SOURCE or BH_PORT_DESTINATION. */
    uint16_t reserved;
    uint32_t message_size; /**< Longest message, bytes; doorbell: 0. */
    uint32_t depth;        /**< Messages a queue holds; 1 for others. */
    uint32_t reserved2;
    uint64_t refresh; /**< Refresh period, ticks; 0 for queuing. */
};

/** Most areas of shared memory that one partition can have. Since 1.2. */
#define BH_SHARED_MAX 8

/** @name What a partition can do in shared memory: bh_info_shared.access @{ */
#define BH_SHARED_READ 0x1u
#define BH_SHARED_WRITE 0x2u /**< Besides reading. */
/** @} */

/** An area of memory that this partition shares with others. Since 1.2. */
struct bh_info_shared {
    char name[BH_NAME_SIZE]; /**< NUL-terminated. */
    uint64_t address;        /**< Guest address; a multiple of the page. */
    uint64_t size;           /**< Bytes; a multiple of the page. */
    uint32_t access;         /**< BH_SHARED_... */
    uint32_t reserved;
};

/** The information page. All times are absolute ticks of the time register. */
struct bh_info {
    uint64_t magic;          /**< BH_INFO_MAGIC. */
    uint32_t abi_version;    /**< BH_ABI_VERSION of the kernel. */
    uint32_t partition;      /**< This partition's identifier. */
    char name[BH_NAME_SIZE]; /**< This partition's name, NUL-terminated. */
    uint64_t tick_frequency; /**< Ticks of the time register a second, Hz. */
    uint64_t memory_start;   /**< First byte of this partition's RAM. */
    uint64_t memory_size;    /**< Bytes of RAM. */
    char plan_name[BH_NAME_SIZE]; /**< Current plan, NUL-terminated. */
    uint32_t plan;                /**< Current plan's identifier. */
    uint32_t slot;                /**< Current slot's identifier in the plan. */
    uint64_t frame_start;         /**< Start of the current major frame. */
    uint64_t frame_duration;      /**< Length of the major frame, ticks. */
    uint64_t slot_start;          /**< Start of the current slot, as planned. */
    uint64_t slot_end;            /**< End of the current slot, as planned. */
    uint64_t slot_count;          /**< Slots this partition has been given. */
    uint32_t state;               /**< BH_STATE_... */
    uint32_t port_count;          /**< Entries of port[] in use. */
    uint64_t missed_ticks;        /**< Timer deadlines that passed outside of
                                       this partition's slots. Since 1.1. */
    uint32_t reset_count;         /**< Starts after the first. Since 1.2. */
    uint32_t reset_cause;         /**< BH_RESET_... of the last. Since 1.2. */
    uint64_t reset_status;        /**< What was said at the last. Since 1.2. */
    uint64_t timer_missed[BH_CLOCK_COUNT]; /**< Expiries of each clock's timer
                                       while the one before had not been
                                       taken. Since 1.2. */
    uint64_t memory_physical; /**< Where the board has the first byte of
                                       this partition's RAM, for a device that
                                       reads and writes memory by itself; 0 if
                                       no device of the board is this
                                       partition's. Since 1.2. */
    uint32_t shared_count;    /**< Areas of shared memory. Since 1.2. */
    uint32_t shared_offset;   /**< From this page's first byte to that many
                                       struct bh_info_shared; behind the ports,
                                       in their room. Since 1.2. */
    uint8_t reserved[296];
    struct bh_info_port port[BH_PORTS_MAX]; /**< port_count of them. */
};

#endif
