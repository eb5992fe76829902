/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports for tasks. Others act on a port only while they have the hart: a task
 * that found a queue empty or full looks again when a slot of the partition has
 * begun. A line tells of that, if the system file says slot-event="yes"; until
 * it has, the task looks once a tick. The line is asked for when the first task
 * waits.
 */
#include <bulkhead/port.h>
#include <bulkhead/rtems.h>
#include <rtems/chain.h>
#include <rtems/thread.h>
#include <string.h>

/* A task that waits, on its stack. */
struct waiter {
  rtems_chain_node node;
  rtems_binary_semaphore wake;
};

/* What is to be done on a port, and what came of it. */
struct request {
  struct bh_ret (*call)(const struct request *request);
  uint32_t port;
  const void *message;
  void *buffer;
  size_t size;
};

RTEMS_INTERRUPT_LOCK_DEFINE(static, waiters_lock, "Bulkhead")

static RTEMS_CHAIN_DEFINE_EMPTY(waiters);

static volatile bool told; /* a slot event has come */

/* Wakes every waiter: each of them looks at its port. */
static void slot_interrupt(void *arg)
{
  rtems_interrupt_lock_context context;
  rtems_chain_node *node;

  (void)arg;
  bh_interrupt_take(BH_LINE_SLOT);
  told = true;
  rtems_interrupt_lock_acquire_isr(&waiters_lock, &context);
  node = rtems_chain_first(&waiters);
  while (!rtems_chain_is_tail(&waiters, node)) {
    rtems_binary_semaphore_post(&((struct waiter *)node)->wake);
    node = rtems_chain_next(node);
  }
  rtems_interrupt_lock_release_isr(&waiters_lock, &context);
}

static rtems_status_code listen(void)
{
  static rtems_mutex mutex = RTEMS_MUTEX_INITIALIZER("Bulkhead");
  static bool listening;
  rtems_status_code sc = RTEMS_SUCCESSFUL;

  rtems_mutex_lock(&mutex);
  if (!listening) {
    sc = rtems_interrupt_handler_install(
      RTEMS_BULKHEAD_VECTOR(BH_LINE_SLOT),
      "Bulkhead slot",
      RTEMS_INTERRUPT_UNIQUE,
      slot_interrupt,
      NULL
    );
    listening = sc == RTEMS_SUCCESSFUL;
  }
  rtems_mutex_unlock(&mutex);
  return sc;
}

static void waiter_begin(struct waiter *waiter)
{
  rtems_interrupt_lock_context context;

  rtems_binary_semaphore_init(&waiter->wake, "Bulkhead");
  rtems_interrupt_lock_acquire(&waiters_lock, &context);
  rtems_chain_append_unprotected(&waiters, &waiter->node);
  rtems_interrupt_lock_release(&waiters_lock, &context);
}

static void waiter_end(struct waiter *waiter)
{
  rtems_interrupt_lock_context context;

  rtems_interrupt_lock_acquire(&waiters_lock, &context);
  rtems_chain_extract_unprotected(&waiter->node);
  rtems_interrupt_lock_release(&waiters_lock, &context);
  rtems_binary_semaphore_destroy(&waiter->wake);
}

static bool is_to_wait(long error)
{
  return error == BH_E_EMPTY || error == BH_E_FULL;
}

/* Waits for a reason to look again. Returns false if `end` has come first. */
static bool wait(struct waiter *waiter, bool timed, rtems_interval end)
{
  rtems_interval left = end - rtems_clock_get_ticks_since_boot();

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

/* The waiter is there before the port is looked at: no slot goes unseen. */
static rtems_status_code call_waiting(
  const struct request *request,
  rtems_interval timeout,
  struct bh_ret *ret
)
{
  const rtems_interval end = rtems_clock_get_ticks_since_boot() + timeout;
  rtems_status_code sc = listen();
  struct waiter waiter;

  if (sc != RTEMS_SUCCESSFUL) {
    return sc;
  }
  waiter_begin(&waiter);
  for (;;) {
    *ret = (*request->call)(request);
    if (!is_to_wait(ret->error)) {
      sc = rtems_bulkhead_status(ret->error);
      break;
    }
    if (!wait(&waiter, timeout != RTEMS_NO_TIMEOUT, end)) {
      sc = RTEMS_TIMEOUT;
      break;
    }
  }
  waiter_end(&waiter);
  return sc;
}

static rtems_status_code call(
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

static struct bh_ret call_send(const struct request *request)
{
  const struct bh_ret ret = {
    .error = bh_queuing_send(request->port, request->message, request->size)};

  return ret;
}

static struct bh_ret call_receive(const struct request *request)
{
  return bh_queuing_receive(request->port, request->buffer, request->size);
}

rtems_status_code rtems_bulkhead_port_ident(const char *name, uint32_t *port)
{
  const struct bh_info_port *info;

  if (name == NULL || port == NULL) {
    return RTEMS_INVALID_ADDRESS;
  }
  for (uint32_t i = 0; (info = bh_port_info(i)) != NULL; ++i) {
    if (strcmp(info->name, name) == 0) {
      *port = i;
      return RTEMS_SUCCESSFUL;
    }
  }
  return RTEMS_INVALID_NAME;
}

rtems_status_code
rtems_bulkhead_sampling_write(uint32_t port, const void *message, size_t size)
{
  return rtems_bulkhead_status(bh_sampling_write(port, message, size));
}

rtems_status_code rtems_bulkhead_sampling_read(
  uint32_t port,
  void *buffer,
  size_t room,
  size_t *length,
  bool *valid
)
{
  const struct bh_ret ret = bh_sampling_read(port, buffer, room);

  if (ret.error == BH_OK) {
    *length = bh_sampling_length(ret);
    if (valid != NULL) {
      *valid = bh_sampling_is_valid(ret);
    }
  }
  return rtems_bulkhead_status(ret.error);
}

rtems_status_code rtems_bulkhead_queuing_send(
  uint32_t port,
  const void *message,
  size_t size,
  rtems_option options,
  rtems_interval timeout
)
{
  const struct request request =
    {.call = call_send, .port = port, .message = message, .size = size};
  struct bh_ret ret;

  return call(&request, options, timeout, &ret);
}

rtems_status_code rtems_bulkhead_queuing_receive(
  uint32_t port,
  void *buffer,
  size_t room,
  size_t *length,
  rtems_option options,
  rtems_interval timeout
)
{
  const struct request request =
    {.call = call_receive, .port = port, .buffer = buffer, .size = room};
  struct bh_ret ret;
  const rtems_status_code sc = call(&request, options, timeout, &ret);

  if (sc == RTEMS_SUCCESSFUL) {
    *length = (size_t)ret.value;
  }
  return sc;
}

rtems_status_code
rtems_bulkhead_queuing_get_number_pending(uint32_t port, uint32_t *count)
{
  const struct bh_ret ret = bh_queuing_get_count(port);

  if (ret.error == BH_OK) {
    *count = (uint32_t)ret.value;
  }
  return rtems_bulkhead_status(ret.error);
}
