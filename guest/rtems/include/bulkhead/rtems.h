/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Bulkhead in an RTEMS application: ports for tasks, partition, plan and time
 * services, with the names and status codes of RTEMS (Classic API). Works with
 * an unmodified board support package and with Bulkhead's own.
 *
 * A port is its index in the information page, as in <bulkhead/port.h>.
 *
 * What the kernel answers becomes a status code: BH_E_INVALID_PARAM
 * RTEMS_INVALID_ID, BH_E_INVALID_ADDRESS RTEMS_INVALID_ADDRESS, BH_E_SIZE
 * RTEMS_INVALID_SIZE, BH_E_DENIED RTEMS_NOT_OWNER_OF_RESOURCE, BH_E_KIND and
 * BH_E_DIRECTION RTEMS_NOT_DEFINED, BH_E_EMPTY and BH_E_STALE
 * RTEMS_UNSATISFIED, BH_E_FULL RTEMS_TOO_MANY, BH_E_STATE
 * RTEMS_INCORRECT_STATE, BH_E_NOT_SUPPORTED RTEMS_NOT_IMPLEMENTED, any other
 * RTEMS_IO_ERROR.
 */
#ifndef BULKHEAD_RTEMS_H
#define BULKHEAD_RTEMS_H

#include <bulkhead/bulkhead.h>
#include <bulkhead/page.h>
#include <rtems.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Interrupt vector of line BH_LINE_..., for rtems_interrupt_handler_install().
 * RTEMS counts the sources of a RISC-V interrupt controller from vector 2. A
 * handler takes what the line has to tell: bh_interrupt_take().
 */
#define RTEMS_BULKHEAD_VECTOR(line)                                            \
  ((rtems_vector_number)(line) + 2 + BH_LINE_SOURCE)

/** The status code of what a hypercall has returned; see above. */
rtems_status_code rtems_bulkhead_status(long error);

/**
 * @name Ports
 * @{
 */

/**
 * Looks for a port.
 *
 * @param name as in the system file
 * @param port set to its index
 * @retval RTEMS_INVALID_NAME there is none such
 * @retval RTEMS_INVALID_ADDRESS a parameter is NULL
 */
rtems_status_code rtems_bulkhead_port_ident(const char *name, uint32_t *port);

/** Writes a message to a sampling port: bh_sampling_write(). */
rtems_status_code
rtems_bulkhead_sampling_write(uint32_t port, const void *message, size_t size);

/**
 * Reads the latest message of a sampling port.
 *
 * @param room   bytes at buffer, at least the port's message size
 * @param length set to the message's length, bytes
 * @param valid  set to whether it is not older than its refresh period; may be
 *               NULL
 * @retval RTEMS_UNSATISFIED none has ever been written
 */
rtems_status_code rtems_bulkhead_sampling_read(
  uint32_t port,
  void *buffer,
  size_t room,
  size_t *length,
  bool *valid
);

/**
 * Reads a message that this port has not read yet; waits for one if need be.
 *
 * @retval RTEMS_UNSATISFIED there is none, and the caller does not wait
 * @retval RTEMS_TIMEOUT none came in all that time
 */
rtems_status_code rtems_bulkhead_sampling_read_new(
  uint32_t port,
  void *buffer,
  size_t room,
  size_t *length,
  rtems_option options,
  rtems_interval timeout
);

/**
 * Puts a message at a queue's end.
 *
 * @param options RTEMS_WAIT: waits while the queue is full, or RTEMS_NO_WAIT
 * @param timeout clock ticks to wait at most, or RTEMS_NO_TIMEOUT
 * @retval RTEMS_TOO_MANY the queue is full, and the caller does not wait
 * @retval RTEMS_TIMEOUT it was full for all that time
 */
rtems_status_code rtems_bulkhead_queuing_send(
  uint32_t port,
  const void *message,
  size_t size,
  rtems_option options,
  rtems_interval timeout
);

/**
 * Takes the oldest message of a queue.
 *
 * @param room    bytes at buffer, at least the port's message size
 * @param length  set to the message's length, bytes
 * @param options RTEMS_WAIT: waits while the queue is empty, or RTEMS_NO_WAIT
 * @param timeout clock ticks to wait at most, or RTEMS_NO_TIMEOUT
 * @retval RTEMS_UNSATISFIED it is empty, and the caller does not wait
 * @retval RTEMS_TIMEOUT it was empty for all that time
 */
rtems_status_code rtems_bulkhead_queuing_receive(
  uint32_t port,
  void *buffer,
  size_t room,
  size_t *length,
  rtems_option options,
  rtems_interval timeout
);

/** How many messages a queue holds. */
rtems_status_code
rtems_bulkhead_queuing_get_number_pending(uint32_t port, uint32_t *count);

/** Empties a queue at its destination; `count` is how many messages it had. */
rtems_status_code rtems_bulkhead_queuing_flush(uint32_t port, uint32_t *count);

/** Status of a port: bh_port_get_status(). */
rtems_status_code
rtems_bulkhead_port_get_status(uint32_t port, struct bh_port_status *status);

/** Rings a doorbell: bh_port_ring(). */
rtems_status_code rtems_bulkhead_doorbell_ring(uint32_t port);

/**
 * Waits until a doorbell has been rung, if it has not been since the last time.
 *
 * @retval RTEMS_UNSATISFIED it has not, and the caller does not wait
 * @retval RTEMS_TIMEOUT it was not in all that time
 */
rtems_status_code rtems_bulkhead_doorbell_wait(
  uint32_t port,
  rtems_option options,
  rtems_interval timeout
);

/**
 * Makes a file of each port with messages, /dev/bulkhead/NAME. A read or write
 * is a message. On a queuing port it waits, unless the file was opened with
 * O_NONBLOCK. An application asks for it by CONFIGURE_BULKHEAD_PORT_DEVICES
 * (<bulkhead/rtems-confdefs.h>).
 *
 * Errors: EACCES to open a source for reading or a destination for writing,
 * EMSGSIZE for a message that is empty or too long, or a buffer that is shorter
 * than the port's messages can be, EAGAIN for a queue that is full or empty, or
 * a sampling port to which nothing has been written.
 */
void rtems_bulkhead_port_devices_initialize(void);
/** @} */

/**
 * @name Partitions, plans and slots
 * A partition is its identifier, RTEMS_BULKHEAD_SELF the caller's own. Others
 * need a right (<bulkhead/hypercall.h>).
 * @{
 */
#define RTEMS_BULKHEAD_SELF UINT32_MAX

rtems_status_code rtems_bulkhead_partition_get_status(
  uint32_t partition,
  struct bh_partition_status *status
);
rtems_status_code rtems_bulkhead_partition_suspend(uint32_t partition);
rtems_status_code rtems_bulkhead_partition_resume(uint32_t partition);
/** @param mode BH_STATE_COLD_START or BH_STATE_WARM_START */
rtems_status_code rtems_bulkhead_partition_restart(
  uint32_t partition,
  uint32_t mode,
  uint64_t status
);
rtems_status_code rtems_bulkhead_partition_stop(uint32_t partition);
/** @param mode BH_STATE_NORMAL: the caller has initialized; see
    bh_partition_set_mode() */
rtems_status_code rtems_bulkhead_partition_set_mode(uint32_t mode);
rtems_status_code rtems_bulkhead_plan_switch(uint32_t plan);
rtems_status_code rtems_bulkhead_plan_get_status(struct bh_plan_status *status);
/** What the information page says of the plan: bh_slot_get_status(). */
rtems_status_code rtems_bulkhead_slot_get_status(struct bh_slot_status *status);
/** Gives up the rest of the slot, for all tasks. */
rtems_status_code rtems_bulkhead_slot_yield(void);
/** @} */

/**
 * @name Health
 * @{
 */
/** Says that the application has failed: bh_health_raise(). */
rtems_status_code rtems_bulkhead_health_raise(uint64_t code, uint64_t detail);
/** Reads the health monitor's log; needs a right: bh_health_read_log(). */
rtems_status_code rtems_bulkhead_health_read_log(
  uint64_t number,
  struct bh_health_record *record
);
/** Kicks the partition's watchdog: bh_time_kick_watchdog(). */
rtems_status_code rtems_bulkhead_watchdog_kick(void);
/** The partition's deadline, in clock ticks from now; 0: none. */
rtems_status_code rtems_bulkhead_deadline_set(rtems_interval ticks);
/** @} */

/**
 * @name The clock driver of this library
 * @{
 */

/** What is done about ticks that were due while others had the hart. */
enum rtems_bulkhead_missed_ticks {
  RTEMS_BULKHEAD_MAKE_UP, /**< All are announced, one after the other. */
  RTEMS_BULKHEAD_SKIP /**< The last is; the clock of ticks is behind by them. */
};

/** Defined by <bulkhead/rtems-confdefs.h>; else RTEMS_BULKHEAD_MAKE_UP. */
extern const enum rtems_bulkhead_missed_ticks rtems_bulkhead_missed_ticks;

/** Ticks that came late, since the start. */
struct rtems_bulkhead_clock_status {
  uint64_t made_up; /**< Announced after the time of the next had come. */
  uint64_t skipped; /**< Never announced. */
};

void rtems_bulkhead_clock_get_status(struct rtems_bulkhead_clock_status *status
);
/** @} */

#ifdef __cplusplus
}
#endif

#endif
