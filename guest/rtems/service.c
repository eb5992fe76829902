/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partition, plan and slot services with RTEMS' status codes.
 */
#include <bulkhead/clock.h>
#include <bulkhead/rtems.h>

rtems_status_code rtems_bulkhead_status(long error)
{
  switch (error) {
    case BH_OK:
      return RTEMS_SUCCESSFUL;
    case BH_E_NOT_SUPPORTED:
      return RTEMS_NOT_IMPLEMENTED;
    case BH_E_INVALID_PARAM:
      return RTEMS_INVALID_ID;
    case BH_E_DENIED:
      return RTEMS_NOT_OWNER_OF_RESOURCE;
    case BH_E_INVALID_ADDRESS:
      return RTEMS_INVALID_ADDRESS;
    case BH_E_SIZE:
      return RTEMS_INVALID_SIZE;
    case BH_E_KIND:
    case BH_E_DIRECTION:
      return RTEMS_NOT_DEFINED;
    case BH_E_EMPTY:
    case BH_E_STALE:
      return RTEMS_UNSATISFIED;
    case BH_E_FULL:
      return RTEMS_TOO_MANY;
    case BH_E_STATE:
      return RTEMS_INCORRECT_STATE;
    default:
      return RTEMS_IO_ERROR;
  }
}

static uint32_t partition_of(uint32_t partition)
{
  const struct bh_info *info = bh_info_page();

  if (partition == RTEMS_BULKHEAD_SELF && info != NULL) {
    return info->partition;
  }
  return partition;
}

rtems_status_code rtems_bulkhead_partition_get_status(
  uint32_t partition,
  struct bh_partition_status *status
)
{
  return rtems_bulkhead_status(
    bh_partition_get_status(partition_of(partition), status)
  );
}

rtems_status_code rtems_bulkhead_partition_suspend(uint32_t partition)
{
  return rtems_bulkhead_status(bh_partition_suspend(partition_of(partition)));
}

rtems_status_code rtems_bulkhead_partition_resume(uint32_t partition)
{
  return rtems_bulkhead_status(bh_partition_resume(partition_of(partition)));
}

rtems_status_code rtems_bulkhead_partition_restart(
  uint32_t partition,
  uint32_t mode,
  uint64_t status
)
{
  return rtems_bulkhead_status(
    bh_partition_reset(partition_of(partition), mode, status)
  );
}

rtems_status_code rtems_bulkhead_partition_stop(uint32_t partition)
{
  return rtems_bulkhead_status(bh_partition_stop(partition_of(partition)));
}

rtems_status_code rtems_bulkhead_partition_set_mode(uint32_t mode)
{
  return rtems_bulkhead_status(bh_partition_set_mode(mode));
}

rtems_status_code rtems_bulkhead_plan_switch(uint32_t plan)
{
  return rtems_bulkhead_status(bh_plan_switch(plan));
}

rtems_status_code rtems_bulkhead_plan_get_status(struct bh_plan_status *status)
{
  return rtems_bulkhead_status(bh_plan_get_status(status));
}

rtems_status_code rtems_bulkhead_slot_get_status(struct bh_slot_status *status)
{
  return rtems_bulkhead_status(bh_slot_get_status(status));
}

rtems_status_code rtems_bulkhead_slot_yield(void)
{
  return rtems_bulkhead_status(bh_partition_yield());
}

rtems_status_code rtems_bulkhead_health_raise(uint64_t code, uint64_t detail)
{
  return rtems_bulkhead_status(bh_health_raise(code, detail));
}

rtems_status_code
rtems_bulkhead_health_read_log(uint64_t number, struct bh_health_record *record)
{
  return rtems_bulkhead_status(bh_health_read_log(number, record));
}

rtems_status_code rtems_bulkhead_watchdog_kick(void)
{
  return rtems_bulkhead_status(bh_time_kick_watchdog());
}

rtems_status_code rtems_bulkhead_deadline_set(rtems_interval ticks)
{
  const uint64_t us = rtems_configuration_get_microseconds_per_tick();
  uint64_t deadline = BH_TIME_NEVER;

  if (ticks != 0) {
    deadline = bh_time_now() + bh_ticks_from_ns(ticks * us * 1000);
  }
  return rtems_bulkhead_status(bh_time_set_deadline(deadline));
}
