/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Without a clock, only the start of a slot can wake a task that waits for a
 * message: one sends, the other gets it in the next slot.
 */
#include <bulkhead/rtems.h>
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>

static rtems_task sender(rtems_task_argument argument)
{
  uint32_t out = 0;

  (void)argument;
  rtems_bulkhead_port_ident("out", &out);
  puts("send");
  rtems_bulkhead_queuing_send(out, "wake", 4, RTEMS_NO_WAIT, 0);
  for (;;) {
    rtems_bulkhead_slot_yield();
  }
}

static rtems_task Init(rtems_task_argument argument)
{
  char buffer[8];
  size_t length = 0;
  uint32_t in = 0;
  rtems_id id;

  (void)argument;
  rtems_bulkhead_port_ident("in", &in);
  rtems_task_create(
    rtems_build_name('S', 'E', 'N', 'D'),
    100,
    RTEMS_MINIMUM_STACK_SIZE,
    RTEMS_DEFAULT_MODES,
    RTEMS_DEFAULT_ATTRIBUTES,
    &id
  );
  rtems_task_start(id, sender, 0);
  puts("wait");
  rtems_bulkhead_queuing_receive(
    in,
    buffer,
    sizeof(buffer),
    &length,
    RTEMS_WAIT,
    RTEMS_NO_TIMEOUT
  );
  printf("%.*s\n", (int)length, buffer);
  exit(0);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 2
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <bulkhead/rtems-confdefs.h>
#include <rtems/confdefs.h>
