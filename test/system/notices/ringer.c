/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rings the same doorbell, and hears it: its own ring, too.
 */
#include "notices.h"

static void ring(struct check_tally *tally)
{
    verify_told(tally, 1 << HEARD); /* the teller's */
    verify_error(tally, bh_port_ring(RING), BH_OK, "ring");
    verify_told(tally, 1 << HEARD);
    verify_error(tally, bh_port_ring(HEARD), BH_E_DIRECTION, "ring the end");
    verify_end(tally, "ring");
}

static void (*const steps[])(struct check_tally *) = {NULL, NULL, NULL, ring};

int main(void)
{
    take_steps(steps, sizeof(steps) / sizeof(steps[0]));
    return 0;
}
