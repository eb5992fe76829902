/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has limits of time and keeps them, or not, as its name says.
 */
#include "check.h"

static uint64_t in_us(uint64_t us)
{
    return bh_info_page()->slot_start + bh_ticks_from_ns(us * 1000);
}

static void busy_until(uint64_t time)
{
    while (bh_time_now() < time)
        ;
}

/* 300 us after its slot's start, while it has the hart. */
static void miss_inside(void)
{
    check_error(bh_time_set_deadline(in_us(300)), BH_OK, "set");
    busy_until(in_us(600));
    check(true, "goes on");
}

/* When others have the hart. */
static void miss_outside(void)
{
    bh_time_set_deadline(in_us(4000));
    bh_partition_yield();
    check(true, "goes on");
}

/* While it waits in its slot for what never comes. */
static void miss_waiting(void)
{
    if (bh_info_page()->reset_count > 0)
        return;
    bh_time_set_deadline(in_us(300));
    bh_interrupt_wait();
    check(false, "is reset");
}

static void keep(void)
{
    for (int i = 0; i < 5; i++) {
        bh_time_set_deadline(in_us(11000));
        bh_partition_yield();
    }
    bh_time_set_deadline(BH_TIME_NEVER);
    bh_partition_yield();
    bh_partition_yield();
    check_error(bh_time_kick_watchdog(), BH_E_STATE, "has no watchdog");
}

/* It is watched once it is normal, and not before. */
static void kick(void)
{
    for (int i = 0; i < 4; i++)
        bh_partition_yield();
    check_error(bh_time_kick_watchdog(), BH_E_STATE, "not yet");
    bh_partition_set_mode(BH_STATE_NORMAL);
    for (int i = 0; i < 5; i++) {
        bh_partition_yield();
        bh_time_kick_watchdog();
    }
    check_error(bh_time_kick_watchdog(), BH_OK, "kicked");
}

static void do_nothing(void)
{
    for (;;)
        bh_partition_yield();
}

/* What is ignored comes once; the next kick counts again. */
static void kick_late(void)
{
    for (int i = 0; i < 6; i++)
        bh_partition_yield();
    check_error(bh_time_kick_watchdog(), BH_OK, "late");
    for (int i = 0; i < 3; i++)
        bh_partition_yield();
    check(true, "goes on");
}

/* Suspended for longer than the watchdog's time. */
static void be_suspended(void)
{
    for (int i = 0; i < 10; i++) {
        bh_time_kick_watchdog();
        bh_partition_yield();
    }
    check(true, "was not missed");
}

int main(void)
{
    static const struct {
        const char *name;
        void (*act)(void);
    } acts[] = {
        {"inside", miss_inside}, {"outside", miss_outside},
        {"waits", miss_waiting}, {"kept", keep},
        {"kicks", kick},         {"lazy", do_nothing},
        {"late", kick_late},     {"still", be_suspended},
    };
    const struct bh_info *info = bh_info_page();
    struct bh_health_record record;

    bh_printf("start %u, cause %u, status %lu\n", info->reset_count,
              info->reset_cause, info->reset_status);
    if (info->partition == 1) {
        check_error(bh_health_read_log(1, &record), BH_E_DENIED, "no right");
        check_error(bh_trace_read(0, &record, sizeof(record)).error,
                    BH_E_DENIED, "nor to the trace");
    }
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, info->name) == 0)
            acts[i].act();
    }
    return 0;
}
