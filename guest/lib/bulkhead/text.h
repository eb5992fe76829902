/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Memory, strings and formatting: the little of a libc that a partition needs.
 */
#ifndef BULKHEAD_TEXT_H
#define BULKHEAD_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#if __STDC_HOSTED__
#include <string.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

#if !__STDC_HOSTED__
/**
 * @name As in ISO C (C99, 7.21)
 * A freestanding compiler calls the first four by itself.
 * @{
 */
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
size_t strlen(const char *text);
int strcmp(const char *left, const char *right);
/** @} */
#endif

/**
 * Writes formatted text, one character at a time, to `put`.
 *
 * The format is a subset of printf's (C99, 7.19.6.1):
 * `%[-][0][width][.precision][l|ll|z]conversion` with the conversions
 * `d i u x X c s p %`; width and precision are decimal numbers or `*`.
 * `%p` prints 0x and the hexadecimal digits; `%s` prints `(null)` for NULL.
 * Whatever else follows a `%` is printed as it stands, and so is all that comes
 * after it, for its arguments would be guesses.
 *
 * @param put      is called for each character
 * @param context  is handed to `put`
 * @param format   text, with conversions
 * @param list     the conversions' arguments
 * @return characters put
 */
__attribute__((format(printf, 3, 0))) size_t
bh_format_to(void (*put)(void *context, char character), void *context,
             const char *format, va_list list);

/**
 * Writes formatted text into a buffer, as snprintf does.
 *
 * @param text   where it goes; always NUL-terminated if size > 0
 * @param size   room there, bytes; text that does not fit is cut off
 * @param format as for bh_format_to()
 * @return characters of the whole text, without the NUL: the text was cut off
 *         if this is not less than size
 */
__attribute__((format(printf, 3, 4))) size_t bh_format(char *text, size_t size,
                                                       const char *format, ...);

#ifdef __cplusplus
}
#endif

#endif
