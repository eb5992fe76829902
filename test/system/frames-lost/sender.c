/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeps the kernel busy for longer than a frame, by a message that is large and
 * not aligned. The machine is to end then.
 */
#include "check.h"

static uint8_t message[65536 + 1];

int main(void)
{
    const unsigned long port =
        (unsigned long)bh_port_find("large", BH_PORT_QUEUING);

    check(true, "begins");
    bh_flush();
    bh_partition_yield();
    bh_queuing_send(port, message + 1, sizeof(message) - 1);
    bh_puts("FAIL goes on");
    return 0;
}
