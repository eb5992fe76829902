/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small vsnprintf: bounded, without recursion, without allocation.
 */
#include "kernel/lib/format.h"
#include <stdbool.h>
#include <stdint.h>

struct output {
    char *next;
    char *end; /* of the buffer, less the final NUL */
};

struct conversion {
    size_t width;
    char pad;
    bool left;
    bool is_long;
};

static void put(struct output *out, char c)
{
    if (out->next < out->end)
        *out->next++ = c;
}

static void put_padded(struct output *out, const struct conversion *how,
                       const char *text, size_t length)
{
    size_t pad = how->width > length ? how->width - length : 0;

    for (; !how->left && pad > 0; pad--)
        put(out, how->pad);
    while (length-- > 0)
        put(out, *text++);
    for (; pad > 0; pad--)
        put(out, ' ');
}

static void put_number(struct output *out, const struct conversion *how,
                       uint64_t number, unsigned base)
{
    char digits[20]; /* of 2^64 - 1 in decimal */
    size_t at = sizeof(digits);

    do {
        digits[--at] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number != 0);
    put_padded(out, how, digits + at, sizeof(digits) - at);
}

static const char *read_conversion(struct conversion *how, const char *text)
{
    *how = (struct conversion){.pad = ' '};
    if (*text == '-') {
        how->left = true;
        text++;
    }
    if (*text == '0') {
        how->pad = '0';
        text++;
    }
    while (*text >= '0' && *text <= '9')
        how->width = how->width * 10 + (size_t)(*text++ - '0');
    if (*text == 'l') {
        how->is_long = true;
        text++;
    }
    return text;
}

size_t format_list(char *buffer, size_t size, const char *text, va_list list)
{
    struct output out = {buffer, buffer + size - 1};
    struct conversion how;
    const char *string;
    size_t length;
    char c;

    for (; *text != '\0'; text++) {
        if (*text != '%') {
            put(&out, *text);
            continue;
        }
        text = read_conversion(&how, text + 1);
        switch (*text) {
        case 's':
            string = va_arg(list, const char *);
            for (length = 0; string[length] != '\0';)
                length++;
            put_padded(&out, &how, string, length);
            break;
        case 'c':
            c = (char)va_arg(list, int);
            put_padded(&out, &how, &c, 1);
            break;
        case 'u':
        case 'x':
            put_number(&out, &how,
                       how.is_long ? va_arg(list, unsigned long)
                                   : va_arg(list, unsigned),
                       *text == 'u' ? 10 : 16);
            break;
        case '\0': /* a lone % at the end: do not run past it */
            text--;
            break;
        default:
            put(&out, *text);
        }
    }
    *out.next = '\0';
    return (size_t)(out.next - buffer);
}

size_t format(char *buffer, size_t size, const char *text, ...)
{
    va_list list;
    size_t length;

    va_start(list, text);
    length = format_list(buffer, size, text, list);
    va_end(list);
    return length;
}
