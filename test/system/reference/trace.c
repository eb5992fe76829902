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

int main(void)
{
    EXAMPLE(bh_trace_write);
    return 0;
}
