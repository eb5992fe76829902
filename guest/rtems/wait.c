/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Others act on a port only while they have the hart. A task that found nothing
 * there looks again when the port's line says that something has come, if the
 * port says notify="yes" in the system file; else when a slot of the partition
 * has begun, if that says slot-event="yes"; and once a tick until either has
 * been heard of. The lines are asked for when the first task waits.
 */
#include "wait.h"

#include <rtems/chain.h>
#include <rtems/thread.h>

/* A task that waits, on its stack. */
struct waiter {
  rtems_chain_node node;
  rtems_binary_semaphore wake;
  uint64_t port; /* as a bit */
};

RTEMS_INTERRUPT_LOCK_DEFINE(static, lock, "Bulkhead")

static RTEMS_CHAIN_DEFINE_EMPTY(waiters);

/* Ports by their bits, written by the interrupts and under the lock. */
static volatile uint64_t telling; /* have told of something */
static uint64_t rung; /* of which wait_take_ring() has not been asked */
static volatile bool slots_tell;

/* Wakes who waits for one of these ports. */
static void wake(uint64_t ports)
{
  rtems_chain_node *node = rtems_chain_first(&waiters);

  while (!rtems_chain_is_tail(&waiters, node)) {
    struct waiter *waiter = (struct waiter *)node;

    if ((waiter->port & ports) != 0) {
      rtems_binary_semaphore_post(&waiter->wake);
    }
    node = rtems_chain_next(node);
  }
}

static void port_interrupt(void *arg)
{
  const uint64_t ports = (uint64_t)bh_interrupt_take(BH_LINE_PORT).value;
  rtems_interrupt_lock_context context;

  (void)arg;
  rtems_interrupt_lock_acquire_isr(&lock, &context);
  telling |= ports;
  rung |= ports;
  wake(ports);
  rtems_interrupt_lock_release_isr(&lock, &context);
}

static void slot_interrupt(void *arg)
{
  rtems_interrupt_lock_context context;

  (void)arg;
  bh_interrupt_take(BH_LINE_SLOT);
  rtems_interrupt_lock_acquire_isr(&lock, &context);
  slots_tell = true;
  wake(~telling);
  rtems_interrupt_lock_release_isr(&lock, &context);
}

static rtems_status_code
install(unsigned line, const char *name, rtems_interrupt_handler handler)
{
  return rtems_interrupt_handler_install(
    RTEMS_BULKHEAD_VECTOR(line),
    name,
    RTEMS_INTERRUPT_UNIQUE,
    handler,
    NULL
  );
}

rtems_status_code wait_listen(void)
{
  static rtems_mutex mutex = RTEMS_MUTEX_INITIALIZER("Bulkhead");
  static bool listening;
  rtems_status_code sc = RTEMS_SUCCESSFUL;

  rtems_mutex_lock(&mutex);
  if (!listening) {
    sc = install(BH_LINE_PORT, "Bulkhead port", port_interrupt);
    if (sc == RTEMS_SUCCESSFUL) {
      sc = install(BH_LINE_SLOT, "Bulkhead slot", slot_interrupt);
    }
    listening = sc == RTEMS_SUCCESSFUL;
  }
  rtems_mutex_unlock(&mutex);
  return sc;
}

bool wait_take_ring(uint32_t port)
{
  const uint64_t bit = UINT64_C(1) << port;
  rtems_interrupt_lock_context context;
  bool was;

  rtems_interrupt_lock_acquire(&lock, &context);
  was = (rung & bit) != 0;
  rung &= ~bit;
  rtems_interrupt_lock_release(&lock, &context);
  return was;
}

static void begin(struct waiter *waiter, uint32_t port)
{
  rtems_interrupt_lock_context context;

  waiter->port = port < BH_PORTS_MAX ? UINT64_C(1) << port : 0;
  rtems_binary_semaphore_init(&waiter->wake, "Bulkhead");
  rtems_interrupt_lock_acquire(&lock, &context);
  rtems_chain_append_unprotected(&waiters, &waiter->node);
  rtems_interrupt_lock_release(&lock, &context);
}

static void end(struct waiter *waiter)
{
  rtems_interrupt_lock_context context;

  rtems_interrupt_lock_acquire(&lock, &context);
  rtems_chain_extract_unprotected(&waiter->node);
  rtems_interrupt_lock_release(&lock, &context);
  rtems_binary_semaphore_destroy(&waiter->wake);
}

/* Waits for a reason to look again. Returns false if `last` has come first. */
static bool await_reason(struct waiter *waiter, bool timed, rtems_interval last)
{
  const bool told = slots_tell || (telling & waiter->port) != 0;
  rtems_interval left = last - rtems_clock_get_ticks_since_boot();

  if (timed && (left == 0 || left > UINT32_MAX / 2)) {
    return false;
  }
  if (!told) {
    left = 1;
  }
  if (timed || !told) {
    rtems_binary_semaphore_wait_timed_ticks(&waiter->wake, left);
  } else {
    rtems_binary_semaphore_wait(&waiter->wake);
  }
  return true;
}

static bool is_to_wait(long error)
{
  return error == BH_E_EMPTY || error == BH_E_FULL || error == BH_E_STALE;
}

/* The waiter is there before the port is looked at: nothing goes unseen. */
static rtems_status_code call_waiting(
  const struct request *request,
  rtems_interval timeout,
  struct bh_ret *ret
)
{
  const rtems_interval last = rtems_clock_get_ticks_since_boot() + timeout;
  rtems_status_code sc = wait_listen();
  struct waiter waiter;

  if (sc != RTEMS_SUCCESSFUL) {
    return sc;
  }
  begin(&waiter, request->port);
  for (;;) {
    *ret = (*request->call)(request);
    if (!is_to_wait(ret->error)) {
      sc = rtems_bulkhead_status(ret->error);
      break;
    }
    if (!await_reason(&waiter, timeout != RTEMS_NO_TIMEOUT, last)) {
      sc = RTEMS_TIMEOUT;
      break;
    }
  }
  end(&waiter);
  return sc;
}

rtems_status_code wait_call(
  const struct request *request,
  rtems_option options,
  rtems_interval timeout,
  struct bh_ret *ret
)
{
  *ret = (*request->call)(request);
  if (!is_to_wait(ret->error) || (options & RTEMS_NO_WAIT) != 0) {
    return rtems_bulkhead_status(ret->error);
  }
  return call_waiting(request, timeout, ret);
}
