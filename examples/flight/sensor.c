/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sensor, and the aircraft that it measures: once a slot it reads what the
 * actuator did, lets the aircraft answer, and tells how it lies.
 */
#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("attitude", BH_PORT_SOURCE, sizeof(struct attitude));
BH_REQUIRE_SAMPLING_PORT("elevator", BH_PORT_DESTINATION,
                         sizeof(struct command));

#define GUST_EVERY 64 /* steps */
#define GUST 4000     /* microradians a step */

/* The elevator's angle; 0 while nobody steers. */
static int32_t elevator(unsigned long port)
{
    struct command command = {0};
    const struct bh_ret ret =
        bh_sampling_read_valid(port, &command, sizeof(command));

    return ret.error == BH_OK ? command.elevator : 0;
}

int main(void)
{
    const unsigned long in =
        (unsigned long)bh_port_find("elevator", BH_PORT_SAMPLING);
    const unsigned long out =
        (unsigned long)bh_port_find("attitude", BH_PORT_SAMPLING);
    struct attitude now = {.pitch = 60000};

    for (;;) {
        now.rate += -elevator(in) / 8 - now.rate / 16;
        if (now.count % GUST_EVERY == GUST_EVERY - 1)
            now.rate += GUST;
        now.pitch += now.rate;
        now.count++;
        now.time = bh_time_now();
        bh_sampling_write(out, &now, sizeof(now));
        bh_partition_yield();
    }
}
