/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end that reads. It resets itself when it is through, to see what it has
 * read then.
 */
#include "ports.h"

static uint8_t buffer[HUGE_SIZE + 8];

static void find_nothing(struct check_tally *tally)
{
    verify_error(tally, bh_sampling_read_valid(LATEST, buffer, 32).error,
                 BH_E_EMPTY, "valid");
    verify_error(tally, bh_sampling_read_new(LATEST, buffer, 32).error,
                 BH_E_EMPTY, "new");
    verify_error(tally, bh_queuing_receive_many(BATCH, buffer, 4).error,
                 BH_E_EMPTY, "many");
    verify_equal(tally, (uint64_t)bh_queuing_clear(BATCH).value, 0, "clear");
    verify_status(tally, LATEST, 0, 0, 0, 0);
    verify_end(tally, "nothing yet");
}

/* The message is of this frame: once as what is new, then as what is valid. */
static void read_fresh(struct check_tally *tally)
{
    struct bh_ret ret = bh_sampling_read_new(LATEST, buffer, LATEST_SIZE);

    verify_error(tally, ret.error, BH_OK, "new");
    verify_equal(tally, bh_sampling_length(ret), 5, "length");
    verify_equal(tally, bh_sampling_is_valid(ret), true, "validity");
    verify_equal(tally, buffer[4], 1, "message");
    verify_error(tally, bh_sampling_read_new(LATEST, buffer, 32).error,
                 BH_E_STALE, "not new");
    verify_error(tally, bh_sampling_read_valid(LATEST, buffer, 32).error, BH_OK,
                 "valid");
    verify_error(tally, bh_sampling_read_valid(LATEST, buffer, 31).error,
                 BH_E_SIZE, "small buffer");
    verify_error(tally, bh_sampling_read_new(LATEST, NULL, 32).error,
                 BH_E_INVALID_ADDRESS, "no buffer");
    verify_error(tally, bh_sampling_read_new(BATCH, buffer, 32).error,
                 BH_E_KIND, "a queue");
    verify_equal(tally, status_of(LATEST).valid, 1, "valid status");
    verify_status(tally, LATEST, 1, 1, 1, 0);
    verify_end(tally, "fresh");
}

/* A frame later. */
static void read_old(struct check_tally *tally)
{
    buffer[0] = 0xee;
    verify_error(tally, bh_sampling_read_valid(LATEST, buffer, 32).error,
                 BH_E_STALE, "valid");
    verify_error(tally, bh_sampling_read_new(LATEST, buffer, 32).error,
                 BH_E_STALE, "new");
    verify_equal(tally, buffer[0], 0xee, "buffer");
    verify_equal(tally, status_of(LATEST).valid, 0, "validity");
    verify_error(tally, bh_sampling_read(LATEST, buffer, 32).error, BH_OK,
                 "latest");
    verify_end(tally, "old");
}

/* Reading in whatever way makes a message one that has been read. */
static void read_next(struct check_tally *tally)
{
    verify_error(tally, bh_sampling_read(LATEST, buffer, 32).error, BH_OK,
                 "latest");
    verify_equal(tally, buffer[0], 2, "message");
    verify_error(tally, bh_sampling_read_new(LATEST, buffer, 32).error,
                 BH_E_STALE, "new");
    verify_end(tally, "next");
}

static void receive_last(struct check_tally *tally)
{
    verify_equal(tally, (uint64_t)bh_queuing_receive(LOSING, buffer, 16).value,
                 3, "the third is the oldest");
    verify_equal(tally, buffer[0], 3, "message");
    verify_status(tally, LOSING, 2, 5, 1, 2);
    verify_equal(tally, (uint64_t)bh_queuing_clear(LOSING).value, 2, "clear");
    verify_status(tally, LOSING, 0, 5, 1, 4);
    verify_error(tally, bh_queuing_receive(LOSING, buffer, 16).error,
                 BH_E_EMPTY, "cleared");
    verify_error(tally, bh_queuing_clear(LATEST).error, BH_E_KIND,
                 "clear a sampling port");
    verify_error(tally, bh_queuing_clear(4).error, BH_E_INVALID_PARAM,
                 "clear no port");
    verify_end(tally, "losses");
}

static void receive_many(struct check_tally *tally)
{
    struct bh_ret ret = bh_queuing_receive_many(BATCH, buffer + 3, 40);

    verify_equal(tally, (uint64_t)ret.value, 40, "many");
    for (uint64_t n = 0; n < 40; n++) {
        const uint8_t *at = buffer + 3 + n * BATCH_STRIDE;
        uint64_t length;

        memcpy(&length, at, sizeof(length));
        verify_equal(tally, length, 1 + n % BATCH_SIZE, "length");
        verify_equal(tally, at[8], n, "first byte");
        verify_equal(tally, at[7 + length], n, "last byte");
    }
    ret = bh_queuing_receive_many(BATCH, buffer, BH_BATCH_MAX);
    verify_equal(tally, (uint64_t)ret.value, BATCH_DEPTH - 40, "the rest");
    verify_error(tally, bh_queuing_receive_many(BATCH, buffer, 1).error,
                 BH_E_EMPTY, "no more");
    verify_error(tally, bh_queuing_receive_many(BATCH, buffer, 0).error,
                 BH_E_SIZE, "no room");
    verify_error(tally, bh_queuing_receive_many(BATCH, buffer, 65).error,
                 BH_E_SIZE, "too much room");
    verify_error(tally,
                 bh_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY, BATCH,
                         BH_INFO_PAGE_ADDRESS, 1)
                     .error,
                 BH_E_INVALID_ADDRESS, "to what is constant");
    verify_error(tally, bh_queuing_send_many(BATCH, buffer, 1).error,
                 BH_E_DIRECTION, "send to a destination");
    verify_status(tally, BATCH, 0, BATCH_DEPTH, BATCH_DEPTH, 0);
    verify_end(tally, "receive many");
}

static void find_no_mistake(struct check_tally *tally)
{
    verify_status(tally, BATCH, 0, BATCH_DEPTH, BATCH_DEPTH, 0);
    verify_end(tally, "all as it was");
}

static void receive_huge(struct check_tally *tally)
{
    uint64_t length = 0;
    bool same = true;

    verify_equal(tally,
                 (uint64_t)bh_queuing_receive_many(HUGE, buffer, 1).value, 1,
                 "huge");
    memcpy(&length, buffer, sizeof(length));
    verify_equal(tally, length, HUGE_SIZE, "length");
    for (size_t i = 0; i < HUGE_SIZE; i++)
        same = same && buffer[8 + i] == (uint8_t)(i * 7 + i / 256);
    verify(tally, same, "message");
    verify_end(tally, "receive huge");
    bh_partition_reset(bh_info_page()->partition, BH_STATE_WARM_START, 0);
}

static void (*const steps[])(struct check_tally *) = {
    find_nothing, read_fresh,      read_old, read_next,    receive_last,
    receive_many, find_no_mistake, NULL,     receive_huge,
};

/* Partitions start anew, channels do not. */
static void start_again(void)
{
    struct check_tally tally = {0, 0};

    verify_status(&tally, LATEST, 1, 2, 0, 0);
    verify_error(&tally, bh_sampling_read_new(LATEST, buffer, 32).error, BH_OK,
                 "new again");
    verify_status(&tally, LATEST, 1, 2, 2, 0);
    verify_status(&tally, LOSING, 0, 5, 1, 4);
    verify_end(&tally, "after a reset");
}

int main(void)
{
    if (bh_info_page()->reset_count == 0)
        take_steps(steps, sizeof(steps) / sizeof(steps[0]));
    else
        start_again();
    return 0;
}
