/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the statistics.
 */
#ifndef TOOL_TRACE_STATISTICS_H
#define TOOL_TRACE_STATISTICS_H

#include "trace/print.h"

/* When slots began, and how long who ran in them. */
void statistics_print_slots(FILE *out, const struct trace *trace,
                            const struct trace_filter *filter);

#endif
