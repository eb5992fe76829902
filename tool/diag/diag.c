/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Diagnostics; see diag.h. What a file says is quoted in them, so bytes that
 * could end the line or steer a terminal are replaced, and what is too long to
 * be read is cut.
 */
#include "diag/diag.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_ROOM 1024

static unsigned long error_count;
static unsigned long warning_count;

static bool is_control(char byte)
{
    return (unsigned char)byte < ' ' || byte == 0x7f;
}

static void report(const struct position *position, const char *severity,
                   const char *check, const char *format, va_list arguments)
{
    char text[TEXT_ROOM];
    int length = vsnprintf(text, sizeof(text), format, arguments);

    for (char *byte = text; *byte != '\0'; byte++) {
        if (is_control(*byte))
            *byte = '?';
    }
    fputs(position->file, stderr);
    if (position->line > 0)
        fprintf(stderr, ":%ld", position->line);
    fprintf(stderr, ": %s: [%s] %s%s\n", severity, check, text,
            length >= TEXT_ROOM ? " ..." : "");
}

void diag_error(const struct position *position, const char *check,
                const char *format, ...)
{
    va_list arguments;

    error_count++;
    va_start(arguments, format);
    report(position, "error", check, format, arguments);
    va_end(arguments);
}

void diag_warning(const struct position *position, const char *check,
                  const char *format, ...)
{
    va_list arguments;

    warning_count++;
    va_start(arguments, format);
    report(position, "warning", check, format, arguments);
    va_end(arguments);
}

unsigned long diag_error_count(void)
{
    return error_count;
}

unsigned long diag_warning_count(void)
{
    return warning_count;
}
