/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead run`: a system in QEMU, on this terminal.
 */
#ifndef TOOL_RUN_RUN_H
#define TOOL_RUN_RUN_H

int run_command(int argc, char **argv);

#endif
