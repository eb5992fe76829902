/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One instruction's effect on what registers can hold.
 */
#ifndef TOOL_REWRITE_TRANSFER_H
#define TOOL_REWRITE_TRANSFER_H

#include "rewrite/flow.h"

#define FRAME_SLOTS 64

/*
 * What a function keeps in its stack frame: for each place all that is ever
 * stored there.
 */
struct frame {
    struct {
        int64_t offset;
        uint8_t base; /* register */
        uint8_t value;
    } slot[FRAME_SLOTS];
    size_t count;
    bool full;
    bool changed;
};

/*
 * Changes `registers`, and the frame, as the instruction does. `is_flag` tells
 * that a read of mstatus yields the flag alone.
 */
void transfer_value(struct frame *frame, const struct instruction *it,
                    bool is_flag, uint8_t registers[REGISTER_COUNT]);

#endif
