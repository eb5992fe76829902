/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead crash`: why the kernel has broken.
 */
#ifndef TOOL_CRASH_COMMAND_H
#define TOOL_CRASH_COMMAND_H

int crash_command(int argc, char **argv);

#endif
