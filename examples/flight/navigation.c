/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Navigation: takes waypoints as they come, and has an error in it: one of the
 * waypoints leads it through a wild pointer. The health monitor restarts it,
 * and when that has happened too often, gives up.
 */
#include "messages.h"

BH_REQUIRE_QUEUING_PORT("route", BH_PORT_DESTINATION, sizeof(struct waypoint),
                        8);
BH_REQUIRE_SAMPLING_PORT("position", BH_PORT_SOURCE, sizeof(struct position));

#define WILD 0x666 /* a bearing that nobody has tested */

static int32_t table[16];

static int32_t correction(int32_t bearing)
{
    const volatile int32_t *entry = &table[bearing % 16];

    if (bearing == WILD)
        entry = (const volatile int32_t *)(uintptr_t)WILD;
    return *entry;
}

int main(void)
{
    const unsigned long in =
        (unsigned long)bh_port_find("route", BH_PORT_QUEUING);
    const unsigned long out =
        (unsigned long)bh_port_find("position", BH_PORT_SAMPLING);
    struct position position = {0, bh_info_page()->reset_count};
    struct waypoint waypoint = {0};

    if (bh_info_page()->reset_cause == BH_RESET_HEALTH)
        bh_printf("restarted by the health monitor, %u so far\n",
                  position.restarts);
    for (;;) {
        while (bh_queuing_receive(in, &waypoint, sizeof(waypoint)).error ==
               BH_OK) {
            position.waypoint = waypoint.number;
            waypoint.bearing += correction(waypoint.bearing);
        }
        bh_sampling_write(out, &position, sizeof(position));
        bh_partition_yield();
    }
}
