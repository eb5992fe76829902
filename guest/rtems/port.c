/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports for tasks.
 */
#include "wait.h"

#include <bulkhead/port.h>
#include <string.h>

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

static struct bh_ret call_read_new(const struct request *request)
{
  return bh_sampling_read_new(request->port, request->buffer, request->size);
}

/* The port is one of the caller's if its status can be had. */
static struct bh_ret call_doorbell(const struct request *request)
{
  struct bh_port_status status;
  struct bh_ret ret = {.error = bh_port_get_status(request->port, &status)};

  if (ret.error == BH_OK && !wait_take_ring(request->port)) {
    ret.error = BH_E_EMPTY;
  }
  return ret;
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

  return wait_call(&request, options, timeout, &ret);
}

/* By either call: the length stands in the same bits of what both return. */
static rtems_status_code take(
  const struct request *request,
  rtems_option options,
  rtems_interval timeout,
  size_t *length
)
{
  struct bh_ret ret;
  const rtems_status_code sc = wait_call(request, options, timeout, &ret);

  if (sc == RTEMS_SUCCESSFUL) {
    *length = bh_sampling_length(ret);
  }
  return sc;
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

  return take(&request, options, timeout, length);
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

rtems_status_code rtems_bulkhead_sampling_read_new(
  uint32_t port,
  void *buffer,
  size_t room,
  size_t *length,
  rtems_option options,
  rtems_interval timeout
)
{
  const struct request request =
    {.call = call_read_new, .port = port, .buffer = buffer, .size = room};

  return take(&request, options, timeout, length);
}

rtems_status_code rtems_bulkhead_queuing_flush(uint32_t port, uint32_t *count)
{
  const struct bh_ret ret = bh_queuing_clear(port);

  if (ret.error == BH_OK) {
    *count = (uint32_t)ret.value;
  }
  return rtems_bulkhead_status(ret.error);
}

rtems_status_code
rtems_bulkhead_port_get_status(uint32_t port, struct bh_port_status *status)
{
  return rtems_bulkhead_status(bh_port_get_status(port, status));
}

rtems_status_code rtems_bulkhead_doorbell_ring(uint32_t port)
{
  return rtems_bulkhead_status(bh_port_ring(port));
}

rtems_status_code rtems_bulkhead_doorbell_wait(
  uint32_t port,
  rtems_option options,
  rtems_interval timeout
)
{
  const struct request request = {.call = call_doorbell, .port = port};
  const rtems_status_code sc = wait_listen();
  struct bh_ret ret;

  if (sc != RTEMS_SUCCESSFUL) {
    return sc;
  }
  return wait_call(&request, options, timeout, &ret);
}
