/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatting: a subset of printf that needs no buffer and no libc. Text goes
 * out one character at a time, to the console or into memory.
 */
#include <bulkhead/text.h>
#include <stdbool.h>
#include <stdint.h>

/* Where text goes, and how much has gone there. */
struct output {
    void (*put)(void *context, char character);
    void *context;
    size_t count;
};

/* One conversion, as the format describes it. */
struct conversion {
    bool left;      /* '-': pad at the right */
    bool zero;      /* '0': pad with zeros */
    int width;      /* least characters */
    int precision;  /* least digits, most characters of text; -1 if none */
    char length;    /* 'l', 'L' for ll, 'z', or 0 */
    char specifier; /* the letter at the end */
};

/* The arguments; wrapped, for a va_list may be an array. */
struct arguments {
    va_list list;
};

static void output_put(struct output *out, char character)
{
    out->put(out->context, character);
    out->count++;
}

static void output_repeat(struct output *out, char character, long count)
{
    for (; count > 0; count--)
        output_put(out, character);
}

/* Puts `prefix`, zeros and `length` characters, padded to the width. */
static void output_field(struct output *out, const struct conversion *how,
                         const char *prefix, long zeros, const char *text,
                         size_t length)
{
    const long prefix_length = (long)strlen(prefix);
    const long padding =
        how->width - prefix_length - (zeros > 0 ? zeros : 0) - (long)length;

    if (!how->left)
        output_repeat(out, ' ', padding);
    for (const char *p = prefix; *p != '\0'; p++)
        output_put(out, *p);
    output_repeat(out, '0', zeros);
    for (size_t i = 0; i < length; i++)
        output_put(out, text[i]);
    if (how->left)
        output_repeat(out, ' ', padding);
}

static void output_number(struct output *out, const struct conversion *how,
                          const char *prefix, uint64_t value, unsigned base)
{
    const char *symbols =
        how->specifier == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    char digits[20]; /* 2^64 - 1 in decimal */
    size_t start = sizeof(digits);
    long length, zeros = 0;

    for (; value != 0; value /= base)
        digits[--start] = symbols[value % base];
    if (start == sizeof(digits) && how->precision != 0)
        digits[--start] = '0';
    length = (long)(sizeof(digits) - start);
    if (how->precision >= 0)
        zeros = how->precision - length;
    else if (how->zero && !how->left)
        zeros = how->width - (long)strlen(prefix) - length;
    output_field(out, how, prefix, zeros, digits + start, (size_t)length);
}

static void output_text(struct output *out, const struct conversion *how,
                        const char *text)
{
    size_t length = 0;

    if (text == NULL)
        text = "(null)";
    while ((how->precision < 0 || length < (size_t)how->precision) &&
           text[length] != '\0')
        length++;
    output_field(out, how, "", 0, text, length);
}

static int64_t take_signed(struct arguments *args, char length)
{
    switch (length) {
    case 'l':
        return va_arg(args->list, long);
    case 'L':
        return va_arg(args->list, long long);
    case 'z':
        return va_arg(args->list, ptrdiff_t);
    default:
        return va_arg(args->list, int);
    }
}

static uint64_t take_unsigned(struct arguments *args, char length)
{
    switch (length) {
    case 'l':
        return va_arg(args->list, unsigned long);
    case 'L':
        return va_arg(args->list, unsigned long long);
    case 'z':
        return va_arg(args->list, size_t);
    default:
        return va_arg(args->list, unsigned);
    }
}

/* Puts one conversion; false if its letter means nothing here. */
static bool output_conversion(struct output *out, const struct conversion *how,
                              struct arguments *args)
{
    int64_t number;
    char character;

    switch (how->specifier) {
    case 'd':
    case 'i':
        number = take_signed(args, how->length);
        output_number(out, how, number < 0 ? "-" : "",
                      number < 0 ? -(uint64_t)number : (uint64_t)number, 10);
        return true;
    case 'u':
        output_number(out, how, "", take_unsigned(args, how->length), 10);
        return true;
    case 'x':
    case 'X':
        output_number(out, how, "", take_unsigned(args, how->length), 16);
        return true;
    case 'p':
        output_number(out, how, "0x", (uintptr_t)va_arg(args->list, void *),
                      16);
        return true;
    case 'c':
        character = (char)va_arg(args->list, int);
        output_field(out, how, "", 0, &character, 1);
        return true;
    case 's':
        output_text(out, how, va_arg(args->list, const char *));
        return true;
    case '%':
        output_put(out, '%');
        return true;
    default:
        return false;
    }
}

/* Reads a number or '*'; absurd ones are cut to what cannot overflow. */
static const char *parse_number(const char *format, struct arguments *args,
                                int *number)
{
    const int most = 9999;

    if (*format == '*') {
        *number = va_arg(args->list, int);
        if (*number > most)
            *number = most;
        if (*number < -most)
            *number = -most;
        return format + 1;
    }
    for (*number = 0; *format >= '0' && *format <= '9'; format++) {
        if (*number < most)
            *number = *number * 10 + (*format - '0');
        if (*number > most)
            *number = most;
    }
    return format;
}

/* Reads what stands after '%'; returns what comes after its letter. */
static const char *parse_conversion(const char *format, struct conversion *how,
                                    struct arguments *args)
{
    *how = (struct conversion){.precision = -1};
    for (; *format == '-' || *format == '0'; format++) {
        how->left = how->left || *format == '-';
        how->zero = how->zero || *format == '0';
    }
    format = parse_number(format, args, &how->width);
    if (how->width < 0) {
        how->left = true;
        how->width = -how->width;
    }
    if (*format == '.')
        format = parse_number(format + 1, args, &how->precision);
    if (*format == 'l' || *format == 'z')
        how->length = *format++;
    if (how->length == 'l' && *format == 'l') {
        how->length = 'L';
        format++;
    }
    how->specifier = *format;
    return *format == '\0' ? format : format + 1;
}

size_t bh_format_to(void (*put)(void *context, char character), void *context,
                    const char *format, va_list list)
{
    struct output out = {.put = put, .context = context};
    struct arguments args;
    struct conversion how;
    const char *next;

    va_copy(args.list, list);
    while (*format != '\0') {
        if (*format != '%') {
            output_put(&out, *format++);
            continue;
        }
        next = parse_conversion(format + 1, &how, &args);
        if (!output_conversion(&out, &how, &args))
            break;
        format = next;
    }
    va_end(args.list);
    while (*format != '\0')
        output_put(&out, *format++);
    return out.count;
}

/* A buffer being filled. */
struct buffer {
    char *text;
    size_t size;
    size_t used;
};

static void buffer_put(void *context, char character)
{
    struct buffer *buffer = context;

    if (buffer->used + 1 < buffer->size)
        buffer->text[buffer->used++] = character;
}

size_t bh_format(char *text, size_t size, const char *format, ...)
{
    struct buffer buffer = {.text = text, .size = size};
    va_list args;
    size_t count;

    va_start(args, format);
    count = bh_format_to(buffer_put, &buffer, format, args);
    va_end(args);
    if (size > 0)
        text[buffer.used] = '\0';
    return count;
}
