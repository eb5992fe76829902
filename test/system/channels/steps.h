/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What writer and readers agree on: in each frame the writer has a slot and
 * then each reader, and all are at the same step. What a message holds follows
 * from its number and length.
 */
#ifndef TEST_SYSTEM_CHANNELS_STEPS_H
#define TEST_SYSTEM_CHANNELS_STEPS_H

#include "slots.h"

/* Message sizes and depths of the system file. */
#define LATEST_SIZE 32
#define QUEUE_SIZE 16
#define QUEUE_DEPTH 3
#define HUGE_SIZE 65536
#define HUGE_DEPTH 2
#define BYTE_DEPTH 1

/* Rounds in which the queue goes round, a step each. */
#define ROUNDS 5
/* Messages sent each time: fewer than the queue holds, to fall out of step. */
#define ROUND_MESSAGES 2

/* What the messages of several steps are, so that no two are alike. */
enum { FIRST = 1, SECOND = 2, TAKEN = 10, ROUND = 40, KEPT = 100, HUGE = 150 };

static inline uint8_t message_byte(uint64_t number, size_t at)
{
    return (uint8_t)(number * 37 + at * 11 + at / 251 + 1);
}

static inline void message_fill(uint8_t *message, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        message[i] = message_byte(number, i);
}

static inline bool message_is(const uint8_t *message, uint64_t number,
                              size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (message[i] != message_byte(number, i))
            return false;
    return true;
}

#endif
