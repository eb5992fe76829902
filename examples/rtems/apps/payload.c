/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The payload: one task writes telemetry every 100 ms, another waits for
 * telecommands. Both know files only.
 */
#include <bulkhead/manifest.h>
#include <fcntl.h>
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../messages.h"

BH_REQUIRE_SAMPLING_PORT("telemetry", BH_PORT_SOURCE, sizeof(struct telemetry));
BH_REQUIRE_QUEUING_PORT(
  "telecommand",
  BH_PORT_DESTINATION,
  sizeof(struct telecommand),
  4
);

#define STACK_SIZE (16 * 1024)

static volatile uint32_t current = 1; /* mode */
static volatile uint32_t commands;

static rtems_task commander(rtems_task_argument argument)
{
  const int fd = open("/dev/bulkhead/telecommand", O_RDONLY);
  struct telecommand command;

  (void)argument;
  while (read(fd, &command, sizeof(command)) == sizeof(command)) {
    printf(
      "command %u: mode %u\n",
      (unsigned)command.number,
      (unsigned)command.mode
    );
    current = command.mode;
    ++commands;
  }
  perror("telecommand");
  rtems_task_exit();
}

static rtems_task Init(rtems_task_argument argument)
{
  const int fd = open("/dev/bulkhead/telemetry", O_WRONLY);
  struct telemetry telemetry = {0};
  rtems_status_code sc;
  rtems_id id;

  (void)argument;
  sc = rtems_task_create(
    rtems_build_name('C', 'M', 'D', ' '),
    1,
    STACK_SIZE,
    RTEMS_DEFAULT_MODES,
    RTEMS_DEFAULT_ATTRIBUTES,
    &id
  );
  if (sc == RTEMS_SUCCESSFUL) {
    sc = rtems_task_start(id, commander, 0);
  }
  if (sc != RTEMS_SUCCESSFUL) {
    puts("no task for commands");
    exit(1);
  }
  do {
    ++telemetry.number;
    telemetry.mode = current;
    telemetry.ticks = rtems_clock_get_ticks_since_boot();
    telemetry.commands = commands;
    if (write(fd, &telemetry, sizeof(telemetry)) != sizeof(telemetry)) {
      perror("telemetry");
    }
    rtems_task_wake_after(10);
  } while (telemetry.mode != 0);
  printf("payload ends, %u commands\n", (unsigned)telemetry.commands);
  exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS 2
#define CONFIGURE_EXTRA_TASK_STACKS STACK_SIZE
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 6
#define CONFIGURE_INIT_TASK_PRIORITY 2
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_BULKHEAD_PORT_DEVICES
#define CONFIGURE_INIT
#include <bulkhead/rtems-confdefs.h>
#include <rtems/confdefs.h>
