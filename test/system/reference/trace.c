/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: the trace.
 */
#include "example.h"

/* A partition's own numbers of what it records. */
#define CODE_VALVE 1

/*
 * Example of bh_trace_write: records that valve 7 was opened, for "bulkhead
 *     trace" to show. CODE_VALVE is this program's own number.
 * Prints:
 *     recorded
 */
static void example_bh_trace_write(void)
{
    if (bh_trace_write(CODE_VALVE, 7) == BH_OK)
        bh_puts("recorded");
}

/*
 * Example of bh_trace_read: looks for the record that bh_trace_write() made.
 *     This takes the right "trace".
 * Prints:
 *     valve 7
 */
static void example_bh_trace_read(void)
{
    static struct bh_trace_record records[8];
    uint64_t next = 0, count, value;

    do {
        value = (uint64_t)bh_trace_read(next, records, sizeof(records)).value;
        count = value & BH_TRACE_COUNT_MASK;
        for (uint64_t i = 0; i < count; i++)
            if (records[i].kind == BH_TRACE_GUEST &&
                records[i].detail == CODE_VALVE)
                bh_printf("valve %lu\n", records[i].a);
        next += (value >> BH_TRACE_LOST_SHIFT) + count;
    } while (count == 8);
}

int main(void)
{
    EXAMPLE(bh_trace_write);
    EXAMPLE(bh_trace_read);
    return 0;
}
