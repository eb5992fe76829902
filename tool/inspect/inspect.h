/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead inspect`: a system as it will run, for people.
 */
#ifndef TOOL_INSPECT_INSPECT_H
#define TOOL_INSPECT_INSPECT_H

int inspect_command(int argc, char **argv);

#endif
