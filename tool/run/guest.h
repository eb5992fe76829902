/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system around a program that has none: an executable for a bare machine,
 * alone on the board, with the whole of its time and the console.
 */
#ifndef TOOL_RUN_GUEST_H
#define TOOL_RUN_GUEST_H

#include "model.h"

struct guest_options {
    uint64_t memory; /* bytes, or 0 for what is usual */
    bool no_rewrite; /* the program stays as it is */
    bool trap_null;  /* no flag page */
    bool trace;      /* the system has a trace of everything */
    enum model_platform platform;
};

/*
 * The system file for the executable at `path`, which has the `size` bytes of
 * `data`: text to be freed. Returns NULL after reporting each error.
 */
char *guest_describe(const char *path, const uint8_t *data, size_t size,
                     const struct guest_options *options);

/*
 * Makes the model of such a text. What is wrong with it is reported of the
 * executable at `path`, for nobody has seen the text. Returns 0, or -1 after
 * reporting each error; either way `model_free` frees what `model` holds.
 */
int guest_read(const char *path, const char *text, struct model *model);

#endif
