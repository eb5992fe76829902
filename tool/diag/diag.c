/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Diagnostics; see diag.h. What a file says is quoted in them, so bytes that
 * could end the line or steer a terminal are replaced, and what is too long to
 * be read is cut.
 */
#include "diag/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TEXT_ROOM 1024
#define FILE_ROOM 4096
#define SUPPRESSED_MAX 64

static unsigned long error_count;
static const char *suppressed[SUPPRESSED_MAX];
static size_t suppressed_count;
static bool warnings_are_errors;

/*
 * Replaces controls: those of ASCII, and in UTF-8 those that terminals know as
 * C1, of which one byte begins what ESC [ does.
 */
static void replace_controls(char *text)
{
    for (unsigned char *at = (unsigned char *)text; *at != '\0'; at++) {
        if (*at < ' ' || *at == 0x7f)
            *at = '?';
        else if (*at == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
            at[0] = at[1] = '?';
    }
}

static void report(const struct position *position, const char *severity,
                   const char *check, const char *format, va_list arguments)
    __attribute__((format(printf, 4, 0)));

static void report(const struct position *position, const char *severity,
                   const char *check, const char *format, va_list arguments)
{
    char text[TEXT_ROOM], file[FILE_ROOM];
    int length = vsnprintf(text, sizeof(text), format, arguments);

    replace_controls(text);
    snprintf(file, sizeof(file), "%s", position->file);
    replace_controls(file);
    fputs(file, stderr);
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

    for (size_t i = 0; i < suppressed_count; i++) {
        if (strcmp(suppressed[i], check) == 0)
            return;
    }
    error_count += warnings_are_errors;
    va_start(arguments, format);
    report(position, warnings_are_errors ? "error" : "warning", check, format,
           arguments);
    va_end(arguments);
}

/* One beyond the table is a repetition: there are fewer checks. */
void diag_suppress(const char *check)
{
    if (suppressed_count < SUPPRESSED_MAX)
        suppressed[suppressed_count++] = check;
}

void diag_make_errors(void)
{
    warnings_are_errors = true;
}

const char *diag_place(char text[DIAG_PLACE_TEXT], const struct position *here,
                       const struct position *there)
{
    bool same = strcmp(here->file, there->file) == 0;

    snprintf(text, DIAG_PLACE_TEXT, "line %ld%s%s", there->line,
             same ? "" : " of ", same ? "" : there->file);
    return text;
}

unsigned long diag_error_count(void)
{
    return error_count;
}
