/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes numbered events without a pause.
 */
#include "check.h"

#define EVENTS 300000

int main(void)
{
    for (uint64_t i = 0; i < EVENTS; i++)
        if (bh_trace_write(1, i) != BH_OK)
            bh_printf("FAIL event %lu\n", i);
    bh_printf("ok flooded\n");
    bh_flush();
    return 0;
}
