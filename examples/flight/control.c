/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The control law: holds the nose level. It takes a valid attitude only, once,
 * and tells its watchdog that it lives when it has answered one.
 */
#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("attitude", BH_PORT_DESTINATION,
                         sizeof(struct attitude));
BH_REQUIRE_SAMPLING_PORT("command", BH_PORT_SOURCE, sizeof(struct command));

#define LIMIT 200000 /* microradians of the elevator */

static int32_t limited(int32_t angle)
{
    if (angle > LIMIT)
        return LIMIT;
    return angle < -LIMIT ? -LIMIT : angle;
}

int main(void)
{
    const unsigned long in =
        (unsigned long)bh_port_find("attitude", BH_PORT_SAMPLING);
    const unsigned long out =
        (unsigned long)bh_port_find("command", BH_PORT_SAMPLING);

    bh_puts("holds the nose level");
    for (;;) {
        struct attitude attitude = {0};
        struct command command;

        if (bh_sampling_read_new(in, &attitude, sizeof(attitude)).error ==
            BH_OK) {
            command.elevator = limited(attitude.pitch / 8 + attitude.rate * 4);
            command.cause = attitude.count;
            bh_sampling_write(out, &command, sizeof(command));
            bh_time_kick_watchdog();
        }
        bh_partition_yield();
    }
}
