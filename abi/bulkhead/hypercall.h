/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The hypercalls as inline functions: no library, no libc, C99 or C++.
 *
 * Every function returns BH_OK or a negative BH_E_... in bh_ret.error, or is
 * the error itself where there is no value. Any call can be refused with
 * BH_E_NOT_SUPPORTED by a kernel that lacks its extension; probe first
 * (bh_sbi_probe_extension). A buffer must lie wholly inside one memory area of
 * the caller that allows the access, else BH_E_INVALID_ADDRESS.
 */
#ifndef BULKHEAD_HYPERCALL_H
#define BULKHEAD_HYPERCALL_H

#include <bulkhead/abi.h>
#include <bulkhead/health.h>
#include <bulkhead/status.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What an SBI call returns (SBI 2.0, chapter 3). */
struct bh_ret {
    long error; /**< BH_OK or BH_E_... */
    long value; /**< Meaning depends on the call; 0 on error. */
};

/**
 * The raw call, with up to three arguments.
 *
 * @param extension goes to a7
 * @param function  goes to a6
 */
static inline struct bh_ret bh_call(unsigned long extension,
                                    unsigned long function, unsigned long arg0,
                                    unsigned long arg1, unsigned long arg2)
{
    register unsigned long a0 __asm__("a0") = arg0;
    register unsigned long a1 __asm__("a1") = arg1;
    register unsigned long a2 __asm__("a2") = arg2;
    register unsigned long a6 __asm__("a6") = function;
    register unsigned long a7 __asm__("a7") = extension;
    struct bh_ret ret;

    __asm__ __volatile__("ecall"
                         : "+r"(a0), "+r"(a1)
                         : "r"(a2), "r"(a6), "r"(a7)
                         : "memory");
    ret.error = (long)a0;
    ret.value = (long)a1;
    return ret;
}

/** Version of the SBI that the kernel follows: BH_SBI_SPECIFICATION_VERSION. */
static inline struct bh_ret bh_sbi_get_spec_version(void)
{
    return bh_call(BH_EXT_BASE, BH_BASE_GET_SPEC_VERSION, 0, 0, 0);
}

/** Implementation identifier: BH_SBI_IMPLEMENTATION_ID under Bulkhead. */
static inline struct bh_ret bh_sbi_get_impl_id(void)
{
    return bh_call(BH_EXT_BASE, BH_BASE_GET_IMPL_ID, 0, 0, 0);
}

/** Version of the guest interface that the kernel offers: BH_ABI_VERSION. */
static inline struct bh_ret bh_sbi_get_impl_version(void)
{
    return bh_call(BH_EXT_BASE, BH_BASE_GET_IMPL_VERSION, 0, 0, 0);
}

/** Value 1 if the kernel has `extension`, else 0. */
static inline struct bh_ret bh_sbi_probe_extension(unsigned long extension)
{
    return bh_call(BH_EXT_BASE, BH_BASE_PROBE_EXTENSION, extension, 0, 0);
}

/** Does nothing: the cost of a hypercall. */
static inline long bh_partition_null(void)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_NULL, 0, 0, 0).error;
}

/**
 * Gives up the rest of the current slot; returns at the start of this
 * partition's next slot. The time given up stays idle: no other slot moves.
 */
static inline long bh_partition_yield(void)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_YIELD, 0, 0, 0).error;
}

/** Halts the calling partition; does not return. */
static inline void bh_partition_halt(void)
{
    for (;;)
        bh_call(BH_EXT_PARTITION, BH_PARTITION_HALT, 0, 0, 0);
}

/**
 * State of a partition: value BH_STATE_...
 *
 * @param partition identifier; the caller's own is in the information page
 * @return BH_E_INVALID_PARAM if there is none such, BH_E_DENIED if it is
 *         another's and the caller has not the right `status`
 */
static inline struct bh_ret bh_partition_get_state(unsigned long partition)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_GET_STATE, partition, 0, 0);
}

/**
 * Stops a partition until it is resumed. A partition that suspends itself goes
 * on behind this call.
 *
 * @param partition identifier
 * @return BH_E_INVALID_PARAM if there is none such, BH_E_DENIED if it is
 *         another's and the caller has not the right `control`, BH_E_STATE if
 *         it is idle, suspended or halted. Since 1.2
 */
static inline long bh_partition_suspend(unsigned long partition)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_SUSPEND, partition, 0, 0)
        .error;
}

/**
 * Lets a suspended partition go on.
 *
 * @return as bh_partition_suspend(); BH_E_STATE if it is not suspended.
 *         Since 1.2
 */
static inline long bh_partition_resume(unsigned long partition)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_RESUME, partition, 0, 0)
        .error;
}

/**
 * Starts a partition anew, whatever its state. It starts in its next slot, or
 * in several: its memory is filled in its own time. A partition whose memory
 * was never filled starts cold in any case.
 *
 * @param partition identifier
 * @param mode      BH_STATE_COLD_START: with a fresh image, or
 *                  BH_STATE_WARM_START: with the memory that it has
 * @param status    bh_info.reset_status for it to read
 * @return BH_E_INVALID_PARAM, BH_E_DENIED as bh_partition_suspend(). Does not
 *         return if it is the caller. Since 1.2
 */
static inline long bh_partition_reset(unsigned long partition,
                                      unsigned long mode, uint64_t status)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_RESET, partition, mode,
                   (unsigned long)status)
        .error;
}

/**
 * Halts a partition, until it is reset.
 *
 * @return as bh_partition_suspend(); BH_E_STATE if it has halted. Since 1.2
 */
static inline long bh_partition_stop(unsigned long partition)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_STOP, partition, 0, 0).error;
}

/**
 * Status of a partition (ARINC 653 part 1, GET_PARTITION_STATUS).
 *
 * @param partition identifier
 * @param status    where it goes
 * @return BH_E_INVALID_PARAM if there is none such, BH_E_DENIED if it is
 *         another's and the caller has not the right `status`, BH_E_SIZE,
 *         BH_E_INVALID_ADDRESS. Since 1.2
 */
static inline long bh_partition_get_status(unsigned long partition,
                                           struct bh_partition_status *status)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_GET_STATUS, partition,
                   (unsigned long)status, sizeof(*status))
        .error;
}

/**
 * Changes the caller's operating mode (ARINC 653 part 1, SET_PARTITION_MODE).
 *
 * @param mode BH_STATE_NORMAL: it has initialized; BH_STATE_COLD_START,
 *             BH_STATE_WARM_START: it starts anew; BH_STATE_IDLE: it halts
 * @return BH_E_INVALID_PARAM for other modes, BH_E_STATE for normal when it is
 *         normal, and for a warm start out of a cold one. Since 1.2
 */
static inline long bh_partition_set_mode(unsigned long mode)
{
    return bh_call(BH_EXT_PARTITION, BH_PARTITION_SET_MODE, mode, 0, 0).error;
}

/**
 * Makes a plan the one that follows the current major frame (ARINC 653 part 2,
 * SET_MODULE_SCHEDULE). The last call before the frame's end counts.
 *
 * @param plan its place in the system file, from 0
 * @return BH_E_INVALID_PARAM if there is none such, BH_E_DENIED without the
 *         right `plan`. Since 1.2
 */
static inline long bh_plan_switch(unsigned long plan)
{
    return bh_call(BH_EXT_PLAN, BH_PLAN_SWITCH, plan, 0, 0).error;
}

/**
 * Which plan is followed, and which comes next (ARINC 653 part 2,
 * GET_MODULE_SCHEDULE_STATUS).
 *
 * @return BH_E_INVALID_ADDRESS. Since 1.2
 */
static inline long bh_plan_get_status(struct bh_plan_status *status)
{
    return bh_call(BH_EXT_PLAN, BH_PLAN_GET_STATUS, (unsigned long)status,
                   sizeof(*status), 0)
        .error;
}

/**
 * Writes text to the partition's console. The kernel prints whole lines, each
 * after the partition's name.
 *
 * @param text bytes to print
 * @param size how many, at least 0
 * @return value: how many the console took, 0 while it is full
 */
static inline struct bh_ret bh_console_write(const void *text, size_t size)
{
    return bh_call(BH_EXT_CONSOLE, BH_CONSOLE_WRITE, (unsigned long)text, size,
                   0);
}

/**
 * Reads what was typed, without waiting.
 *
 * @param buffer where the bytes go
 * @param size   its size, bytes
 * @return value: bytes read, 0 when there are none; BH_E_DENIED unless the
 *         system file names this partition for console input
 */
static inline struct bh_ret bh_console_read(void *buffer, size_t size)
{
    return bh_call(BH_EXT_CONSOLE, BH_CONSOLE_READ, (unsigned long)buffer, size,
                   0);
}

/** Value: the time register, ticks of bh_info.tick_frequency. */
static inline struct bh_ret bh_time_get(void)
{
    return bh_call(BH_EXT_TIME, BH_TIME_GET, BH_CLOCK_HARDWARE, 0, 0);
}

/**
 * What a clock of this partition reads.
 *
 * @param clock BH_CLOCK_HARDWARE: the time register; BH_CLOCK_EXECUTION: for
 *              how long the partition has run since it started
 * @return value: ticks; BH_E_INVALID_PARAM. Since 1.2
 */
static inline struct bh_ret bh_time_get_clock(unsigned long clock)
{
    return bh_call(BH_EXT_TIME, BH_TIME_GET, clock, 0, 0);
}

/**
 * Arms the one timer of the virtual hart. The machine timer interrupt becomes
 * pending (mip.MTIP) at `deadline`, or when the partition next runs after it,
 * and stays so until the timer is set again.
 *
 * A deadline that has passed is due at once. A handler that sets such a one
 * each time is entered again and again, as on a bare machine: that costs the
 * partition its own slots, and nobody else anything.
 *
 * @param deadline absolute, ticks; BH_TIME_NEVER disarms it
 */
static inline long bh_time_set_timer(uint64_t deadline)
{
    return bh_call(BH_EXT_TIME, BH_TIME_SET_TIMER, (unsigned long)deadline, 0,
                   0)
        .error;
}

/**
 * Arms the timer that a clock of this partition has. When it expires, line
 * BH_LINE_TIMER goes up with the clock's bit. The expiries of a periodic timer
 * between that one and the moment when the bit is taken are no more than
 * counted, in bh_info.timer_missed. A period that is shorter than the way to
 * the handler and back, a few hundred instructions, leaves time for nothing
 * else in the partition's own slots; those of others do not change.
 *
 * @param clock    BH_CLOCK_HARDWARE or BH_CLOCK_EXECUTION
 * @param deadline what the clock reads at the first expiry, ticks;
 *                 BH_TIME_NEVER disarms the timer
 * @param period   from one expiry to the next, ticks; 0: there is only one
 * @return BH_E_INVALID_PARAM if there is no such clock. Since 1.2
 */
static inline long bh_time_set_clock_timer(unsigned long clock,
                                           uint64_t deadline, uint64_t period)
{
    return bh_call(BH_EXT_TIME, BH_TIME_SET_CLOCK_TIMER, clock,
                   (unsigned long)deadline, (unsigned long)period)
        .error;
}

/**
 * Sets the time by which the caller must have set another deadline, or none. If
 * it has not, that is the event BH_EVENT_DEADLINE, once: while it has the hart,
 * at the deadline; else when it would have the hart next.
 *
 * @param deadline absolute, ticks; BH_TIME_NEVER: there is none
 * @return BH_OK. Since 1.2
 */
static inline long bh_time_set_deadline(uint64_t deadline)
{
    return bh_call(BH_EXT_TIME, BH_TIME_SET_DEADLINE, (unsigned long)deadline,
                   0, 0)
        .error;
}

/**
 * Kicks the caller's watchdog. From the start of normal mode, and after it has
 * been resumed, it must do so again within the time that the system file says,
 * else that is the event BH_EVENT_WATCHDOG, seen as a deadline is.
 *
 * @return BH_E_STATE if it has no watchdog, or is not normal. Since 1.2
 */
static inline long bh_time_kick_watchdog(void)
{
    return bh_call(BH_EXT_TIME, BH_TIME_KICK_WATCHDOG, 0, 0, 0).error;
}

/**
 * Writes a sampling message (ARINC 653 part 1, WRITE_SAMPLING_MESSAGE).
 *
 * @param port    index in bh_info.port
 * @param message bytes
 * @param size    1 to the port's message size
 * @return BH_E_INVALID_PARAM, BH_E_KIND, BH_E_DIRECTION, BH_E_SIZE,
 *         BH_E_INVALID_ADDRESS
 */
static inline long bh_sampling_write(unsigned long port, const void *message,
                                     size_t size)
{
    return bh_call(BH_EXT_SAMPLING, BH_SAMPLING_WRITE, port,
                   (unsigned long)message, size)
        .error;
}

/**
 * Reads the latest sampling message (READ_SAMPLING_MESSAGE).
 *
 * @param port   index in bh_info.port
 * @param buffer where the message goes
 * @param size   room there, at least the port's message size, bytes
 * @return value: bits 31..0 the message's length, bit BH_SAMPLING_VALID_BIT set
 *         if it is not older than the refresh period; BH_E_INVALID_PARAM,
 *         BH_E_KIND, BH_E_DIRECTION, BH_E_SIZE, BH_E_INVALID_ADDRESS,
 *         BH_E_EMPTY
 */
static inline struct bh_ret bh_sampling_read(unsigned long port, void *buffer,
                                             size_t size)
{
    return bh_call(BH_EXT_SAMPLING, BH_SAMPLING_READ, port,
                   (unsigned long)buffer, size);
}

/**
 * As bh_sampling_read(), if the message is valid (ARINC 653 part 2,
 * READ_SAMPLING_MESSAGE_CONDITIONAL, has the like).
 *
 * @return BH_E_STALE if it is older than the refresh period; else as
 *         bh_sampling_read(). Since 1.2
 */
static inline struct bh_ret bh_sampling_read_valid(unsigned long port,
                                                   void *buffer, size_t size)
{
    return bh_call(BH_EXT_SAMPLING, BH_SAMPLING_READ_VALID, port,
                   (unsigned long)buffer, size);
}

/**
 * As bh_sampling_read(), if the message has come since this port was read last,
 * by whichever of the three calls (ARINC 653 part 2,
 * READ_UPDATED_SAMPLING_MESSAGE). After a reset of the partition no message has
 * been read.
 *
 * @return BH_E_STALE if it has been read; else as bh_sampling_read(). Since 1.2
 */
static inline struct bh_ret bh_sampling_read_new(unsigned long port,
                                                 void *buffer, size_t size)
{
    return bh_call(BH_EXT_SAMPLING, BH_SAMPLING_READ_NEW, port,
                   (unsigned long)buffer, size);
}

/**
 * Puts a message at the queue's end (SEND_QUEUING_MESSAGE), without waiting.
 *
 * @param port    index in bh_info.port
 * @param message bytes
 * @param size    1 to the port's message size
 * @return BH_E_FULL; and as bh_sampling_write
 */
static inline long bh_queuing_send(unsigned long port, const void *message,
                                   size_t size)
{
    return bh_call(BH_EXT_QUEUING, BH_QUEUING_SEND, port,
                   (unsigned long)message, size)
        .error;
}

/**
 * Takes the oldest message (RECEIVE_QUEUING_MESSAGE), without waiting.
 *
 * @param port   index in bh_info.port
 * @param buffer where the message goes
 * @param size   room there, at least the port's message size, bytes
 * @return value: the message's length; errors as bh_sampling_read
 */
static inline struct bh_ret bh_queuing_receive(unsigned long port, void *buffer,
                                               size_t size)
{
    return bh_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE, port,
                   (unsigned long)buffer, size);
}

/**
 * Sends several messages in one call, one after the other, until one cannot be
 * sent. Each lies in the buffer as a uint64_t, its length in bytes, and as many
 * bytes as the port's message size, rounded up to a multiple of 8.
 *
 * @param port  index in bh_info.port
 * @param batch the messages; any alignment
 * @param count 1 to BH_BATCH_MAX; they take at most BH_BATCH_SIZE_MAX bytes
 * @return value: how many were sent, at least 1; BH_E_SIZE if there are none or
 *         too many; else the error of the first one, as bh_queuing_send().
 *         Since 1.2
 */
static inline struct bh_ret
bh_queuing_send_many(unsigned long port, const void *batch, size_t count)
{
    return bh_call(BH_EXT_QUEUING, BH_QUEUING_SEND_MANY, port,
                   (unsigned long)batch, count);
}

/**
 * Takes several messages in one call, the oldest first, until there is none.
 *
 * @param port  index in bh_info.port
 * @param batch where they go, as in bh_queuing_send_many()
 * @param count room there, messages: 1 to BH_BATCH_MAX; at most
 *              BH_BATCH_SIZE_MAX bytes
 * @return value: how many were taken, at least 1; BH_E_SIZE if there is no room
 *         or too much; else as bh_queuing_receive(). Since 1.2
 */
static inline struct bh_ret bh_queuing_receive_many(unsigned long port,
                                                    void *batch, size_t count)
{
    return bh_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY, port,
                   (unsigned long)batch, count);
}

/**
 * Empties a queue (ARINC 653 part 1, CLEAR_QUEUING_PORT), at its destination.
 *
 * @return value: how many messages were in it; BH_E_INVALID_PARAM, BH_E_KIND,
 *         BH_E_DIRECTION. Since 1.2
 */
static inline struct bh_ret bh_queuing_clear(unsigned long port)
{
    return bh_call(BH_EXT_QUEUING, BH_QUEUING_CLEAR, port, 0, 0);
}

/** Value: messages in the queue now. Either end may ask. */
static inline struct bh_ret bh_queuing_get_count(unsigned long port)
{
    return bh_call(BH_EXT_QUEUING, BH_QUEUING_GET_COUNT, port, 0, 0);
}

/** Delivers a pending, enabled interrupt now; see state.h. */
static inline long bh_interrupt_poll(void)
{
    return bh_call(BH_EXT_INTERRUPT, BH_INTERRUPT_POLL, 0, 0, 0).error;
}

/**
 * Waits until an interrupt is pending that mie enables, as `wfi` does, whatever
 * mstatus.MIE says. It is delivered before the call returns if MIE is set.
 */
static inline long bh_interrupt_wait(void)
{
    return bh_call(BH_EXT_INTERRUPT, BH_INTERRUPT_WAIT, 0, 0, 0).error;
}

/**
 * Takes what a line has to tell: its sources are cleared, and it goes down.
 *
 * @param line BH_LINE_...
 * @return value: a bit for each source, 0 if there is none;
 *         BH_E_INVALID_PARAM if there is no such line. Since 1.2
 */
static inline struct bh_ret bh_interrupt_take(unsigned long line)
{
    return bh_call(BH_EXT_INTERRUPT, BH_INTERRUPT_TAKE, line, 0, 0);
}

/**
 * Says that interrupts of devices have been dealt with: each may come again,
 * and does at once if its device still calls. Until then it stays away, however
 * often its bit is taken from BH_LINE_DEVICE.
 *
 * @param sources a bit for each, as BH_LINE_DEVICE has them
 * @return BH_E_DENIED if one of them is not the caller's. Since 1.2
 */
static inline long bh_interrupt_done(unsigned long sources)
{
    return bh_call(BH_EXT_INTERRUPT, BH_INTERRUPT_DONE, sources, 0, 0).error;
}

/**
 * Records an event of the caller's own in the trace, if the system has one that
 * takes them (BH_TRACE_GUEST). Always BH_OK. Since 1.2.
 *
 * @param code  what has happened, by the caller's own numbers
 * @param value what more there is to say
 */
static inline long bh_trace_write(uint32_t code, uint64_t value)
{
    return bh_call(BH_EXT_TRACE, BH_TRACE_WRITE, code, value, 0).error;
}

/**
 * Copies records of the trace, the oldest first: struct bh_trace_record. Where
 * calls are traced, this one is, too, and there is always something new.
 *
 * @param from   number of the first record wanted, counted from 0; older ones
 *               may be lost
 * @param buffer where they go
 * @param size   room there, bytes, at least for one
 * @return value: bits 7..0 how many were copied, at most BH_TRACE_READ_MAX; 0
 *         if there is none yet; above, how many from `from` on are lost: the
 *         next call wants `from` plus both. BH_E_DENIED without the right
 *         `trace`, BH_E_INVALID_PARAM if there is no such record and not one
 *         before it, BH_E_SIZE, BH_E_INVALID_ADDRESS. Since 1.2
 */
static inline struct bh_ret bh_trace_read(uint64_t from, void *buffer,
                                          size_t size)
{
    return bh_call(BH_EXT_TRACE, BH_TRACE_READ, (unsigned long)from,
                   (unsigned long)buffer, size);
}

/**
 * Says that the program has failed (ARINC 653 part 1, RAISE_APPLICATION_ERROR):
 * the event BH_EVENT_APPLICATION, about which the system file says what
 * happens. Returns BH_OK if that is nothing, or when the caller has been
 * suspended and resumed. Since 1.2.
 *
 * @param code   why, by the caller's own numbers: cause of the record
 * @param detail what more there is to say: its address
 */
static inline long bh_health_raise(uint64_t code, uint64_t detail)
{
    return bh_call(BH_EXT_HEALTH, BH_HEALTH_RAISE, (unsigned long)code,
                   (unsigned long)detail, 0)
        .error;
}

/**
 * Status of a port of the caller's own.
 *
 * @param port   index in bh_info.port
 * @param status where it goes
 * @return BH_E_INVALID_PARAM if there is no such port, BH_E_INVALID_ADDRESS.
 *         Since 1.2
 */
static inline long bh_port_get_status(unsigned long port,
                                      struct bh_port_status *status)
{
    return bh_call(BH_EXT_PORT, BH_PORT_GET_STATUS, port, (unsigned long)status,
                   sizeof(*status))
        .error;
}

/**
 * Rings a doorbell: each partition at its other end finds the bit of its port
 * among the sources of BH_LINE_PORT. Rings before it takes them are one.
 *
 * @param port index in bh_info.port
 * @return BH_E_INVALID_PARAM if there is no such port, BH_E_KIND,
 *         BH_E_DIRECTION. Since 1.2
 */
static inline long bh_port_ring(unsigned long port)
{
    return bh_call(BH_EXT_PORT, BH_PORT_RING, port, 0, 0).error;
}

/**
 * Reads the health monitor's log.
 *
 * @param number number of the event wanted, from 1. If it is not in the log any
 *               more, or has not been in it, the next one is returned: what is
 *               missing between two numbers is lost
 * @param record where it goes
 * @return BH_E_DENIED without the right `log`, BH_E_EMPTY if there is no such
 *         event and none after it, BH_E_INVALID_ADDRESS. Since 1.2
 */
static inline long bh_health_read_log(uint64_t number,
                                      struct bh_health_record *record)
{
    return bh_call(BH_EXT_HEALTH, BH_HEALTH_READ_LOG, (unsigned long)number,
                   (unsigned long)record, sizeof(*record))
        .error;
}

/**
 * Restarts the machine: all partitions start as when it was switched on, with
 * the cause BH_RESET_SYSTEM. What has been printed comes out before.
 *
 * @return BH_E_DENIED without the right `system`; else it does not. Since 1.2
 */
static inline long bh_system_reset(void)
{
    return bh_call(BH_EXT_SYSTEM, BH_SYSTEM_RESET, 0, 0, 0).error;
}

/**
 * Ends the machine.
 *
 * @return BH_E_DENIED without the right `system`; else it does not. Since 1.2
 */
static inline long bh_system_halt(void)
{
    return bh_call(BH_EXT_SYSTEM, BH_SYSTEM_HALT, 0, 0, 0).error;
}

#ifdef __cplusplus
}
#endif

#endif
