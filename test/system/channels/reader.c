/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An end that reads. All of them have the sampling port; the one that is called
 * "first" has the queues, too.
 */
#include "steps.h"

/* Ports, in the order of the system file. */
enum { LATEST, QUEUE, HUGE_LATEST, HUGE_QUEUE, BYTE, BACK };

static uint8_t buffer[HUGE_SIZE];
static uint64_t round_number;
static bool is_first;

static void find_nothing(struct check_tally *tally)
{
    memset(buffer, 0xee, LATEST_SIZE);
    verify_error(tally, bh_sampling_read(LATEST, buffer, LATEST_SIZE).error,
                 BH_E_EMPTY, "never written");
    verify_error(tally, bh_sampling_read(LATEST, NULL, LATEST_SIZE).error,
                 BH_E_INVALID_ADDRESS, "never written, and no buffer");
    if (is_first) {
        verify_error(tally, bh_queuing_receive(QUEUE, buffer, QUEUE_SIZE).error,
                     BH_E_EMPTY, "never sent");
        verify_equal(tally, (uint64_t)bh_queuing_get_count(QUEUE).value, 0,
                     "count");
    }
    verify_equal(tally, buffer[0], 0xee, "buffer");
    verify_end(tally, "nothing yet");
}

/* Reads the latest message, twice: reading takes nothing away. */
static void read_latest(struct check_tally *tally, uint64_t number, size_t size,
                        bool valid)
{
    for (int i = 0; i < 2; i++) {
        struct bh_ret ret;

        memset(buffer, 0xee, LATEST_SIZE + 1);
        ret = bh_sampling_read(LATEST, buffer, LATEST_SIZE + 1);
        verify_error(tally, ret.error, BH_OK, "read");
        verify_equal(tally, bh_sampling_length(ret), size, "length");
        verify_equal(tally, bh_sampling_is_valid(ret), valid, "validity");
        verify(tally, message_is(buffer, number, size), "message");
        verify_equal(tally, buffer[size], 0xee, "behind the message");
    }
}

static void read_valid(struct check_tally *tally)
{
    read_latest(tally, FIRST, LATEST_SIZE, true);
}

static void read_old(struct check_tally *tally)
{
    read_latest(tally, FIRST, LATEST_SIZE, false);
    verify_end(tally, "too old");
}

static void read_shorter(struct check_tally *tally)
{
    read_latest(tally, SECOND, 5, true);
    verify_end(tally, "valid again");
}

static void read_wrongly(struct check_tally *tally)
{
    verify_error(tally, bh_sampling_read(LATEST, buffer, LATEST_SIZE - 1).error,
                 BH_E_SIZE, "small buffer");
    verify_error(tally, bh_sampling_read(LATEST, buffer, 0).error, BH_E_SIZE,
                 "no buffer");
    verify_error(tally, bh_sampling_write(LATEST, buffer, 1), BH_E_DIRECTION,
                 "write to a destination");
    read_latest(tally, SECOND, 5, true);
    verify_end(tally, "reading wrongly");
}

static void receive(struct check_tally *tally, uint64_t number, size_t size,
                    uint8_t *to)
{
    struct bh_ret ret;

    memset(buffer, 0xee, 64);
    ret = bh_queuing_receive(QUEUE, to, QUEUE_SIZE);
    verify_error(tally, ret.error, BH_OK, "receive");
    verify_equal(tally, (uint64_t)ret.value, size, "length");
    verify(tally, message_is(to, number, size), "message");
    verify_equal(tally, to[size], 0xee, "behind the message");
}

static void receive_none(struct check_tally *tally)
{
    verify_error(tally, bh_queuing_receive(QUEUE, buffer, QUEUE_SIZE).error,
                 BH_E_EMPTY, "all received");
    verify_equal(tally, (uint64_t)bh_queuing_get_count(QUEUE).value, 0,
                 "count");
}

static void empty_queue(struct check_tally *tally)
{
    verify_equal(tally, (uint64_t)bh_queuing_get_count(QUEUE).value,
                 QUEUE_DEPTH, "count");
    verify_error(tally, bh_queuing_receive(QUEUE, buffer, QUEUE_SIZE - 1).error,
                 BH_E_SIZE, "small buffer");
    verify_error(tally, bh_queuing_receive(QUEUE, NULL, QUEUE_SIZE).error,
                 BH_E_INVALID_ADDRESS, "no buffer");
    verify_error(tally, bh_queuing_send(QUEUE, buffer, 1), BH_E_DIRECTION,
                 "send to a destination");
    receive(tally, TAKEN, 1, buffer);
    receive(tally, TAKEN + 1, QUEUE_SIZE, buffer);
    receive(tally, TAKEN + 2, 7, buffer);
    receive_none(tally);
    verify_equal(tally, (uint64_t)bh_queuing_receive(BYTE, buffer, 1).value, 1,
                 "byte");
    verify_equal(tally, buffer[0], 99, "its value");
    verify_error(tally, bh_queuing_receive(BYTE, buffer, 1).error, BH_E_EMPTY,
                 "one byte");
    verify_end(tally, "emptying queues");
}

static void go_round(struct check_tally *tally)
{
    for (int i = 0; i < ROUND_MESSAGES; i++, round_number++)
        receive(tally, ROUND + round_number, 1 + round_number % QUEUE_SIZE,
                buffer + round_number * 5 % 8);
    receive_none(tally);
    if (round_number == (uint64_t)ROUNDS * ROUND_MESSAGES)
        verify_end(tally, "going round");
}

/* Gives the writer something to receive wrongly. */
static void send_back(struct check_tally *tally)
{
    uint8_t message[QUEUE_SIZE];

    message_fill(message, KEPT + 2, sizeof(message));
    verify_error(tally, bh_queuing_send(BACK, message, sizeof(message)), BH_OK,
                 "send back");
}

/* All the writer's mistakes have changed nothing. */
static void find_kept(struct check_tally *tally)
{
    if (is_first) {
        verify_equal(tally, (uint64_t)bh_queuing_get_count(QUEUE).value, 1,
                     "count");
        receive(tally, KEPT + 1, QUEUE_SIZE, buffer);
        receive_none(tally);
        verify_equal(tally, (uint64_t)bh_queuing_get_count(BACK).value, 0,
                     "back");
    }
    read_latest(tally, KEPT, LATEST_SIZE, false);
    verify_end(tally, "all as it was");
}

static void receive_huge(struct check_tally *tally)
{
    struct bh_ret ret = bh_sampling_read(HUGE_LATEST, buffer, HUGE_SIZE);

    verify_equal(tally, bh_sampling_length(ret), HUGE_SIZE, "huge read");
    verify(tally, message_is(buffer, HUGE, HUGE_SIZE), "huge message");
    for (size_t i = 0; i < HUGE_DEPTH; i++) {
        memset(buffer, 0, HUGE_SIZE);
        ret = bh_queuing_receive(HUGE_QUEUE, buffer, HUGE_SIZE);
        verify_equal(tally, (uint64_t)ret.value, HUGE_SIZE - i, "huge receive");
        verify(tally, message_is(buffer, HUGE, HUGE_SIZE - i), "huge message");
    }
    verify_error(tally, bh_queuing_receive(HUGE_QUEUE, buffer, HUGE_SIZE).error,
                 BH_E_EMPTY, "no more");
    verify_end(tally, "huge messages");
}

/* At the same step as the writer's: see there. */
static void (*const first_steps[])(struct check_tally *) = {
    find_nothing, read_valid,  read_valid,   read_valid, read_old, read_old,
    read_shorter, empty_queue, go_round,     go_round,   go_round, go_round,
    go_round,     send_back,   NULL,         NULL,       NULL,     NULL,
    NULL,         find_kept,   receive_huge,
};

static void (*const other_steps[])(struct check_tally *) = {
    find_nothing, read_valid,   read_valid,   read_valid, read_old,
    read_old,     read_shorter, read_wrongly, NULL,       NULL,
    NULL,         NULL,         NULL,         NULL,       NULL,
    NULL,         NULL,         NULL,         NULL,       find_kept,
};

int main(void)
{
    is_first = strcmp(bh_info_page()->name, "first") == 0;
    if (is_first)
        take_steps(first_steps, sizeof(first_steps) / sizeof(first_steps[0]));
    else
        take_steps(other_steps, sizeof(other_steps) / sizeof(other_steps[0]));
    return 0;
}
