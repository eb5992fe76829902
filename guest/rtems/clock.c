/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clock driver that takes the place of the board support package's when it is
 * linked before it. A tick is one hypercall. The time register is read without
 * a trap, so that the time of day and the uptime are right, whatever has become
 * of ticks.
 */
#include <bulkhead/clock.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/interrupt.h>
#include <bulkhead/manifest.h>
#include <bulkhead/rtems.h>
#include <rtems/clockdrv.h>
#include <rtems/counter.h>
#include <rtems/score/cpu.h>
#include <rtems/timecounter.h>

#define VECTOR_TIMER 1 /* of a RISC-V board support package */

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_TIME));

/* The names of all that the driver has whose place this one takes. */
volatile uint32_t Clock_driver_ticks;
volatile uint32_t _RISCV_Counter_register;

static struct timecounter clock_timecounter;

/* What follows is touched by the interrupt only, once the clock runs. */
static uint64_t clock_deadline;
static uint64_t clock_interval;
static struct rtems_bulkhead_clock_status clock_status;

static uint64_t frequency(void)
{
  return ((const struct bh_info *)BH_INFO_PAGE_ADDRESS)->tick_frequency;
}

static void announce(void)
{
  ++Clock_driver_ticks;
  rtems_timecounter_tick();
}

static void clock_interrupt(void *arg)
{
  uint64_t late;

  (void)arg;
  clock_deadline += clock_interval;
  late = 0;
  if (bh_time_now() >= clock_deadline) {
    late = (bh_time_now() - clock_deadline) / clock_interval + 1;
    clock_deadline += late * clock_interval;
  }
  bh_time_set_timer(clock_deadline);
  if (rtems_bulkhead_missed_ticks == RTEMS_BULKHEAD_SKIP) {
    clock_status.skipped += late;
    late = 0;
  }
  clock_status.made_up += late;
  announce();
  for (; late > 0; --late) {
    announce();
  }
}

static uint32_t get_timecount(struct timecounter *tc)
{
  (void)tc;
  return (uint32_t)bh_time_now();
}

void _Clock_Initialize(void)
{
  const uint64_t us = rtems_configuration_get_microseconds_per_tick();

  clock_interval = frequency() * us / 1000000;
  clock_deadline = bh_time_now() + clock_interval;
  bh_time_set_timer(clock_deadline);
  rtems_interrupt_handler_install(
    VECTOR_TIMER,
    "Clock",
    RTEMS_INTERRUPT_UNIQUE,
    clock_interrupt,
    NULL
  );

  clock_timecounter.tc_get_timecount = get_timecount;
  clock_timecounter.tc_counter_mask = UINT32_MAX;
  clock_timecounter.tc_frequency = frequency();
  clock_timecounter.tc_quality = RTEMS_TIMECOUNTER_QUALITY_CLOCK_DRIVER;
  rtems_timecounter_install(&clock_timecounter);
}

uint32_t _CPU_Counter_frequency(void)
{
  return (uint32_t)frequency();
}

CPU_Counter_ticks _CPU_Counter_read(void)
{
  return (CPU_Counter_ticks)bh_time_now();
}

void rtems_bulkhead_clock_get_status(struct rtems_bulkhead_clock_status *status)
{
  const bool enabled = bh_interrupt_disable();

  *status = clock_status;
  bh_interrupt_restore(enabled);
}
