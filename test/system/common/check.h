/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a guest of a scenario judges what it sees: a line `ok WHAT`, which the
 * scenario expects word for word, or `FAIL WHAT`, which no scenario forgives.
 */
#ifndef TEST_SYSTEM_CHECK_H
#define TEST_SYSTEM_CHECK_H

#include <bulkhead/lib.h>

/* Says whether `what` holds. */
static inline void check(bool good, const char *what)
{
    bh_printf("%s %s\n", good ? "ok" : "FAIL", what);
}

/* Says whether `what` is the number that it must be. */
static inline void check_equal(uint64_t got, uint64_t wanted, const char *what)
{
    if (got == wanted)
        check(true, what);
    else
        bh_printf("FAIL %s: 0x%lx instead of 0x%lx\n", what, got, wanted);
}

/* Says whether a call returned the error that it must. */
static inline void check_error(long got, long wanted, const char *what)
{
    if (got == wanted)
        check(true, what);
    else
        bh_printf("FAIL %s: %ld (%s) instead of %ld (%s)\n", what, got,
                  bh_error_name(got), wanted, bh_error_name(wanted));
}

/* How many things held since the last report, and how many did not. */
struct check_tally {
    unsigned good, bad;
};

/* Verifies in silence, for there are many: says only what is not so. */
static inline void verify(struct check_tally *tally, bool good,
                          const char *what)
{
    if (!good && tally->bad++ == 0)
        bh_printf("FAIL %s\n", what);
    tally->good += good;
}

static inline void verify_equal(struct check_tally *tally, uint64_t got,
                                uint64_t wanted, const char *what)
{
    if (got != wanted && tally->bad++ == 0)
        bh_printf("FAIL %s: 0x%lx instead of 0x%lx\n", what, got, wanted);
    tally->good += got == wanted;
}

/* A call returned the error that it must. */
static inline void verify_error(struct check_tally *tally, long got,
                                long wanted, const char *what)
{
    if (got != wanted && tally->bad++ == 0)
        bh_printf("FAIL %s: %ld (%s) instead of %ld (%s)\n", what, got,
                  bh_error_name(got), wanted, bh_error_name(wanted));
    tally->good += got == wanted;
}

/* Says that `what` has been verified, and begins anew. */
static inline void verify_end(struct check_tally *tally, const char *what)
{
    if (tally->bad == 0)
        bh_printf("ok %s: %u\n", what, tally->good);
    else
        bh_printf("FAIL %s: %u\n", what, tally->bad);
    *tally = (struct check_tally){0, 0};
}

/* The next of a fixed row of numbers that look random (Marsaglia, xorshift). */
static inline uint64_t check_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

#endif
