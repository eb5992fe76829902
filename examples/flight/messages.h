/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What travels in the flight system: as structures, for all are compiled alike.
 */
#ifndef FLIGHT_MESSAGES_H
#define FLIGHT_MESSAGES_H

#include <bulkhead/lib.h>

/* Plans, in the order of the system file. */
#define PLAN_GROUND 0
#define PLAN_FLIGHT 1
#define PLAN_MAINTENANCE 2

/* From the sensor: how the aircraft lies. */
struct attitude {
    uint64_t time;  /* ticks */
    int32_t pitch;  /* microradians, nose up */
    int32_t rate;   /* microradians a step */
    uint32_t count; /* 1 for the first */
    uint32_t reserved;
};

/* From the control law: where the elevator is to be. */
struct command {
    int32_t elevator; /* microradians, down */
    uint32_t cause;   /* attitude.count */
};

/* From navigation: how far the route has been flown. */
struct position {
    uint32_t waypoint;
    uint32_t restarts; /* of navigation, so far */
};

/* To navigation: where to fly. */
struct waypoint {
    uint32_t number;
    int32_t bearing;
};

/* To the recorder: something has happened. */
struct event {
    uint64_t time;   /* ticks */
    uint32_t code;   /* EVENT_... */
    uint32_t number; /* by code */
};
#define EVENT_PLAN 1     /* another plan: which */
#define EVENT_RESTART 2  /* navigation was restarted: how often */
#define EVENT_WAYPOINT 3 /* sent to navigation: which */

/* The recorder's memory, which the display may read. */
#define RECORD_EVENTS 64
struct record {
    volatile uint32_t count; /* events ever recorded */
    uint32_t reserved;
    struct event event[RECORD_EVENTS]; /* by number, modulo */
};

#endif
