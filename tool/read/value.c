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

/* How many digits the text begins with. */
static size_t count_digits(const char *text, unsigned int base)
{
    return strspn(text, base == 16 ? "0123456789abcdefABCDEF" : "0123456789");
}

static unsigned int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned int)(digit - '0');
    return (unsigned int)(tolower((unsigned char)digit) - 'a') + 10;
}

/* Appends `count` digits to `*value`. Returns false if it does not fit. */
static bool append_digits(const char *text, size_t count, unsigned int base,
                          uint64_t *value)
{
    for (size_t i = 0; i < count; i++) {
        unsigned int digit = digit_value(text[i]);

        if (*value > (UINT64_MAX - digit) / base)
            return false;
        *value = *value * base + digit;
    }
    return true;
}

enum value_error value_parse_size(const char *text, uint64_t *size)
{
    const struct unit *unit;
    unsigned int base = 10;
    uint64_t value = 0;
    size_t digits;

    if (strncmp(text, "0x", 2) == 0) {
        base = 16;
        text += 2;
    }
    digits = count_digits(text, base);
    unit = find_unit(size_units, sizeof(size_units) / sizeof(size_units[0]),
                     text + digits);
    if (digits == 0 || !unit)
        return VALUE_FORM;
    if (!append_digits(text, digits, base, &value) ||
        value > UINT64_MAX >> unit->exponent)
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
static enum value_error to_ticks(uint64_t number, size_t decimals,
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
    size_t whole = count_digits(text, 10), decimals = 0;
    const char *fraction = text + whole, *rest = fraction;
    const struct unit *unit;
    uint64_t number = 0;

    if (*fraction == '.') {
        fraction++;
        decimals = count_digits(fraction, 10);
        rest = fraction + decimals;
    }
    unit =
        find_unit(time_units, sizeof(time_units) / sizeof(time_units[0]), rest);
    if (whole == 0 || (decimals == 0 && rest != text + whole) || !unit)
        return VALUE_FORM;
    /* Zeros at the end say nothing, and may be more than would fit. */
    while (decimals > 0 && fraction[decimals - 1] == '0')
        decimals--;
    if (!append_digits(text, whole, 10, &number) ||
        !append_digits(fraction, decimals, 10, &number))
        return decimals > DIGITS_MAX ? VALUE_TICKS : VALUE_LARGE;
    return to_ticks(number, decimals + unit->exponent, frequency, ticks);
}
