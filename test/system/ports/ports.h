/* SPDX-License-Identifier: BSD-2-Clause */
/* What writer and reader agree on. */
#ifndef TEST_SYSTEM_PORTS_H
#define TEST_SYSTEM_PORTS_H

#include "slots.h"

/* Ports of both, in the order of the system file. */
enum { LATEST, LOSING, BATCH, HUGE };

#define LATEST_SIZE 32
#define LOSING_SIZE 16
#define LOSING_DEPTH 3
#define BATCH_SIZE 20
#define BATCH_STRIDE bh_batch_stride(BATCH_SIZE)
#define BATCH_DEPTH 70
#define HUGE_SIZE 65536

static inline struct bh_port_status status_of(unsigned long port)
{
    struct bh_port_status status = {0};

    if (bh_port_get_status(port, &status) != BH_OK)
        bh_puts("FAIL status");
    return status;
}

static inline void verify_status(struct check_tally *tally, unsigned long port,
                                 uint64_t count, uint64_t sent,
                                 uint64_t received, uint64_t lost)
{
    struct bh_port_status status = status_of(port);

    verify_equal(tally, status.count, count, "count");
    verify_equal(tally, status.sent, sent, "sent");
    verify_equal(tally, status.received, received, "received");
    verify_equal(tally, status.lost, lost, "lost");
}

#endif
