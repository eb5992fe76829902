/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The platform: commands the payload from mode to mode, each when telemetry has
 * shown the one before.
 */
#include <bulkhead/manifest.h>
#include <fcntl.h>
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../messages.h"

BH_REQUIRE_SAMPLING_PORT(
  "telemetry",
  BH_PORT_DESTINATION,
  sizeof(struct telemetry)
);
BH_REQUIRE_QUEUING_PORT(
  "telecommand",
  BH_PORT_SOURCE,
  sizeof(struct telecommand),
  4
);

static void await(int fd, uint32_t mode)
{
  struct telemetry telemetry;

  do {
    rtems_task_wake_after(5);
  } while (read(fd, &telemetry, sizeof(telemetry)) != sizeof(telemetry) ||
           telemetry.mode != mode);
  printf("payload is in mode %u\n", (unsigned)mode);
}

static rtems_task Init(rtems_task_argument argument)
{
  static const uint32_t modes[] = {2, 3, 0};
  const int in = open("/dev/bulkhead/telemetry", O_RDONLY);
  const int out = open("/dev/bulkhead/telecommand", O_WRONLY);
  struct telecommand command = {0};

  (void)argument;
  await(in, 1);
  for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); ++i) {
    ++command.number;
    command.mode = modes[i];
    if (write(out, &command, sizeof(command)) != sizeof(command)) {
      perror("telecommand");
    }
    await(in, modes[i]);
  }
  puts("platform ends");
  exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 6
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_BULKHEAD_PORT_DEVICES
#define CONFIGURE_INIT
#include <bulkhead/rtems-confdefs.h>
#include <rtems/confdefs.h>
