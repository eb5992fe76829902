/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The configuration blob: what the tool compiles and the kernel executes.
 *
 * The blob lies in memory at the kernel's symbol `__config_start`. It holds the
 * tables below, then the guests' page tables, then their pristine images. All
 * addresses in it are physical and final, all times are ticks, all names have
 * become indices. The kernel checks header, digest and bounds once and then
 * only reads. Guests never see it.
 *
 * Tables are found by their offset from the blob's first byte, 8-byte aligned,
 * and their number of entries.
 */
#ifndef BULKHEAD_CONFIG_H
#define BULKHEAD_CONFIG_H

#include <bulkhead/abi.h>
#include <bulkhead/health.h>
#include <bulkhead/info.h>
#include <stdint.h>

/** First bytes of a blob: "BHconfig", little-endian. */
#define BH_CONFIG_MAGIC 0x6769666e6f634842
/**
 * Changes with every change of this file that moves or redefines a field, and
 * with the instructions that the kernel must know for the flag page.
 */
#define BH_CONFIG_VERSION 5

/** @name What one kernel can hold @{ */
#define BH_PARTITIONS_MAX 32
#define BH_CHANNELS_MAX 256
#define BH_REGIONS_MAX 32 /**< Of one partition. */
#define BH_DEVICES_MAX 8  /**< Of one partition. */
#define BH_PLANS_MAX 64
#define BH_SLOTS_MAX 1024 /**< Of one plan, idle slots included. */
#define BH_MESSAGE_SIZE_MAX 65536
#define BH_QUEUE_DEPTH_MAX 4096
#define BH_EVENTS_MAX 16   /**< Of the health monitor. */
#define BH_RESTARTS_MAX 16 /**< That are one too many; 2 at least. */
#define BH_NOTICES_MAX 32  /**< Of one port. */
/** @} */

/** Slot in which nobody runs: value of bh_config_slot.partition. */
#define BH_SLOT_IDLE 0xffffffff
/** No partition: value of bh_config.console_input. */
#define BH_PARTITION_NONE 0xffffffff

/** @name Access rights, as in a Sv39 leaf (privileged spec 1.12, 4.4.1) @{ */
#define BH_ACCESS_READ 0x2u
#define BH_ACCESS_WRITE 0x4u
#define BH_ACCESS_EXECUTE 0x8u
/** @} */

/** In bh_config_region.access: other partitions have this memory, too. */
#define BH_ACCESS_SHARED 0x100u

/** A table inside the blob. */
struct bh_config_table {
    uint32_t offset; /**< From the blob's first byte; multiple of 8. */
    uint32_t count;  /**< Entries. */
};

/** PMP entries (privileged spec 1.12, 3.7): the first eight. */
#define BH_PMP_ENTRIES 8
struct bh_config_pmp {
    uint64_t cfg0;                    /**< pmpcfg0: entry n in byte n. */
    uint64_t address[BH_PMP_ENTRIES]; /**< pmpaddr0 to 7: address >> 2. */
};

/** The header, at the blob's first byte. */
struct bh_config {
    uint64_t magic;   /**< BH_CONFIG_MAGIC. */
    uint32_t version; /**< BH_CONFIG_VERSION. */
    uint32_t crc;     /**< CRC-32 (IEEE 802.3) of `size` bytes, this one 0. */
    uint64_t size;    /**< Of everything, bytes; a multiple of the page. */
    uint64_t address; /**< Where the blob must lie: __config_start. */
    char name[BH_NAME_SIZE]; /**< The system's. */
    uint64_t kernel_digest;  /**< CRC-32 of the kernel it was laid out for. */
    uint64_t ram_start;      /**< First byte of the board's RAM. */
    uint64_t ram_size;       /**< Bytes. */
    uint64_t private_start;  /**< Kernel-private RAM: message buffers. */
    uint64_t private_size;   /**< Bytes; a multiple of the page. */
    uint64_t tick_frequency; /**< Of mtime, Hz. */
    uint32_t console_input;  /**< Partition, or BH_PARTITION_NONE. */
    uint32_t first_plan;     /**< The plan to start with. */
    uint64_t time_page;      /**< Page with mtime, which guests may read. */
    uint64_t trace_buffer;   /**< struct bh_trace_ring, in kernel-private RAM;
                                   0: the system has none. */
    uint32_t trace_records;  /**< Records of the ring, or 0. */
    uint32_t trace_events;   /**< Kinds to record: bit 1 << BH_TRACE_... */
    uint32_t panic_action; /**< When the kernel breaks: BH_ACTION_SYSTEM_... */
    uint32_t lost_action;  /**< When frames are lost: the same, or
                                BH_ACTION_IGNORE. */
    struct bh_config_pmp pmp;          /**< For every machine partition. */
    struct bh_config_table partitions; /**< struct bh_config_partition */
    struct bh_config_table regions;    /**< struct bh_config_region */
    struct bh_config_table segments;   /**< struct bh_config_segment */
    struct bh_config_table devices;    /**< struct bh_config_device */
    struct bh_config_table channels;   /**< struct bh_config_channel */
    struct bh_config_table ports;      /**< struct bh_config_port */
    struct bh_config_table notices;    /**< struct bh_config_notice */
    struct bh_config_table plans;      /**< struct bh_config_plan */
    struct bh_config_table slots;      /**< struct bh_config_slot */
    struct bh_config_table tables;     /**< Page tables, a page each. */
};

/** @name Rights of a partition, as bits of bh_config_partition.rights @{ */
#define BH_RIGHT_PLAN 0x1u    /**< Switch plans. */
#define BH_RIGHT_CONTROL 0x2u /**< Suspend, resume, reset and stop others. */
#define BH_RIGHT_STATUS 0x4u  /**< Ask for the state and status of others. */
#define BH_RIGHT_TRACE 0x8u   /**< Read the trace. */
#define BH_RIGHT_LOG 0x10u    /**< Read the health monitor's log. */
#define BH_RIGHT_SYSTEM 0x20u /**< Restart and end the machine. */
#define BH_RIGHTS_ALL 0x3fu
/** @} */

/** Interrupt sources that a partition can have: 1 to BH_LINE_SOURCE - 1. */
#define BH_INTERRUPTS_ALL 0xfffffffffffeu

/** @name When a partition starts: bh_config_partition.start_after @{ */
#define BH_START_BOOT 0xffffffff /**< With the system. */
#define BH_START_IDLE 0xfffffffe /**< When another partition resets it. */
/** @} */

/** @name What bh_config_partition.flags says @{ */
#define BH_PARTITION_STARTS_NORMAL 0x1u /**< It never says that it is. */
#define BH_PARTITION_SLOT_EVENT 0x2u    /**< BH_LINE_SLOT at each slot. */
/** @} */

/** A partition. First entries of tables are indices into them. */
struct bh_config_partition {
    char name[BH_NAME_SIZE];
    char second_uart[BH_NAME_SIZE]; /**< What BH_DEVICE_SECOND_UART is called
                                         on the console; empty without one. */
    uint64_t entry;                 /**< First instruction, guest address. */
    uint64_t argument;              /**< a1 at start: device tree, or 0. */
    uint64_t satp;        /**< Page table and ASID (privileged spec, 4.1.11). */
    uint64_t satp_masked; /**< The same without the flag page; satp if none. */
    uint64_t state;       /**< State page, physical. */
    uint64_t info;        /**< Information page, physical. */
    uint64_t flag;        /**< Flag page (state.h), physical; 0: none. */
    uint64_t timer;       /**< Page that shows mtimecmp, physical; 0: none. */
    uint64_t tohost;     /**< Word of BH_DEVICE_HTIF, guest address; 0: none. */
    uint64_t fromhost;   /**< Its other word, in the same page. */
    uint64_t interrupts; /**< Sources of the board's PLIC that are its own, by
                              bit: of BH_INTERRUPTS_ALL, and nobody else's. */
    uint32_t region_first, region_count; /**< Sorted by guest address. */
    uint32_t segment_first, segment_count;
    uint32_t device_first, device_count;
    uint32_t port_first, port_count;
    uint32_t rights;          /**< BH_RIGHT_... */
    uint32_t flags;           /**< BH_PARTITION_... */
    uint32_t start_after;     /**< A partition, or BH_START_... */
    uint32_t abi_version;     /**< What its program needs (manifest.h), or 0. */
    uint32_t extensions;      /**< Likewise: bit n is BH_EXT_FIRST + n. */
    uint32_t restarts;        /**< That many resets by the health monitor ... */
    uint64_t restarts_within; /**< ... in that many ticks are one too many: it
                                   halts instead. 0: there is no limit. */
    uint64_t watchdog; /**< Ticks after which it must have kicked it; 0: it has
                            none. */
    uint8_t action[BH_EVENTS_MAX]; /**< By BH_EVENT_...: BH_ACTION_... */
};

/**
 * Guest memory with one set of rights, contiguous in physical memory. Flag,
 * timer and time page are the guest's to use but no memory of its own: nothing
 * in a hypercall can point there. The page of a BH_DEVICE_HTIF is memory, but
 * not mapped: the kernel carries out each access to it.
 *
 * Shared memory is never executed. The kernel clears it when the system starts;
 * no segment fills it.
 */
struct bh_config_region {
    uint64_t address;  /**< Guest address; a multiple of the page. */
    uint64_t size;     /**< Bytes; a multiple of the page. */
    uint64_t physical; /**< A multiple of the page. */
    uint32_t mapped;   /**< What the guest can do: BH_ACCESS_... */
    uint32_t access;   /**< What the kernel does for it: `mapped`, or 0; in the
                            page of a BH_DEVICE_HTIF read and write; in memory
                            that is shared also BH_ACCESS_SHARED. */
};

/**
 * Memory to fill when a partition starts cold: `file_size` bytes from the blob,
 * then zeros. The segments of a partition cover all of its memory, state and
 * information page included, once; and nothing that it shares with others.
 */
struct bh_config_segment {
    uint64_t physical;    /**< Destination; a multiple of 8. */
    uint64_t size;        /**< Bytes to fill; a multiple of 8. */
    uint64_t file_offset; /**< Source, from the blob's first byte. */
    uint64_t file_size;   /**< At most size. */
};

/** Emulated devices. */
#define BH_DEVICE_CLINT 0     /**< Core-local interruptor, 48 KiB. */
#define BH_DEVICE_UART16550 1 /**< One-byte registers, 8 of them. */
#define BH_DEVICE_FINISHER 2  /**< SiFive test finisher, 4 KiB. */
#define BH_DEVICE_PLIC 3      /**< Platform-level interrupt controller. */
#define BH_DEVICE_HTIF 4      /**< Host interface: the page of its two words. */
#define BH_DEVICE_SECOND_UART 5 /**< Like BH_DEVICE_UART16550. */
#define BH_DEVICE_KINDS 6

/** An emulated device in a guest's address space, not mapped there. */
struct bh_config_device {
    uint64_t address; /**< Guest address of its first register. */
    uint32_t size;    /**< Bytes. */
    uint32_t kind;    /**< BH_DEVICE_... */
};

/** @name What bh_config_channel.flags says @{ */
#define BH_CHANNEL_DROP_OLDEST 0x1u /**< A full queue loses its oldest. */
/** @} */

/** A channel. Its buffer lies in kernel-private RAM. */
struct bh_config_channel {
    char name[BH_NAME_SIZE];
    uint64_t buffer;       /**< Physical; a multiple of 8. */
    uint64_t refresh;      /**< Refresh period, ticks; 0 for queuing. */
    uint16_t kind;         /**< BH_PORT_SAMPLING and so on. */
    uint16_t flags;        /**< BH_CHANNEL_... */
    uint32_t message_size; /**< Longest message, bytes; doorbell: 0. */
    uint32_t depth;        /**< Messages; 1 unless it queues. */
    uint32_t stride;       /**< Bytes from one message to the next: 8 bytes
                                for the length, the message, padding to 8. */
};

/** A port: one partition's end of a channel. */
struct bh_config_port {
    uint16_t channel;
    uint8_t kind;      /**< BH_PORT_SAMPLING, ..._QUEUING or ..._DOORBELL. */
    uint8_t direction; /**< BH_PORT_SOURCE or BH_PORT_DESTINATION. */
    uint16_t notice_first, notice_count; /**< Whom to tell when it is used. */
};

/**
 * A port that is told when another one, of the same channel, has been used:
 * written, rung, sent to or received from. Its partition's line BH_LINE_PORT
 * goes up.
 */
struct bh_config_notice {
    uint16_t partition;
    uint16_t port; /**< Its index in the partition. */
};

/** @name What happens to a partition when a plan begins @{ */
#define BH_PLAN_ACTION_NONE 0
#define BH_PLAN_ACTION_COLD_RESET 1
#define BH_PLAN_ACTION_WARM_RESET 2
#define BH_PLAN_ACTION_SUSPEND 3 /**< Unless it is still already. */
#define BH_PLAN_ACTION_RESUME 4  /**< If it is suspended. */
#define BH_PLAN_ACTION_HALT 5
#define BH_PLAN_ACTION_COUNT 6
/** @} */

/** A plan: a major frame of slots that cover it without gap or overlap. */
struct bh_config_plan {
    char name[BH_NAME_SIZE];
    uint64_t frame; /**< Duration, ticks. */
    uint64_t guard; /**< Each slot ends so many ticks early, and the next one
                         starts on time; less than any partition's
                         slot lasts. */
    uint32_t slot_first, slot_count;
    uint8_t action[BH_PARTITIONS_MAX];     /**< By partition: when it begins. */
    uint8_t background[BH_PARTITIONS_MAX]; /**< Partitions that may use the time
                                                that slots leave, in order. */
    uint32_t background_count;
    uint32_t reserved;
};

/** A slot; it starts where the one before it ends, the first at 0. */
struct bh_config_slot {
    uint64_t end;       /**< From the start of the frame, ticks. */
    uint32_t partition; /**< Or BH_SLOT_IDLE. */
    uint32_t id;        /**< Its number in the plan, as the guest sees it. */
};

#endif
