/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead trace`: what a run has recorded.
 */
#ifndef TOOL_TRACE_COMMAND_H
#define TOOL_TRACE_COMMAND_H

int trace_command(int argc, char **argv);

#endif
