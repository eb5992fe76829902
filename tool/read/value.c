/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The values of sizes and times, exactly: nothing is rounded, and what does not
 * fit is refused.
 */
#include "read/internal.h"

#include <ctype.h>
#include <string.h>

/* Powers of ten up to this one fit in 64 bits. */
#define DIGITS_MAX 19

struct unit {
    const char *name;
    unsigned int exponent; /* of 2 for sizes, of 1/10 for times */
};

static const struct unit size_units[] = {
    {"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}};
static const struct unit time_units[] = {
    {"ns", 9}, {"us", 6}, {"ms", 3}, {"s", 0}};

static const struct unit *find_unit(const struct unit *units, size_t count,
                                    const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(units[i].name, name) == 0)
            return &units[i];
    }
    return NULL;
}

static unsigned int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned int)(digit - '0');
    return (unsigned int)(tolower((unsigned char)digit) - 'a') + 10;
}

static bool is_digit(char byte, unsigned int base)
{
    return base == 16 ? isxdigit((unsigned char)byte) != 0
                      : isdigit((unsigned char)byte) != 0;
}

/*
 * Appends the digits at `*text` to `*value` and moves `*text` behind them.
 * Returns false if the value does not fit; then all digits are skipped, too.
 */
static bool append_digits(const char **text, unsigned int base, uint64_t *value)
{
    bool fits = true;

    for (; is_digit(**text, base); (*text)++) {
        unsigned int digit = digit_value(**text);

        if (*value > (UINT64_MAX - digit) / base)
            fits = false;
        else
            *value = *value * base + digit;
    }
    return fits;
}

enum value_error value_parse_size(const char *text, uint64_t *size)
{
    const struct unit *unit;
    unsigned int base = 10;
    uint64_t value = 0;
    bool fits;

    if (strncmp(text, "0x", 2) == 0) {
        base = 16;
        text += 2;
    }
    if (!is_digit(*text, base))
        return VALUE_FORM;
    fits = append_digits(&text, base, &value);
    unit =
        find_unit(size_units, sizeof(size_units) / sizeof(size_units[0]), text);
    if (!unit)
        return VALUE_FORM;
    if (!fits || value > UINT64_MAX >> unit->exponent)
        return VALUE_LARGE;
    value <<= unit->exponent;
    if (value == READ_REFUSED)
        return VALUE_LARGE;
    *size = value;
    return VALUE_OK;
}

static uint64_t greatest_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* Ticks in `number` / 10^`decimals` seconds. */
static enum value_error to_ticks(uint64_t number, unsigned int decimals,
                                 uint64_t frequency, uint64_t *ticks)
{
    uint64_t divisor = 1, common;

    while (decimals > 0 && number % 10 == 0) {
        number /= 10;
        decimals = number == 0 ? 0 : decimals - 1;
    }
    if (decimals > DIGITS_MAX)
        return VALUE_TICKS;
    while (decimals-- > 0)
        divisor *= 10;
    common = greatest_divisor(frequency, divisor);
    frequency /= common;
    divisor /= common;
    if (number % divisor != 0)
        return VALUE_TICKS;
    number /= divisor;
    if (number > (READ_REFUSED - 1) / frequency)
        return VALUE_LARGE;
    *ticks = number * frequency;
    return VALUE_OK;
}

enum value_error value_parse_time(const char *text, uint64_t frequency,
                                  uint64_t *ticks)
{
    const struct unit *unit;
    unsigned int decimals = 0;
    uint64_t number = 0;
    bool fits;

    if (!is_digit(*text, 10))
        return VALUE_FORM;
    fits = append_digits(&text, 10, &number);
    if (*text == '.') {
        size_t digits = strspn(++text, "0123456789");
        size_t used = digits;

        if (digits == 0)
            return VALUE_FORM;
        /* Zeros at the end say nothing, and may be more than would fit. */
        while (used > 0 && text[used - 1] == '0')
            used--;
        for (size_t i = 0; i < used; i++) {
            const char digit[] = {text[i], '\0'};
            const char *at = digit;

            fits = append_digits(&at, 10, &number) && fits;
        }
        decimals = (unsigned int)used;
        text += digits;
    }
    unit =
        find_unit(time_units, sizeof(time_units) / sizeof(time_units[0]), text);
    if (!unit)
        return VALUE_FORM;
    if (!fits)
        return decimals > DIGITS_MAX ? VALUE_TICKS : VALUE_LARGE;
    return to_ticks(number, decimals + unit->exponent, frequency, ticks);
}
