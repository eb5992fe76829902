/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of libbulkhead that ask nothing of a kernel: memory and strings,
 * formatting, messages, conversions of time, the line editor.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <bulkhead/clock.h>
#include <bulkhead/console.h>
#include <bulkhead/message.h>
#include <bulkhead/page.h>
#include <bulkhead/text.h>

#include "guest/lib/format.c"
#include "guest/lib/line.c"
#include "guest/lib/message.c"

static struct bh_info no_info;
#undef BH_INFO_PAGE_ADDRESS
#define BH_INFO_PAGE_ADDRESS ((uintptr_t)&no_info)

#include "guest/lib/clock.c"

/* The library's own, beside the host's. */
#define memcpy guest_memcpy
#define memmove guest_memmove
#define memset guest_memset
#define memcmp guest_memcmp
#define strlen guest_strlen
#define strcmp guest_strcmp
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
size_t strlen(const char *text);
int strcmp(const char *left, const char *right);
#include "guest/lib/memory.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef strlen
#undef strcmp

/* Compares with the host's snprintf, which has the same subset. */
#define assert_format(...)                                                     \
    do {                                                                       \
        char here[256], there[256];                                            \
        size_t count = bh_format(here, sizeof(here), __VA_ARGS__);             \
        int expected = snprintf(there, sizeof(there), __VA_ARGS__);            \
        assert_string_equal(here, there);                                      \
        assert_int_equal(count, expected);                                     \
    } while (0)

static void format_agrees_with_libc(void **state)
{
    (void)state;
    assert_format("plain");
    assert_format("%d %d %i", 0, -1, 2147483647);
    assert_format("%d", -2147483647 - 1);
    assert_format("%u %x %X", 4294967295u, 0xdeadbeefu, 0xdeadbeefu);
    assert_format("%lx %lu %ld", 0xfffffffffffff000ul, 18446744073709551615ul,
                  -9223372036854775807l - 1);
    assert_format("%llu %lld %llx", 18446744073709551615ull, -1ll, 1ull << 63);
    assert_format("%zu %zx", (size_t)-1, (size_t)4096);
    assert_format("%c%c%%", 'a', 'z');
    assert_format("[%8d] [%-8d] [%08d]", -42, -42, -42);
    assert_format("[%3d] [%03d]", 12345, 12345);
    assert_format("[%8s] [%-8s] [%.2s] [%8.2s]", "abc", "abc", "abc", "abc");
    assert_format("[%*d] [%-*d] [%*d]", 6, 7, 6, 7, -6, 7);
    assert_format("[%.3d] [%8.3x] [%-8.3u]", 5, 0xau, 5u);
    assert_format("[%.*s] [%.0d] [%.0d]", 2, "abc", 0, 1);
}

static void format_says_what_is_no_conversion(void **state)
{
    char text[64];

    (void)state;
    /* Made at run time, lest the compiler warn of what is tested here. */
    const char *formats[] = {"%q %d", "%", "%-5", "a%ly"};

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        bh_format(text, sizeof(text), formats[i], 1);
#pragma GCC diagnostic pop
        assert_string_equal(text, formats[i]);
    }
}

static void format_prints_pointers_and_null(void **state)
{
    const char *volatile nothing = NULL;
    char text[64];

    (void)state;
    bh_format(text, sizeof(text), "%p|%12p|%s", (void *)0x80001000,
              (void *)0xabc, nothing);
    assert_string_equal(text, "0x80001000|       0xabc|(null)");
}

static void format_cuts_what_does_not_fit(void **state)
{
    char text[8] = "xxxxxxx";

    (void)state;
    assert_int_equal(bh_format(text, 0, "%d", 12345), 5);
    assert_string_equal(text, "xxxxxxx");
    assert_int_equal(bh_format(text, 1, "%d", 12345), 5);
    assert_string_equal(text, "");
    assert_int_equal(bh_format(text, 5, "%d", 12345), 5);
    assert_string_equal(text, "1234");
    assert_int_equal(bh_format(text, 6, "%d", 12345), 5);
    assert_string_equal(text, "12345");
}

static void format_bounds_width(void **state)
{
    const volatile int widest = 2147483647; /* hidden from the compiler */
    char text[4];

    (void)state;
    assert_int_equal(
        bh_format(text, sizeof(text), "%*d%*d", widest, 1, -widest, 1),
        2 * 9999);
    assert_string_equal(text, "   ");
}

/* Every length and both ends' alignments, against the host's functions. */
static void memory_agrees_with_libc(void **state)
{
    unsigned char source[64], here[64], there[64];

    (void)state;
    for (size_t i = 0; i < sizeof(source); i++)
        source[i] = (unsigned char)(i * 7 + 1);
    for (size_t to = 0; to < 9; to++) {
        for (size_t from = 0; from < 9; from++) {
            for (size_t size = 0; size < 40; size++) {
                memset(here, 0xee, sizeof(here));
                memset(there, 0xee, sizeof(there));
                assert_ptr_equal(guest_memcpy(here + to, source + from, size),
                                 here + to);
                memcpy(there + to, source + from, size);
                assert_memory_equal(here, there, sizeof(here));

                memcpy(here, source, sizeof(here));
                memcpy(there, source, sizeof(there));
                guest_memmove(here + to, here + from, size);
                memmove(there + to, there + from, size);
                assert_memory_equal(here, there, sizeof(here));
            }
        }
    }
}

static void memory_is_set_and_compared(void **state)
{
    unsigned char here[40], there[40];

    (void)state;
    for (size_t at = 0; at < 9; at++) {
        for (size_t size = 0; size < 31; size++) {
            memset(here, 1, sizeof(here));
            memset(there, 1, sizeof(there));
            assert_ptr_equal(guest_memset(here + at, 0x1a5, size), here + at);
            memset(there + at, 0xa5, size);
            assert_memory_equal(here, there, sizeof(here));
        }
    }
    assert_int_equal(guest_memcmp("abc", "abd", 2), 0);
    assert_true(guest_memcmp("abc", "abd", 3) < 0);
    assert_true(guest_memcmp("\xff", "\x01", 1) > 0);
    assert_int_equal(guest_memcmp("a", "b", 0), 0);
}

static void strings_are_measured_and_compared(void **state)
{
    (void)state;
    assert_int_equal(guest_strlen(""), 0);
    assert_int_equal(guest_strlen("bulkhead"), 8);
    assert_int_equal(guest_strcmp("same", "same"), 0);
    assert_true(guest_strcmp("a", "ab") < 0);
    assert_true(guest_strcmp("ab", "a") > 0);
    assert_true(guest_strcmp("\xff", "a") > 0);
}

static void messages_come_back_as_they_went(void **state)
{
    const uint8_t expected[] = {1,    2,    0,    0xef, 0xbe, 0xad, 0xde,
                                0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff,
                                0xff, 0xff, 0xff, 0xff, 0xff, 'h',  'i'};
    uint8_t buffer[64];
    char text[2];
    struct bh_pack pack;
    struct bh_unpack unpack;

    (void)state;
    bh_pack_begin(&pack, buffer, sizeof(buffer));
    bh_pack_u8(&pack, 1);
    bh_pack_u16(&pack, 2);
    bh_pack_u32(&pack, 0xdeadbeef);
    bh_pack_i32(&pack, -1);
    bh_pack_i64(&pack, -2);
    bh_pack_bytes(&pack, "hi", 2);
    assert_int_equal(bh_pack_end(&pack), sizeof(expected));
    assert_memory_equal(buffer, expected, sizeof(expected));

    bh_unpack_begin(&unpack, expected, sizeof(expected));
    assert_int_equal(bh_unpack_u8(&unpack), 1);
    assert_int_equal(bh_unpack_u16(&unpack), 2);
    assert_int_equal(bh_unpack_u32(&unpack), 0xdeadbeef);
    assert_int_equal(bh_unpack_i32(&unpack), -1);
    assert_true(bh_unpack_i64(&unpack) == -2);
    bh_unpack_bytes(&unpack, text, sizeof(text));
    assert_memory_equal(text, "hi", 2);
    assert_int_equal(bh_unpack_end(&unpack), BH_OK);
}

static void messages_too_long_are_one_error(void **state)
{
    uint8_t buffer[8] = {0};
    struct bh_pack pack;

    (void)state;
    bh_pack_begin(&pack, buffer, 7);
    bh_pack_u32(&pack, 1);
    bh_pack_u64(&pack, UINT64_MAX);
    bh_pack_u8(&pack, 0xff);
    bh_pack_bytes(&pack, "x", 1);
    assert_int_equal(bh_pack_end(&pack), BH_E_SIZE);
    assert_memory_equal(buffer, "\1\0\0\0\0\0\0\0", 8);
}

static void messages_too_short_or_long_are_noticed(void **state)
{
    const uint8_t message[6] = {1, 2, 3, 4, 5, 6};
    uint8_t byte = 9;
    struct bh_unpack unpack;

    (void)state;
    bh_unpack_begin(&unpack, message, sizeof(message));
    assert_true(bh_unpack_u64(&unpack) == 0);
    assert_int_equal(bh_unpack_u8(&unpack), 0);
    bh_unpack_bytes(&unpack, &byte, 1);
    assert_int_equal(byte, 9);
    assert_int_equal(bh_unpack_end(&unpack), BH_E_SIZE);

    bh_unpack_begin(&unpack, message, sizeof(message));
    assert_int_equal(bh_unpack_u32(&unpack), 0x04030201);
    assert_int_equal(bh_unpack_end(&unpack), BH_E_SIZE);
}

static void time_converts_exactly(void **state)
{
    const uint64_t year_ns = 31536000ull * BH_NS_PER_S;

    (void)state;
    assert_true(bh_ticks_from_ns_at(0, 10000000) == 0);
    assert_true(bh_ticks_from_ns_at(100, 10000000) == 1);
    assert_true(bh_ticks_from_ns_at(101, 10000000) == 2);
    assert_true(bh_ticks_from_ns_at(1, 10000000) == 1);
    assert_true(bh_ticks_from_ns_at(100 * year_ns, 10000000) ==
                31536000000000000ull);
    assert_true(bh_ns_from_ticks_at(31536000000000000ull, 10000000) ==
                100 * year_ns);
    assert_true(bh_ns_from_ticks_at(1, 3) == 333333333);
    assert_true(bh_ns_from_ticks_at(32768, 32768) == BH_NS_PER_S);
    assert_true(bh_ticks_from_ns_at(BH_NS_PER_S, 1) == 1);
}

static void time_saturates(void **state)
{
    const uint64_t fastest = 1ull << 34;

    (void)state;
    assert_true(bh_ns_from_ticks_at(UINT64_MAX, 10000000) == UINT64_MAX);
    assert_true(bh_ticks_from_ns_at(UINT64_MAX, fastest) == UINT64_MAX);
    assert_true(bh_ticks_from_ns_at(UINT64_MAX, BH_NS_PER_S) == UINT64_MAX);
    assert_true(bh_ns_from_ticks_at(UINT64_MAX, BH_NS_PER_S) == UINT64_MAX);
    assert_true(bh_ns_from_ticks_at(fastest - 1, fastest) == BH_NS_PER_S - 1);
    no_info.tick_frequency = 10000000;
    assert_true(bh_ticks_from_ns(BH_NS_PER_MS) == 10000);
    assert_true(bh_ns_from_ticks(10000) == BH_NS_PER_MS);
}

/* Types `keys`; checks what is echoed. */
static void type(struct bh_line *line, const char *keys, const char *echo)
{
    char seen[64] = "";

    for (; *keys != '\0'; keys++)
        strcat(seen, bh_line_type(line, *keys));
    assert_string_equal(seen, echo);
}

static void lines_are_edited(void **state)
{
    char text[6];
    struct bh_line line;

    (void)state;
    bh_line_begin(&line, text, sizeof(text));
    type(&line, "\b\x7f", "");
    type(&line,
         "ab\x1b\t\xff"
         "c",
         "abc");
    type(&line, "\b\x7fx", "\b \b\b \bx");
    assert_false(line.done);
    type(&line, "yzwv!", "yzw");
    assert_string_equal(text, "axyzw");
    type(&line, "\r", "\n");
    assert_true(line.done);
    assert_int_equal(line.length, 5);
}

static void line_ends_of_both_kinds_end_one_line(void **state)
{
    char text[8];
    struct bh_line line;

    (void)state;
    bh_line_begin(&line, text, sizeof(text));
    type(&line, "a\r", "a\n");
    assert_true(line.done);
    type(&line, "\n", "");
    assert_true(line.done);
    type(&line, "b", "b");
    assert_string_equal(text, "b");
    assert_false(line.done);
    type(&line, "\n", "\n");
    assert_true(line.done);
    type(&line, "\n", "\n");
    assert_true(line.done);
    assert_int_equal(line.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(format_agrees_with_libc),
        cmocka_unit_test(format_says_what_is_no_conversion),
        cmocka_unit_test(format_prints_pointers_and_null),
        cmocka_unit_test(format_cuts_what_does_not_fit),
        cmocka_unit_test(format_bounds_width),
        cmocka_unit_test(memory_agrees_with_libc),
        cmocka_unit_test(memory_is_set_and_compared),
        cmocka_unit_test(strings_are_measured_and_compared),
        cmocka_unit_test(messages_come_back_as_they_went),
        cmocka_unit_test(messages_too_long_are_one_error),
        cmocka_unit_test(messages_too_short_or_long_are_noticed),
        cmocka_unit_test(time_converts_exactly),
        cmocka_unit_test(time_saturates),
        cmocka_unit_test(lines_are_edited),
        cmocka_unit_test(line_ends_of_both_kinds_end_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
