/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Tasks that wait for a port. The library's own.
 */
#ifndef GUEST_RTEMS_WAIT_H
#define GUEST_RTEMS_WAIT_H

#include <bulkhead/rtems.h>

/** A call on a port, to be made until it need not wait any more. */
struct request {
  /** BH_E_EMPTY, BH_E_FULL and BH_E_STALE are reasons to wait. */
  struct bh_ret (*call)(const struct request *request);
  uint32_t port;
  const void *message;
  void *buffer;
  size_t size;
};

/**
 * Makes the call, again and again if the caller waits.
 *
 * @param options RTEMS_WAIT or RTEMS_NO_WAIT
 * @param timeout clock ticks at most, or RTEMS_NO_TIMEOUT
 * @param ret     set to what the last call returned
 * @return its status; RTEMS_TIMEOUT
 */
rtems_status_code wait_call(
  const struct request *request,
  rtems_option options,
  rtems_interval timeout,
  struct bh_ret *ret
);

/** Whether a doorbell has been rung since this was asked. */
bool wait_take_ring(uint32_t port);

/** Takes the lines, if that has not been done. */
rtems_status_code wait_listen(void);

#endif
