/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The trace: what happened when, as records of one size in a ring of memory.
 *
 * A system whose file has `<trace>` has such a ring in the kernel's own memory;
 * the kernel adds records of the kinds that were asked for. When the ring is
 * full, the newest record takes the place of the oldest. The host tool reads it
 * from the machine's memory, while it runs or from a dump.
 */
#ifndef BULKHEAD_TRACE_H
#define BULKHEAD_TRACE_H

#include <bulkhead/abi.h>

/**
 * @name Kinds of records
 * Bit 1 << kind of bh_trace_ring.events and bh_config.trace_events. `detail`,
 * `a` and `b` of a record are 0 unless the kind gives them a meaning.
 * @{
 */
/** A slot of the partition has begun, and it runs, if it can, from its planned
 * start on, or from now if that has passed. detail: plan in bits 31..16, slot
 * in bits 15..0; a, b: planned start and end, ticks. */
#define BH_TRACE_SLOT 0
/** Nobody runs from now on. */
#define BH_TRACE_IDLE 1
/** The partition runs from now on: not its slot's start. */
#define BH_TRACE_RUN 2
/** A hypercall of one of Bulkhead's extensions has ended. detail: number of the
 * extension, less BH_EXT_FIRST, in bits 31..16, function in bits 15..0; a: its
 * first argument; b: its error, BH_OK or BH_E_.... */
#define BH_TRACE_HYPERCALL 3
/** An interrupt enters the partition's handler. detail: its cause, as mcause
 * has it without the topmost bit; a: the interrupted pc. */
#define BH_TRACE_INTERRUPT 4
/** The partition has used a port. detail: the port; a: bytes that went through
 * it, or 0 if they were not counted; b: messages. */
#define BH_TRACE_PORT 5
/** An event of the health monitor. detail: BH_EVENT_...; a: the cause of the
 * trap, or 0; b: the address in question, or 0. */
#define BH_TRACE_HEALTH 6
/** The partition's state has changed. detail: BH_STATE_.... */
#define BH_TRACE_PARTITION 7
/** A plan begins. detail: the plan; a: when, ticks. */
#define BH_TRACE_PLAN 8
/** The partition's own event: bh_trace_write(). detail: code; a: value. */
#define BH_TRACE_GUEST 9
#define BH_TRACE_KINDS 10
/** @} */

/** Value of bh_trace_record.partition when it is nobody's. */
#define BH_TRACE_NOBODY 0xffff

/** Marks a ring: "BHtrace", little-endian. */
#define BH_TRACE_MAGIC 0x0065636172744842
/** Changes with every change of this file that moves or redefines a field. */
#define BH_TRACE_VERSION 1

/** @name Records that a ring can have: a power of two @{ */
#define BH_TRACE_RECORDS_MIN 16
#define BH_TRACE_RECORDS_MAX 1048576
/** @} */

/** @name What bh_trace_read() returns @{ */
#define BH_TRACE_READ_MAX 32     /**< Records that one call copies, at most. */
#define BH_TRACE_COUNT_MASK 0xff /**< How many it has copied. */
#define BH_TRACE_LOST_SHIFT 8    /**< Above: how many before them are lost. */
/** @} */

#ifndef __ASSEMBLER__
#include <stdint.h>

/** What happened: one entry of the ring. */
struct bh_trace_record {
    uint64_t time;      /**< Ticks of the time register. */
    uint16_t kind;      /**< BH_TRACE_... */
    uint16_t partition; /**< Whom it is about, or BH_TRACE_NOBODY. */
    uint32_t detail;    /**< By kind, as are: */
    uint64_t a;
    uint64_t b;
};

/**
 * The ring, at bh_config.trace_buffer; `capacity` records follow it. Record
 * number n, counted from 0, is at n % capacity until number n + capacity is
 * begun. `head` is set when a record is complete: who reads while the machine
 * runs reads it again afterwards, and knows what to trust.
 */
struct bh_trace_ring {
    uint64_t magic;    /**< BH_TRACE_MAGIC. */
    uint32_t version;  /**< BH_TRACE_VERSION. */
    uint32_t capacity; /**< Records, a power of two. */
    uint32_t events;   /**< Kinds that are recorded: bit 1 << kind. */
    uint32_t reserved;
    uint64_t start; /**< When the kernel started, ticks. */
    uint64_t head;  /**< How many records have been written, ever. */
    uint64_t reserved2[3];
};
#endif

#endif
