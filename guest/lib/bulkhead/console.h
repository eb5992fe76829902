/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The console. Text is kept until a line is whole and then handed over in one
 * call; while the kernel's buffer is full, the partition yields to its next
 * slot and tries again. Text longer than BH_LINE_SIZE without a newline is
 * handed over in pieces.
 *
 * All of it may be called from interrupt handlers too: bh_puts() and
 * bh_printf() run with interrupts off, so that a handler's text comes before
 * or after theirs. Without the console extension text vanishes.
 */
#ifndef BULKHEAD_CONSOLE_H
#define BULKHEAD_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of output that the library keeps while a line grows. */
#define BH_LINE_SIZE 256

/** Prints a string and a newline. */
void bh_puts(const char *text);

/** Prints a string. */
void bh_print(const char *text);

/**
 * Prints formatted text; the format is that of bh_format_to() in text.h.
 *
 * @return characters printed
 */
__attribute__((format(printf, 1, 2))) size_t bh_printf(const char *format, ...);

/** Hands over what there is of a line: a prompt, say. */
void bh_flush(void);

/** A line being typed. */
struct bh_line {
    char *text;    /**< NUL-terminated at all times. */
    size_t size;   /**< Room there, NUL included, bytes; at least 1. */
    size_t length; /**< Characters so far. */
    bool done;     /**< Return was typed; the next character begins anew. */
    bool skip;     /**< A carriage return ended it: skip one newline. */
};

/** Begins to read lines into `text`, which has room for `size` bytes. */
void bh_line_begin(struct bh_line *line, char *text, size_t size);

/**
 * Adds one typed character: printable ones grow the line while there is room,
 * backspace and delete shrink it, carriage return, newline or both end it,
 * others are ignored.
 *
 * @return what to print, so that the typist sees it; "" if nothing
 */
const char *bh_line_type(struct bh_line *line, char character);

/**
 * Reads a line from the console and waits for it, yielding from slot to slot.
 * What is typed is printed as it comes.
 *
 * @param text where the line goes, without its end, NUL-terminated
 * @param size room there, at least 1, bytes; what does not fit is not taken
 * @return characters read; BH_E_SIZE if size is 0; BH_E_DENIED if the system
 *         file gives console input to another partition
 */
long bh_read_line(char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
