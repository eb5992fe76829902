/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What guest/rtems answers: status codes, errors of files, and how long it
 * waits. Each line is a result; `run` knows what they should be. The partition
 * speaks to itself, so that it can fill and empty its queues.
 */
#include <bulkhead/rtems.h>
#include <errno.h>
#include <fcntl.h>
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "/dev/bulkhead/"

static uint32_t in;
static uint32_t out;

static void say(const char *what, rtems_status_code sc)
{
  printf("%s: %d\n", what, (int)sc);
}

/* An operation of a file: its count, or why it failed. */
static void say_io(const char *what, ssize_t count)
{
  if (count < 0) {
    printf("%s: %s\n", what, strerror(errno));
  } else {
    printf("%s: %d\n", what, (int)count);
  }
}

static void test_queue(void)
{
  char buffer[8] = "";
  uint32_t pending = 9;
  size_t length = 0;
  rtems_interval before;
  rtems_interval passed;

  say(
    "receive, empty",
    rtems_bulkhead_queuing_receive(in, buffer, 8, &length, RTEMS_NO_WAIT, 0)
  );
  before = rtems_clock_get_ticks_since_boot();
  say(
    "receive, in vain",
    rtems_bulkhead_queuing_receive(in, buffer, 8, &length, RTEMS_WAIT, 20)
  );
  passed = rtems_clock_get_ticks_since_boot() - before;
  printf("waited long enough: %d\n", passed >= 20 && passed < 40);
  say("send", rtems_bulkhead_queuing_send(out, "hello", 5, RTEMS_NO_WAIT, 0));
  say("send", rtems_bulkhead_queuing_send(out, "you", 3, RTEMS_WAIT, 0));
  say(
    "send, full",
    rtems_bulkhead_queuing_send(out, "too", 3, RTEMS_NO_WAIT, 0)
  );
  say(
    "send, in vain",
    rtems_bulkhead_queuing_send(out, "too", 3, RTEMS_WAIT, 3)
  );
  say("pending", rtems_bulkhead_queuing_get_number_pending(in, &pending));
  printf("%u messages\n", (unsigned)pending);
  say(
    "receive, short",
    rtems_bulkhead_queuing_receive(in, buffer, 7, &length, RTEMS_WAIT, 0)
  );
  say(
    "receive",
    rtems_bulkhead_queuing_receive(in, buffer, 8, &length, RTEMS_WAIT, 0)
  );
  printf("%.*s\n", (int)length, buffer);
  say(
    "send, too long",
    rtems_bulkhead_queuing_send(out, "012345678", 9, RTEMS_WAIT, 0)
  );
  say(
    "send to a destination",
    rtems_bulkhead_queuing_send(in, "x", 1, RTEMS_WAIT, 0)
  );
  say(
    "send to nowhere",
    rtems_bulkhead_queuing_send(99, "x", 1, RTEMS_WAIT, 0)
  );
  say(
    "send from nowhere",
    rtems_bulkhead_queuing_send(out, (void *)8, 1, RTEMS_WAIT, 0)
  );
  say("sampling call", rtems_bulkhead_sampling_write(out, "x", 1));
}

static void test_files(void)
{
  const int reader = open(FOLDER "in", O_RDONLY | O_NONBLOCK);
  const int writer = open(FOLDER "out", O_WRONLY | O_NONBLOCK);
  const int latest = open(FOLDER "latest", O_RDONLY);
  const int value = open(FOLDER "value", O_WRONLY);
  char buffer[8] = "";

  say_io("read a source", open(FOLDER "out", O_RDONLY));
  say_io("write a destination", open(FOLDER "in", O_WRONLY));
  say_io("no such port", open(FOLDER "none", O_RDONLY));
  say_io("read", read(reader, buffer, sizeof(buffer)));
  say_io("read, empty", read(reader, buffer, sizeof(buffer)));
  say_io("write", write(writer, "12345678", 8));
  say_io("write", write(writer, "1", 1));
  say_io("write, full", write(writer, "1", 1));
  say_io("read, short", read(reader, buffer, 7));
  say_io("latest, none", read(latest, buffer, sizeof(buffer)));
  say_io("value", write(value, "42", 2));
  say_io("latest", read(latest, buffer, sizeof(buffer)));
  printf("%.2s\n", buffer);
}

static void test_partition(void)
{
  struct bh_partition_status status = {0};
  struct bh_slot_status slot = {0};

  say(
    "own status",
    rtems_bulkhead_partition_get_status(RTEMS_BULKHEAD_SELF, &status)
  );
  printf("state %u\n", (unsigned)status.state);
  say("another's", rtems_bulkhead_partition_get_status(1, &status));
  say("nobody's", rtems_bulkhead_partition_get_status(77, &status));
  say("stop another", rtems_bulkhead_partition_stop(1));
  say("switch plans", rtems_bulkhead_plan_switch(0));
  say("normal again", rtems_bulkhead_partition_set_mode(BH_STATE_NORMAL));
  say("slot", rtems_bulkhead_slot_get_status(&slot));
  printf("slot of %u us\n", (unsigned)((slot.slot_end - slot.slot_start) / 10));
  say("yield", rtems_bulkhead_slot_yield());
}

static void test_news(void)
{
  struct bh_port_status status = {0};
  char buffer[8] = "";
  size_t length = 0;
  uint32_t latest = 0;
  uint32_t value = 0;
  uint32_t bell = 0;
  uint32_t ring = 0;
  uint32_t count = 9;

  rtems_bulkhead_port_ident("latest", &latest);
  rtems_bulkhead_port_ident("value", &value);
  rtems_bulkhead_port_ident("bell", &bell);
  rtems_bulkhead_port_ident("ring", &ring);
  rtems_bulkhead_sampling_write(value, "new", 3);
  say(
    "read new",
    rtems_bulkhead_sampling_read_new(latest, buffer, 8, &length, RTEMS_WAIT, 0)
  );
  printf("%.*s\n", (int)length, buffer);
  say(
    "read new, none",
    rtems_bulkhead_sampling_read_new(
      latest,
      buffer,
      8,
      &length,
      RTEMS_NO_WAIT,
      0
    )
  );
  say(
    "read new, in vain",
    rtems_bulkhead_sampling_read_new(latest, buffer, 8, &length, RTEMS_WAIT, 3)
  );
  say("flush", rtems_bulkhead_queuing_flush(in, &count));
  printf("%u messages\n", (unsigned)count);
  say("port status", rtems_bulkhead_port_get_status(in, &status));
  printf("lost %u\n", (unsigned)status.lost);
  say("bell, silent", rtems_bulkhead_doorbell_wait(bell, RTEMS_NO_WAIT, 0));
  say("bell, in vain", rtems_bulkhead_doorbell_wait(bell, RTEMS_WAIT, 3));
  say("ring", rtems_bulkhead_doorbell_ring(ring));
  say("bell", rtems_bulkhead_doorbell_wait(bell, RTEMS_WAIT, 0));
  say("bell, silent", rtems_bulkhead_doorbell_wait(bell, RTEMS_NO_WAIT, 0));
  say("ring a queue", rtems_bulkhead_doorbell_ring(out));
  say("wait for nothing", rtems_bulkhead_doorbell_wait(99, RTEMS_WAIT, 0));
}

static void test_health(void)
{
  struct bh_health_record record;

  say("watchdog, none", rtems_bulkhead_watchdog_kick());
  say("deadline", rtems_bulkhead_deadline_set(1000));
  say("deadline, none", rtems_bulkhead_deadline_set(0));
  say("log", rtems_bulkhead_health_read_log(1, &record));
  say("ignored", rtems_bulkhead_health_raise(1, 2));
}

static void *no_memory(void)
{
  return NULL;
}

static rtems_task Init(rtems_task_argument argument)
{
  (void)argument;
  say("ident", rtems_bulkhead_port_ident("in", &in));
  say("ident", rtems_bulkhead_port_ident("out", &out));
  say("ident, none", rtems_bulkhead_port_ident("none", &out));
  say("ident, NULL", rtems_bulkhead_port_ident("in", no_memory()));
  test_queue();
  test_files();
  test_partition();
  test_news();
  test_health();
  puts("the end");
  exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 12
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_BULKHEAD_PORT_DEVICES
#define CONFIGURE_INIT
#include <bulkhead/rtems-confdefs.h>
#include <rtems/confdefs.h>
