/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What becomes of a value: what one must know of the surroundings of an
 * instruction before it can be replaced by one that is not quite the same.
 */
#ifndef TOOL_REWRITE_FLOW_H
#define TOOL_REWRITE_FLOW_H

#include "rewrite/code.h"

/*
 * Reasons for doubt that do not say that there is a use: a register that holds
 * the value when something is called; the same after the value was masked.
 */
extern const char flow_passed_on[];
extern const char flow_left_over[];

/*
 * Says whether the program uses no other bit than MIE of the mstatus that the
 * instruction at `site` reads. Returns NULL if it does not, or else why this
 * cannot be known.
 */
const char *flow_uses_flag_only(const struct code *code,
                                const struct instruction *site,
                                const struct function *function);

/*
 * Says whether each way on from the write of mepc at `site` leads to mret
 * before anybody can read mepc.
 */
bool flow_leads_to_mret(const struct code *code, const struct instruction *site,
                        const struct function *function);

/*
 * Finds out for each function which of its arguments it may read, directly or
 * by what it calls.
 */
void flow_find_arguments(struct code *code);

/* What is known of a register: a set of what it can hold. */
#define VALUE_ZERO 1u
#define VALUE_FLAG 2u   /* no other bit than MIE */
#define VALUE_BOOL 4u   /* 0 or 1 */
#define VALUE_ANY 8u    /* from memory, or from a caller */
#define VALUE_OTHER 16u /* anything, and not likely a flag */
#define VALUE_INERT 32u /* no bit that can be changed in mstatus */

/* What functions pass to each other. */
struct values {
    const struct code *code;
    struct summary *summaries; /* one for each function */
    uint8_t *states; /* of one function: 32 bytes for two bytes of code */
    /* Says whether the read of mstatus at an address yields the flag only. */
    bool (*is_flag)(const void *context, uint64_t address);
    /* Takes what the operand of the csrrs at an address can hold. */
    void (*take)(void *context, uint64_t address, uint8_t value);
    void *context;
    bool changed;
};

/*
 * Finds out what the operands of all `csrrs x0,mstatus,rs` can hold, and calls
 * `values->take` for each that is reached.
 */
void flow_find_values(struct values *values);

#endif
