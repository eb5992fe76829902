/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting instructions: what the guests of the benchmark share.
 */
#ifndef TEST_BENCH_BENCH_H
#define TEST_BENCH_BENCH_H

#include <bulkhead/bulkhead.h>
#include <bulkhead/lib.h>
#include <stdint.h>

static inline uint64_t instructions(void)
{
    uint64_t count;

    __asm__ volatile("rdinstret %0" : "=r"(count) : : "memory");
    return count;
}

/* Instructions between two readings, less the second reading itself. */
#define COST(operation)                                                        \
    __extension__({                                                            \
        uint64_t cost_before_ = instructions();                                \
        operation;                                                             \
        instructions() - cost_before_ - 1;                                     \
    })

/* Instructions that the processor spent elsewhere: the gap in a tight loop. */
struct gap {
    uint64_t last;  /* before it */
    uint64_t first; /* after it */
};

/* Loops of no guest are as long; the gap is. */
#define GAP_LEAST 60

static inline struct gap gap_wait(void)
{
    struct gap gap;

    gap.first = instructions();
    do {
        gap.last = gap.first;
        gap.first = instructions();
    } while (gap.first - gap.last < GAP_LEAST);
    return gap;
}

/* A figure, for the script that collects them. */
static inline void report(const char *name, uint64_t figure)
{
    bh_printf("bench: %s %lu\n", name, figure);
}

#endif
