/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/format: each conversion against the C library's, and the bounds
 * of the buffer, which is never larger than it says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/lib/format.h"

/* Fails unless format() does what snprintf() does. */
#define assert_same(...)                                                       \
    do {                                                                       \
        char ours_[128], theirs_[128];                                         \
        size_t length_ = format(ours_, sizeof(ours_), __VA_ARGS__);            \
        snprintf(theirs_, sizeof(theirs_), __VA_ARGS__);                       \
        assert_string_equal(ours_, theirs_);                                   \
        assert_int_equal(length_, strlen(theirs_));                            \
    } while (0)

static void plain_text_is_copied(void **state)
{
    (void)state;
    assert_same("%s", "");
    assert_same("plain, and 100%% of it");
    assert_same("%%%%");
}

static void strings_and_characters_are_padded(void **state)
{
    (void)state;
    assert_same("<%s>", "text");
    assert_same("<%8s>", "text");
    assert_same("<%-8s>", "text");
    assert_same("<%4s>", "text");
    assert_same("<%2s>", "text");
    assert_same("<%-2s>", "text");
    assert_same("<%60s>", "");
    assert_same("<%c>", 'c');
    assert_same("<%5c>", 'c');
    assert_same("<%-5c>", 'c');
}

static void numbers_of_32_bits(void **state)
{
    static const unsigned numbers[] = {0,  1,          9,          10,
                                       16, 0x7fffffff, 0x80000000, 0xffffffff};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        assert_same("%u", numbers[i]);
        assert_same("%x", numbers[i]);
        assert_same("<%12u>", numbers[i]);
        assert_same("<%-12u>", numbers[i]);
        assert_same("<%08x>", numbers[i]);
        assert_same("<%02x>", numbers[i]);
    }
}

static void numbers_of_64_bits(void **state)
{
    static const unsigned long numbers[] = {
        0,         1,         0xffffffff, 0x100000000, 0x123456789abcdef0,
        1UL << 63, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        assert_same("%lu", numbers[i]);
        assert_same("%lx", numbers[i]);
        assert_same("<%24lu>", numbers[i]);
        assert_same("<%-24lx>", numbers[i]);
        assert_same("<%016lx>", numbers[i]);
    }
}

static void conversions_take_their_arguments_in_order(void **state)
{
    (void)state;
    assert_same("%s %u %lu %x %lx %c %s", "a", 1u, 2ul, 3u, 4ul, '5', "b");
    assert_same(" %8s %016lx %8s %016lx", "pc", 0x80000000ul, "ra", ~0ul);
}

/* Each buffer is exactly as large as it says: the sanitizer sees one more. */
static void the_buffer_bounds_the_text(void **state)
{
    static const char whole[] = "<    text 0000beef 4294967295>";

    (void)state;
    for (size_t size = 1; size <= sizeof(whole); size++) {
        char *buffer = malloc(size);
        size_t length;

        assert_non_null(buffer);
        length =
            format(buffer, size, "<%8s %08x %u>", "text", 0xbeefu, 0xffffffffu);
        assert_int_equal(length, size - 1);
        assert_memory_equal(buffer, whole, length);
        assert_int_equal(buffer[length], '\0');
        free(buffer);
    }
}

static void a_width_beyond_the_buffer_pads_to_its_end(void **state)
{
    char buffer[8];

    (void)state;
    assert_int_equal(format(buffer, sizeof(buffer), "%100s", "x"), 7);
    assert_string_equal(buffer, "       ");
    assert_int_equal(format(buffer, sizeof(buffer), "%-100s", "x"), 7);
    assert_string_equal(buffer, "x      ");
    assert_int_equal(format(buffer, sizeof(buffer), "%0100u", 1u), 7);
    assert_string_equal(buffer, "0000000");
}

/* Not checked by the compiler, as what it would find fault with is tested. */
static size_t format_unchecked(char *buffer, size_t size, ...)
{
    va_list list;
    const char *text;
    size_t length;

    va_start(list, size);
    text = va_arg(list, const char *);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    length = format_list(buffer, size, text, list);
#pragma GCC diagnostic pop
    va_end(list);
    return length;
}

static void a_conversion_that_is_none_ends_nothing(void **state)
{
    char buffer[16];

    (void)state;
    assert_int_equal(format_unchecked(buffer, sizeof(buffer), "100%"), 3);
    assert_string_equal(buffer, "100");
    format_unchecked(buffer, sizeof(buffer), "100%-08l");
    assert_string_equal(buffer, "100");
    format_unchecked(buffer, sizeof(buffer), "%q%u", 5u);
    assert_string_equal(buffer, "q5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_copied),
        cmocka_unit_test(strings_and_characters_are_padded),
        cmocka_unit_test(numbers_of_32_bits),
        cmocka_unit_test(numbers_of_64_bits),
        cmocka_unit_test(conversions_take_their_arguments_in_order),
        cmocka_unit_test(the_buffer_bounds_the_text),
        cmocka_unit_test(a_width_beyond_the_buffer_pads_to_its_end),
        cmocka_unit_test(a_conversion_that_is_none_ends_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
