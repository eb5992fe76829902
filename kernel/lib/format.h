/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text into a buffer: the few conversions that the kernel's reports need.
 */
#ifndef KERNEL_LIB_FORMAT_H
#define KERNEL_LIB_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Writes at most size - 1 characters and a final NUL, and returns how many
 * characters stand in the buffer. Conversions: %s, %c, %u and %x (unsigned),
 * %lu and %lx (unsigned long), %%; a width (`%12s`, `%-12s`) pads with blanks,
 * a leading 0 (`%016lx`) with zeros.
 */
size_t format(char *buffer, size_t size, const char *text, ...)
    __attribute__((format(printf, 3, 4)));
size_t format_list(char *buffer, size_t size, const char *text, va_list list)
    __attribute__((format(printf, 3, 0)));

#endif
