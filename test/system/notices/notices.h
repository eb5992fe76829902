/* SPDX-License-Identifier: BSD-2-Clause */
/* What the three agree on. */
#ifndef TEST_SYSTEM_NOTICES_H
#define TEST_SYSTEM_NOTICES_H

#include "slots.h"

/* Ports of teller and hearer, in the order of the system file. */
enum { LATEST, QUEUE, BELL, SILENT };
/* And of the ringer. */
enum { RING, HEARD };

/* Just these ports have something to tell; now no more. */
static inline void verify_told(struct check_tally *tally, uint64_t bits)
{
    const uint64_t line = UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_PORT);

    verify_equal(tally, (bh_state_page()->mip & line) != 0, bits != 0, "line");
    verify_equal(tally, (uint64_t)bh_interrupt_take(BH_LINE_PORT).value, bits,
                 "bits");
    verify_equal(tally, bh_state_page()->mip & line, 0, "line taken");
}

#endif
