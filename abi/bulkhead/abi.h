/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The numbers of the guest interface: version, extensions, functions, errors.
 *
 * A hypercall is an SBI call (RISC-V SBI specification 2.0, chapter 3): `ecall`
 * with the extension in a7, the function in a6 and arguments in a0 to a5; the
 * error comes back in a0, the value in a1, and every other register is
 * preserved. Bulkhead's extensions lie in the SBI's experimental space, so that
 * the SBI base extension (EID 0x10) finds them by probing.
 *
 * This header has numbers only and serves C, C++ and assembly alike.
 */
#ifndef BULKHEAD_ABI_H
#define BULKHEAD_ABI_H

/**
 * Version of the guest interface: major in bits 31..16, minor in bits 15..0.
 * A kernel of the same major version and the same or a later minor version
 * serves the guest.
 */
#define BH_ABI_VERSION_MAJOR 1
#define BH_ABI_VERSION_MINOR 2
#define BH_ABI_VERSION ((BH_ABI_VERSION_MAJOR << 16) | BH_ABI_VERSION_MINOR)

/** SBI implementation identifier that the base extension reports: "BH". */
#define BH_SBI_IMPLEMENTATION_ID 0x4248
/** SBI specification version that the base extension reports: 2.0. */
#define BH_SBI_SPECIFICATION_VERSION 0x02000000

/** @name SBI base extension (SBI 2.0, chapter 4) @{ */
#define BH_EXT_BASE 0x10
#define BH_BASE_GET_SPEC_VERSION 0
#define BH_BASE_GET_IMPL_ID 1
#define BH_BASE_GET_IMPL_VERSION 2
#define BH_BASE_PROBE_EXTENSION 3
#define BH_BASE_GET_MVENDORID 4
#define BH_BASE_GET_MARCHID 5
#define BH_BASE_GET_MIMPID 6
/** @} */

/**
 * @name Bulkhead's extensions
 * Extension n is BH_EXT_FIRST + n; each has at most BH_EXT_FUNCTIONS functions.
 * @{
 */
#define BH_EXT_FIRST 0x08424000
#define BH_EXT_PARTITION (BH_EXT_FIRST + 0)
#define BH_EXT_CONSOLE (BH_EXT_FIRST + 1)
#define BH_EXT_TIME (BH_EXT_FIRST + 2)
#define BH_EXT_SAMPLING (BH_EXT_FIRST + 3)
#define BH_EXT_QUEUING (BH_EXT_FIRST + 4)
#define BH_EXT_INTERRUPT (BH_EXT_FIRST + 5)
#define BH_EXT_PLAN (BH_EXT_FIRST + 6)
#define BH_EXT_TRACE (BH_EXT_FIRST + 7)
#define BH_EXT_HEALTH (BH_EXT_FIRST + 8)
#define BH_EXT_PORT (BH_EXT_FIRST + 9)
#define BH_EXT_SYSTEM (BH_EXT_FIRST + 10)
#define BH_EXT_COUNT 11
#define BH_EXT_FUNCTIONS 16
/** @} */

/** @name Functions of BH_EXT_PARTITION @{ */
#define BH_PARTITION_NULL 0
#define BH_PARTITION_YIELD 1
#define BH_PARTITION_HALT 2
#define BH_PARTITION_GET_STATE 3
#define BH_PARTITION_SUSPEND 4
#define BH_PARTITION_RESUME 5
#define BH_PARTITION_RESET 6
#define BH_PARTITION_STOP 7
#define BH_PARTITION_GET_STATUS 8
#define BH_PARTITION_SET_MODE 9
/** @} */

/** @name Functions of BH_EXT_CONSOLE @{ */
#define BH_CONSOLE_WRITE 0
#define BH_CONSOLE_READ 1
/** @} */

/** @name Functions of BH_EXT_TIME @{ */
#define BH_TIME_GET 0
#define BH_TIME_SET_TIMER 1
#define BH_TIME_SET_CLOCK_TIMER 2
#define BH_TIME_SET_DEADLINE 3
#define BH_TIME_KICK_WATCHDOG 4
/** @} */

/** @name Functions of BH_EXT_SAMPLING @{ */
#define BH_SAMPLING_WRITE 0
#define BH_SAMPLING_READ 1
#define BH_SAMPLING_READ_VALID 2
#define BH_SAMPLING_READ_NEW 3
/** @} */

/** @name Functions of BH_EXT_QUEUING @{ */
#define BH_QUEUING_SEND 0
#define BH_QUEUING_RECEIVE 1
#define BH_QUEUING_GET_COUNT 2
#define BH_QUEUING_SEND_MANY 3
#define BH_QUEUING_RECEIVE_MANY 4
#define BH_QUEUING_CLEAR 5
/** @} */

/** @name Functions of BH_EXT_INTERRUPT @{ */
#define BH_INTERRUPT_POLL 0
#define BH_INTERRUPT_WAIT 1
#define BH_INTERRUPT_TAKE 2
#define BH_INTERRUPT_DONE 3
/** @} */

/** @name Functions of BH_EXT_PLAN @{ */
#define BH_PLAN_SWITCH 0
#define BH_PLAN_GET_STATUS 1
/** @} */

/** @name Functions of BH_EXT_TRACE @{ */
#define BH_TRACE_WRITE 0
#define BH_TRACE_READ 1
/** @} */

/** @name Functions of BH_EXT_SYSTEM @{ */
#define BH_SYSTEM_RESET 0
#define BH_SYSTEM_HALT 1
/** @} */

/** @name Functions of BH_EXT_HEALTH @{ */
#define BH_HEALTH_RAISE 0
#define BH_HEALTH_READ_LOG 1
/** @} */

/** @name Functions of BH_EXT_PORT @{ */
#define BH_PORT_GET_STATUS 0
#define BH_PORT_RING 1
/** @} */

/**
 * @name Lines: interrupts that only a partition has
 * Line n is bit BH_LINE_FIRST + n of mip and mie, and the cause of that number:
 * bits 16 and up are a platform's own (privileged specification 1.12, 3.1.9).
 * On platform "virt" it is source BH_LINE_SOURCE + n of the virtual PLIC
 * instead. A line stays up until its sources are taken (BH_INTERRUPT_TAKE):
 * bits that say what it was. An interrupt of a device comes again when it is
 * done (BH_INTERRUPT_DONE). On platform "virt" it has no line: it is the source
 * of the virtual PLIC that has its own number.
 * @{
 */
#define BH_LINE_TIMER 0  /**< A clock's timer has expired; bit: BH_CLOCK_... */
#define BH_LINE_SLOT 1   /**< A slot of this partition has begun; bit 0. */
#define BH_LINE_PLAN 2   /**< Another plan has begun; bit 0. */
#define BH_LINE_PORT 3   /**< A port with a notice was used; bit: its index. */
#define BH_LINE_DEVICE 4 /**< A device of the board calls; bit: its source. */
#define BH_LINE_COUNT 5
#define BH_LINE_FIRST 16
#define BH_LINE_SOURCE 48
/** @} */

/** @name Clocks of a partition, both counting ticks @{ */
#define BH_CLOCK_HARDWARE 0  /**< The time register: everybody's. */
#define BH_CLOCK_EXECUTION 1 /**< The time in which the partition ran. */
#define BH_CLOCK_COUNT 2
/** @} */

/**
 * @name Errors
 * 0 to -8 have the meaning of SBI 2.0, table 1; those below -63 are Bulkhead's
 * own. A call that returns an error has changed nothing.
 * @{
 */
#define BH_OK 0
#define BH_E_FAILED (-1)          /**< The call failed for no reason below. */
#define BH_E_NOT_SUPPORTED (-2)   /**< No such extension or function. */
#define BH_E_INVALID_PARAM (-3)   /**< No such port, partition, or range. */
#define BH_E_DENIED (-4)          /**< Not the caller's right. */
#define BH_E_INVALID_ADDRESS (-5) /**< Not the caller's memory. */
#define BH_E_SIZE (-64)      /**< Message empty, too long, or buffer small. */
#define BH_E_DIRECTION (-65) /**< A source was read, a destination written. */
#define BH_E_KIND (-66)      /**< Sampling call on a queuing port, or so. */
#define BH_E_EMPTY (-67)     /**< No message has arrived. */
#define BH_E_FULL (-68)      /**< The queue holds as many as it can. */
#define BH_E_STATE (-69)     /**< Not in a state in which that can be. */
#define BH_E_STALE (-70)     /**< The message is too old, or was read before. */
/** @} */

/** @name States of a partition (ARINC 653 part 1, 2.3.1.4; XtratuM) @{ */
#define BH_STATE_IDLE 0       /**< Not started. */
#define BH_STATE_COLD_START 1 /**< Starting from a fresh image. */
#define BH_STATE_WARM_START 2 /**< Starting with its memory kept. */
#define BH_STATE_NORMAL 3     /**< Running. */
#define BH_STATE_SUSPENDED 4  /**< Stopped; can be resumed. */
#define BH_STATE_HALTED 5     /**< Stopped for good, or until a reset. */
/** @} */

/** @name Why a partition has started: bh_info.reset_cause @{ */
#define BH_RESET_POWER_ON 0 /**< The system has started. */
#define BH_RESET_REQUEST 1  /**< A partition wanted it; perhaps itself. */
#define BH_RESET_PLAN 2     /**< A plan began that says so. */
#define BH_RESET_START 3    /**< The one it was to start after is normal. */
#define BH_RESET_HEALTH 4   /**< The health monitor: status is the event. */
#define BH_RESET_SYSTEM 5   /**< The machine was restarted. */
/** @} */

/** @name Kinds and directions of a port (ARINC 653 part 1, 2.3.5) @{ */
#define BH_PORT_SAMPLING 0
#define BH_PORT_QUEUING 1
#define BH_PORT_DOORBELL 2 /**< No message: only a notice. */
#define BH_PORT_SOURCE 0
#define BH_PORT_DESTINATION 1
/** @} */

/** Longest name of a partition, port, channel or plan, with its final NUL. */
#define BH_NAME_SIZE 32

/** Set in the value of BH_SAMPLING_READ while the message is valid. */
#define BH_SAMPLING_VALID_BIT 32

/**
 * @name Several messages in one call: BH_QUEUING_SEND_MANY, ..._RECEIVE_MANY
 * The most of them, and the most bytes that they take in the caller's memory.
 * @{
 */
#define BH_BATCH_MAX 64
#define BH_BATCH_SIZE_MAX 65544
/** @} */

/** Deadline that never comes; as a timer's deadline it disarms the timer. */
#define BH_TIME_NEVER 0xffffffffffffffff

/** @name Addresses of pages in a guest's address space @{ */
#define BH_FLAG_PAGE_ADDRESS 0x0 /**< Only where the tool put it; state.h. */
#define BH_STATE_PAGE_ADDRESS 0xfffffffffffff000
#define BH_INFO_PAGE_ADDRESS 0xffffffffffffe000
#define BH_PAGE_SIZE 4096
/** @} */

#endif
