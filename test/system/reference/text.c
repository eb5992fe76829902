/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: text in memory, and the beginning and end of a program.
 */
#include "example.h"

/*
 * Example of bh_format: a text that fits, and one that does not.
 * Prints:
 *     plan 3
 *     cut off: plan 12, of 12 characters
 */
static void example_bh_format(void)
{
    char text[8];
    size_t length;

    bh_format(text, sizeof(text), "plan %d", 3);
    bh_puts(text);
    length = bh_format(text, sizeof(text), "plan %d", 1234567);
    if (length >= sizeof(text))
        bh_printf("cut off: %s, of %lu characters\n", text, length);
}

/*
 * Example of bh_format_to: a printf of one's own, here for a device that wants
 *     capital letters.
 * Prints:
 *     PLAN 7
 *     6 characters
 */
static void put_capital(void *context, char character)
{
    char **end = context;

    if (character >= 'a' && character <= 'z')
        character = (char)(character - 'a' + 'A');
    *(*end)++ = character;
}

__attribute__((format(printf, 2, 3))) static size_t
format_capitals(char *text, const char *format, ...)
{
    char *end = text;
    va_list list;
    size_t count;

    va_start(list, format);
    count = bh_format_to(put_capital, &end, format, list);
    va_end(list);
    *end = '\0';
    return count;
}

static void example_bh_format_to(void)
{
    char text[16];
    size_t count = format_capitals(text, "plan %d", 7);

    bh_puts(text);
    bh_printf("%lu characters\n", count);
}

int main(void)
{
    EXAMPLE(bh_format);
    EXAMPLE(bh_format_to);
    return 0;
}
