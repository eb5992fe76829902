/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lies in the area "track": a record under a sequence lock. The number is
 * odd while the writer writes. A reader takes a copy, and knows by the number
 * whether it has one: whoever is stopped in between, none waits for the other.
 */
#ifndef TEST_SYSTEM_SHARED_TRACK_H
#define TEST_SYSTEM_SHARED_TRACK_H

#include <stdbool.h>
#include <stdint.h>

#define TRACK_WORDS 200

struct track {
    volatile uint64_t sequence;
    volatile uint64_t word[TRACK_WORDS]; /* first, first + 1, first + 2 ... */
};

/* Compiler and hart keep the order of loads and stores on either side. */
static inline void track_fence(void)
{
    __asm__ volatile("fence rw, rw" ::: "memory");
}

static inline void track_write(struct track *track, uint64_t first)
{
    track->sequence |= 1; /* as it is if the last write was cut off */
    track_fence();
    for (uint64_t i = 0; i < TRACK_WORDS; i++)
        track->word[i] = first + i;
    track_fence();
    track->sequence++;
}

static inline uint64_t track_sequence(const struct track *track)
{
    return __atomic_load_n(&track->sequence, __ATOMIC_RELAXED);
}

/* Copies the record; false if there is none yet, or it was being written. */
static inline bool track_read(const struct track *track,
                              uint64_t word[TRACK_WORDS])
{
    const uint64_t sequence = track_sequence(track);

    track_fence();
    for (uint64_t i = 0; i < TRACK_WORDS; i++)
        word[i] = track->word[i];
    track_fence();
    return sequence != 0 && sequence % 2 == 0 &&
           sequence == track_sequence(track);
}

static inline bool track_is_whole(const uint64_t word[TRACK_WORDS])
{
    for (uint64_t i = 0; i < TRACK_WORDS; i++)
        if (word[i] != word[0] + i)
            return false;
    return true;
}

#endif
