/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the partitions of this example say to each other.
 */
#ifndef EXAMPLES_RTEMS_MESSAGES_H
#define EXAMPLES_RTEMS_MESSAGES_H

#include <stdint.h>

/* Payload to all, about every 100 ms. */
struct telemetry {
    uint32_t number;   /* of this message, from 1 */
    uint32_t mode;     /* of the payload, as last commanded */
    uint32_t ticks;    /* RTEMS' clock ticks */
    uint32_t commands; /* taken so far */
};

/* Platform to payload. */
struct telecommand {
    uint32_t number; /* from 1 */
    uint32_t mode;   /* 0: end */
};

#endif
