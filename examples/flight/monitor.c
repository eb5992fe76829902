/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system's own partition: begins the flight when everybody is ready, sends
 * the route, reads the health monitor's log, and ends the flight when
 * navigation has given up. Its rights are in the system file.
 */
#include "messages.h"

BH_REQUIRE_QUEUING_PORT("route", BH_PORT_SOURCE, sizeof(struct waypoint), 8);
BH_REQUIRE_QUEUING_PORT("events", BH_PORT_SOURCE, sizeof(struct event), 4);
BH_REQUIRE_PORT("service", BH_PORT_DOORBELL, BH_PORT_SOURCE, 0, 1);

#define LEG 12          /* slots from one waypoint to the next */
#define BAD_WAYPOINT 4  /* every so many, one that nobody has tested */
#define GROUND_TIME 10  /* slots */
#define SERVICE_TIME 10 /* slots */

enum partition { SENSOR, CONTROL, ACTUATOR, NAVIGATION, PARTITIONS = 7 };

static unsigned long route, events, service;

static uint32_t state_of(unsigned long partition)
{
    return (uint32_t)bh_partition_get_state(partition).value;
}

static void note(uint32_t code, uint32_t number)
{
    const struct event event = {bh_time_now(), code, number};

    bh_queuing_send(events, &event, sizeof(event));
}

static void switch_to(uint32_t plan, const char *name)
{
    bh_printf("now: %s\n", name);
    bh_plan_switch(plan);
    note(EVENT_PLAN, plan);
    while (bh_info_page()->plan != plan)
        bh_partition_yield();
}

/* What the health monitor has done since it was asked last. */
static void read_log(void)
{
    static uint64_t next;
    struct bh_health_record record = {0};

    while (bh_health_read_log(next, &record) == BH_OK) {
        bh_printf("log %lu: partition %u, event %u, action %u\n", record.number,
                  record.partition, record.event, record.action);
        next = record.number + 1;
    }
}

static void send_waypoint(uint32_t number)
{
    const struct waypoint waypoint = {
        number, number % BAD_WAYPOINT == 0 ? 0x666 : (int32_t)number};

    if (bh_queuing_send(route, &waypoint, sizeof(waypoint)) == BH_OK)
        note(EVENT_WAYPOINT, number);
}

static void fly(void)
{
    uint32_t number = 0, restarts = 0;

    for (unsigned slot = 0; state_of(NAVIGATION) != BH_STATE_HALTED; slot++) {
        struct bh_partition_status status = {0};

        if (slot % LEG == 0)
            send_waypoint(++number);
        bh_partition_get_status(NAVIGATION, &status);
        if (status.reset_count != restarts)
            note(EVENT_RESTART, status.reset_count);
        restarts = status.reset_count;
        read_log();
        bh_partition_yield();
    }
    bh_puts("navigation has given up");
}

int main(void)
{
    route = (unsigned long)bh_port_find("route", BH_PORT_QUEUING);
    events = (unsigned long)bh_port_find("events", BH_PORT_QUEUING);
    service = (unsigned long)bh_port_find("service", BH_PORT_DOORBELL);
    for (unsigned slot = 0; slot < GROUND_TIME; slot++)
        bh_partition_yield();
    switch_to(PLAN_FLIGHT, "flight");
    fly();
    read_log();
    switch_to(PLAN_MAINTENANCE, "maintenance");
    bh_port_ring(service);
    for (unsigned slot = 0; slot < SERVICE_TIME; slot++)
        bh_partition_yield();
    for (unsigned long id = 0; id < PARTITIONS - 1; id++)
        bh_partition_stop(id);
    bh_puts("everything is off");
    return 0;
}
