/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Beginning and end of a partition's program, and the memory around it.
 *
 * guest/start/start.S sets up a stack and calls bh_start(). The stack begins at
 * the end of the partition's RAM, whatever size the system file gives it, and
 * grows down; the program lies at the start of RAM; the free memory in between
 * begins at bh_heap_start. Nothing guards the stack against meeting it.
 */
#ifndef BULKHEAD_START_H
#define BULKHEAD_START_H

#ifdef __cplusplus
extern "C" {
#endif

/** First free byte after the program, 16-byte aligned (guest/start/guest.ld).
 */
extern char bh_heap_start[];

/**
 * Checks the kernel (bh_abi_check()), runs constructors and main(), and halts
 * the partition when main() returns, whatever it returns.
 */
__attribute__((noreturn)) void bh_start(void);

/** Prints what is left of a line and halts the partition. */
__attribute__((noreturn)) void bh_exit(void);

#ifdef __cplusplus
}
#endif

#endif
