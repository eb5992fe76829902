/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Diagnostics: what is wrong with a system file, where, and the name of the
 * check that found it. One diagnostic is one line on standard error:
 *
 *     FILE:LINE: error: [CHECK] TEXT
 *
 * without the line where the matter is a file as a whole.
 */
#ifndef TOOL_DIAG_DIAG_H
#define TOOL_DIAG_DIAG_H

#include "model.h"

/* Reports an error; the command that it stops exits with status 1. */
void diag_error(const struct position *position, const char *check,
                const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Reports what is allowed, but hardly meant. */
void diag_warning(const struct position *position, const char *check,
                  const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* From now on says nothing under the name of this check, which must stay. */
void diag_suppress(const char *check);

/* From now on warnings are errors. */
void diag_make_errors(void);

#define DIAG_PLACE_TEXT 256

/*
 * Writes how a diagnostic at `here` names another place: "line 7", or "line 7
 * of part.xml" if that is in another file. Returns `text`.
 */
const char *diag_place(char text[DIAG_PLACE_TEXT], const struct position *here,
                       const struct position *there);

/* How many were reported since the program began. */
unsigned long diag_error_count(void);

#endif
