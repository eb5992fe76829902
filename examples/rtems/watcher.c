/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The native partition: it sees the telemetry of an RTEMS application, and
 * needs no operating system for it.
 */
#include <bulkhead/lib.h>

#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("telemetry", BH_PORT_DESTINATION,
                         sizeof(struct telemetry));

int main(void)
{
    struct telemetry telemetry = {0};
    uint32_t seen = 0;
    uint32_t mode = UINT32_MAX;

    do {
        if (bh_sampling_read_by_name("telemetry", &telemetry, sizeof(telemetry),
                                     NULL) > 0) {
            seen++;
            if (telemetry.mode != mode)
                bh_printf("the payload is in mode %u\n", telemetry.mode);
            mode = telemetry.mode;
        }
        bh_partition_yield();
    } while (seen == 0 || mode != 0);
    bh_printf("telemetry %u was the last\n", telemetry.number);
    return 0;
}
