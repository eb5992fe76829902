/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The actuator: moves the elevator where the control law wants it, and to
 * neutral when no valid command is there.
 */
#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("command", BH_PORT_DESTINATION,
                         sizeof(struct command));
BH_REQUIRE_SAMPLING_PORT("elevator", BH_PORT_SOURCE, sizeof(struct command));

int main(void)
{
    const unsigned long in =
        (unsigned long)bh_port_find("command", BH_PORT_SAMPLING);
    const unsigned long out =
        (unsigned long)bh_port_find("elevator", BH_PORT_SAMPLING);
    bool steered = false;

    for (;;) {
        struct command command = {0, 0};
        const bool valid =
            bh_sampling_read_valid(in, &command, sizeof(command)).error ==
            BH_OK;

        if (valid != steered)
            bh_puts(valid ? "follows the control law" : "neutral");
        steered = valid;
        bh_sampling_write(out, &command, sizeof(command));
        bh_partition_yield();
    }
}
