/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one who writes, and is told when there is room again.
 */
#include "notices.h"

static const uint64_t message = 77;

static void write(struct check_tally *tally)
{
    verify_error(tally, bh_sampling_write(LATEST, &message, 8), BH_OK, "write");
}

static void send(struct check_tally *tally)
{
    verify_error(tally, bh_queuing_send(QUEUE, &message, 8), BH_OK, "send");
    verify_error(tally, bh_queuing_send(QUEUE, &message, 8), BH_OK, "send");
}

static void ring(struct check_tally *tally)
{
    verify_error(tally, bh_port_ring(BELL), BH_OK, "ring");
}

static void all(struct check_tally *tally)
{
    verify_told(tally, 0);
    write(tally);
    send(tally);
    ring(tally);
}

static void hush(struct check_tally *tally)
{
    verify_told(tally, 1 << QUEUE);
    verify_error(tally, bh_sampling_write(SILENT, &message, 8), BH_OK,
                 "silent write");
    verify_end(tally, "told of room");
}

static void mistake(struct check_tally *tally)
{
    verify_error(tally, bh_port_ring(LATEST), BH_E_KIND, "ring a message");
    verify_error(tally, bh_port_ring(4), BH_E_INVALID_PARAM, "ring nothing");
    verify_error(tally, bh_sampling_write(BELL, &message, 8), BH_E_KIND,
                 "write to a doorbell");
    verify_error(tally, bh_queuing_send(BELL, &message, 8), BH_E_KIND,
                 "send to a doorbell");
    verify_error(tally, bh_sampling_write(LATEST, &message, 9), BH_E_SIZE,
                 "write too much");
    verify_end(tally, "mistakes");
}

static void (*const steps[])(struct check_tally *) = {
    NULL, write, send, ring, all, hush, mistake, NULL, NULL, ring,
};

int main(void)
{
    take_steps(steps, sizeof(steps) / sizeof(steps[0]));
    return 0;
}
