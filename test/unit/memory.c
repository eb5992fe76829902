/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/memory: every alignment and every small size, against loops that
 * cannot be wrong. The kernel's functions bear other names here
 * than the C library's; the sanitizers see each access that is misaligned or
 * outside.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define memcpy kernel_memcpy
#define memset kernel_memset
#include "kernel/lib/memory.h"

#define SIZES 140     /* sizes tried: 0 to this, less one */
#define ALIGNMENTS 16 /* starts tried */
#define ROOM (SIZES + 2 * ALIGNMENTS)

static void fill(uint8_t *data, uint8_t first)
{
    for (size_t i = 0; i < ROOM; i++)
        data[i] = (uint8_t)(first + 7 * i);
}

/* Fails unless `data` is as `expected`, all of it. */
static void assert_same(const uint8_t *data, const uint8_t *expected)
{
    for (size_t i = 0; i < ROOM; i++)
        assert_int_equal(data[i], expected[i]);
}

static void check_copy(size_t to, size_t from, size_t size)
{
    _Alignas(16) uint8_t source[ROOM], target[ROOM], expected[ROOM];

    fill(source, 3);
    fill(target, 200);
    fill(expected, 200);
    for (size_t i = 0; i < size; i++)
        expected[to + i] = source[from + i];
    assert_ptr_equal(memcpy(target + to, source + from, size), target + to);
    assert_same(target, expected);
}

static void copies_whatever_the_alignment(void **state)
{
    (void)state;
    for (size_t to = 0; to < ALIGNMENTS; to++)
        for (size_t from = 0; from < ALIGNMENTS; from++)
            for (size_t size = 0; size < SIZES; size++)
                check_copy(to, from, size);
}

static void sets_whatever_the_alignment(void **state)
{
    static const int values[] = {0, 1, 0x7f, 0x80, 0xff, 0x1a5, -1, -86};
    _Alignas(16) uint8_t data[ROOM], expected[ROOM];

    (void)state;
    for (size_t start = 0; start < ALIGNMENTS; start++)
        for (size_t size = 0; size < SIZES; size++)
            for (size_t n = 0; n < sizeof(values) / sizeof(*values); n++) {
                fill(data, 9);
                fill(expected, 9);
                for (size_t i = 0; i < size; i++)
                    expected[start + i] = (uint8_t)values[n];
                assert_ptr_equal(memset(data + start, values[n], size),
                                 data + start);
                assert_same(data, expected);
            }
}

/* Buffers without a byte to spare, so that one too far is seen. */
static void touches_nothing_behind_the_end(void **state)
{
    (void)state;
    for (size_t size = 1; size < SIZES; size++) {
        uint8_t *to = malloc(size), *from = malloc(size);

        assert_non_null(to);
        assert_non_null(from);
        memset(from, 0x5a, size);
        memcpy(to, from, size);
        assert_int_equal(to[size - 1], 0x5a);
        assert_int_equal(text_length((char *)to, size), size);
        free(to);
        free(from);
    }
}

static void text_ends_at_its_nul_or_at_the_bound(void **state)
{
    (void)state;
    assert_int_equal(text_length("", 5), 0);
    assert_int_equal(text_length("abc", 0), 0);
    assert_int_equal(text_length("abc", 2), 2);
    assert_int_equal(text_length("abc", 3), 3);
    assert_int_equal(text_length("abc", 4), 3);
    assert_int_equal(text_length("abc\0def", 7), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_whatever_the_alignment),
        cmocka_unit_test(sets_whatever_the_alignment),
        cmocka_unit_test(touches_nothing_behind_the_end),
        cmocka_unit_test(text_ends_at_its_nul_or_at_the_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
