/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end that writes; it mistakes what it can.
 */
#include "ports.h"

static uint8_t buffer[HUGE_SIZE + 8];

static void write_latest(struct check_tally *tally)
{
    static uint8_t number;

    memset(buffer, ++number, LATEST_SIZE);
    verify_error(tally, bh_sampling_write(LATEST, buffer, 5), BH_OK, "write");
    verify_equal(tally, status_of(LATEST).sent, number, "sent");
    verify_equal(tally, status_of(LATEST).valid, 1, "valid");
    verify_end(tally, "write");
}

/* The queue holds the last three, and none of the five is refused. */
static void overflow(struct check_tally *tally)
{
    for (uint8_t n = 1; n <= 5; n++) {
        memset(buffer, n, LOSING_SIZE);
        verify_error(tally, bh_queuing_send(LOSING, buffer, n), BH_OK, "send");
    }
    verify_status(tally, LOSING, LOSING_DEPTH, 5, 0, 2);
    verify_error(tally, bh_queuing_clear(LOSING).error, BH_E_DIRECTION,
                 "clear a source");
    verify_end(tally, "overflow");
}

static void lay(size_t count)
{
    for (uint64_t n = 0; n < count; n++) {
        const uint64_t length = 1 + n % BATCH_SIZE;

        memcpy(buffer + n * BATCH_STRIDE, &length, sizeof(length));
        memset(buffer + n * BATCH_STRIDE + 8, (int)n, BATCH_SIZE);
    }
}

/* One call's worth, and then no more than there is room for. */
static void send_many(struct check_tally *tally)
{
    struct bh_ret ret;

    lay(BH_BATCH_MAX);
    ret = bh_queuing_send_many(BATCH, buffer, BH_BATCH_MAX);
    verify_error(tally, ret.error, BH_OK, "many");
    verify_equal(tally, (uint64_t)ret.value, BH_BATCH_MAX, "all of them");
    ret = bh_queuing_send_many(BATCH, buffer, BH_BATCH_MAX);
    verify_equal(tally, (uint64_t)ret.value, BATCH_DEPTH - BH_BATCH_MAX,
                 "as many as there is room for");
    verify_error(tally, bh_queuing_send_many(BATCH, buffer, 1).error, BH_E_FULL,
                 "full");
    verify_end(tally, "send many");
}

static void mistake(struct check_tally *tally)
{
    static const uint64_t lengths[] = {0, BATCH_SIZE + 1, UINT64_MAX};

    verify_error(tally, bh_queuing_send_many(BATCH, buffer, 0).error, BH_E_SIZE,
                 "none");
    verify_error(tally,
                 bh_queuing_send_many(BATCH, buffer, BH_BATCH_MAX + 1).error,
                 BH_E_SIZE, "too many");
    verify_error(tally, bh_queuing_send_many(HUGE, buffer, 2).error, BH_E_SIZE,
                 "too large");
    verify_error(tally, bh_queuing_send_many(BATCH, NULL, 1).error,
                 BH_E_INVALID_ADDRESS, "from nowhere");
    verify_error(tally, bh_queuing_send_many(LATEST, buffer, 1).error,
                 BH_E_KIND, "to a sampling port");
    verify_error(tally, bh_queuing_send_many(9, buffer, 1).error,
                 BH_E_INVALID_PARAM, "to no port");
    verify_error(tally, bh_queuing_receive_many(BATCH, buffer, 1).error,
                 BH_E_DIRECTION, "receive from a source");
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        memcpy(buffer, &lengths[i], sizeof(lengths[i]));
        verify_error(tally, bh_queuing_send_many(BATCH, buffer, 1).error,
                     BH_E_SIZE, "length");
    }
    verify_error(tally, bh_sampling_read_new(LATEST, buffer, 32).error,
                 BH_E_DIRECTION, "read a source");
    verify_error(tally, bh_port_get_status(4, (void *)buffer),
                 BH_E_INVALID_PARAM, "status of no port");
    verify_error(tally, bh_port_get_status(0, NULL), BH_E_INVALID_ADDRESS,
                 "status to nowhere");
    verify_error(
        tally,
        bh_call(BH_EXT_PORT, BH_PORT_GET_STATUS, 0, (unsigned long)buffer, 8)
            .error,
        BH_E_SIZE, "status without room");
    verify_end(tally, "mistakes");
}

/* The largest message that there can be, as the only one of a batch. */
static void send_huge(struct check_tally *tally)
{
    const uint64_t length = HUGE_SIZE;

    memcpy(buffer, &length, sizeof(length));
    for (size_t i = 0; i < HUGE_SIZE; i++)
        buffer[8 + i] = (uint8_t)(i * 7 + i / 256);
    verify_equal(tally, (uint64_t)bh_queuing_send_many(HUGE, buffer, 1).value,
                 1, "huge");
    verify_end(tally, "send huge");
}

static void (*const steps[])(struct check_tally *) = {
    NULL,      write_latest, NULL,    write_latest, overflow,
    send_many, NULL,         mistake, send_huge,
};

int main(void)
{
    take_steps(steps, sizeof(steps) / sizeof(steps[0]));
    return 0;
}
