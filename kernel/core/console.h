/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: many writers, one line of characters. What a partition writes
 * goes into its own buffer and comes out in whole lines, each after its name;
 * a full buffer is its owner's problem. Characters move out in small steps,
 * when there is time.
 *
 * One partition may be given what is typed. Its line need not be whole: a
 * prompt shows while it waits. What others print takes the prompt's place on
 * the screen, after a carriage return, and the prompt comes again below.
 */
#ifndef KERNEL_CORE_CONSOLE_H
#define KERNEL_CORE_CONSOLE_H

#include <bulkhead/config.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel's own buffer, behind those of the partitions. */
#define CONSOLE_KERNEL BH_PARTITIONS_MAX

/* And behind that, a second one for each partition: of its second UART. */
#define CONSOLE_SECOND (BH_PARTITIONS_MAX + 1)

/* No step of console_step() takes longer, instructions. */
#define CONSOLE_STEP_INSTRUCTIONS 2500

/* Learns the names, and whose the input is. */
void console_init(const struct bh_config *config);

/* Takes up to `size` bytes from `writer`; returns how many. */
size_t console_write(uint32_t writer, const void *text, size_t size);

/* Room in the buffer of `writer`, bytes. */
size_t console_room(uint32_t writer);

/*
 * Ends the line that `writer` has begun, if it has: there is always room for
 * that. It writes no more, or begins again.
 */
void console_end_line(uint32_t writer);

/* Takes what was typed for `reader`: the next byte, or -1. */
int console_read(uint32_t reader);

/* True if something was typed for `reader`. */
bool console_has_input(uint32_t reader);

/* The same for `reader` itself: if it asks in vain, it waits for an answer. */
bool console_can_read(uint32_t reader);

/*
 * False if there is nothing to print, and nothing to report that would be
 * printed: then no step need be taken. Who puts off a report sets it, too.
 */
extern bool console_waits;

/* Moves on by one bounded step; false if no line is whole, or none can go. */
bool console_step(void);

/*
 * Shows the reader's unfinished line, for it waits for an answer. A bounded
 * step, to be taken when nobody else has anything to print or to report.
 */
bool console_prompt_step(void);

/* Prints one line of the kernel's, at once: before guests run, or after. */
void console_print_now(const char *text);

/* Prints all that waits, at once. */
void console_flush(void);

#endif
