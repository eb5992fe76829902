/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/crc32: published check values, and a second implementation, a bit
 * at a time, for everything that no one has published.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/lib/crc32.h"

#define SIZE 300

/* The definition in IEEE 802.3, 3.2.9, bits in the order of the wire. */
static uint32_t crc32_by_bits(const uint8_t *data, size_t size)
{
    uint32_t crc = 0xffffffff;

    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void fill(uint8_t *data)
{
    uint32_t number = 1;

    for (size_t i = 0; i < SIZE; i++) {
        number = number * 1664525 + 1013904223;
        data[i] = (uint8_t)(number >> 24);
    }
}

static void check_values_are_those_of_zlib(void **state)
{
    uint8_t zeros[32] = {0}, ones[32];
    static const char fox[] = "The quick brown fox jumps over the lazy dog";

    (void)state;
    memset(ones, 0xff, sizeof(ones));
    assert_int_equal(crc32_update(0, NULL, 0), 0);
    assert_int_equal(crc32_update(0, "a", 1), 0xe8b7be43);
    assert_int_equal(crc32_update(0, "abc", 3), 0x352441c2);
    assert_int_equal(crc32_update(0, "123456789", 9), 0xcbf43926);
    assert_int_equal(crc32_update(0, fox, sizeof(fox) - 1), 0x414fa339);
    assert_int_equal(crc32_update(0, zeros, sizeof(zeros)), 0x190a55ad);
    assert_int_equal(crc32_update(0, ones, sizeof(ones)), 0xff6cab0b);
}

static void any_data_and_alignment_give_the_defined_value(void **state)
{
    uint8_t data[SIZE];

    (void)state;
    fill(data);
    for (size_t start = 0; start < 16; start++)
        for (size_t size = 0; size <= SIZE - start; size++)
            assert_int_equal(crc32_update(0, data + start, size),
                             crc32_by_bits(data + start, size));
}

static void pieces_give_the_value_of_the_whole(void **state)
{
    uint8_t data[SIZE];
    uint32_t whole, crc;

    (void)state;
    fill(data);
    whole = crc32_update(0, data, SIZE);
    for (size_t split = 0; split <= SIZE; split++) {
        crc = crc32_update(0, data, split);
        crc = crc32_update(crc, data + split, 0);
        crc = crc32_update(crc, data + split, SIZE - split);
        assert_int_equal(crc, whole);
    }
}

/* What a CRC leaves of a message that its own CRC follows, is constant. */
static void a_message_and_its_crc_leave_the_residue(void **state)
{
    uint8_t data[SIZE];

    (void)state;
    fill(data);
    for (size_t size = 0; size <= SIZE - 4; size++) {
        uint32_t crc = crc32_update(0, data, size);
        uint8_t tail[4] = {(uint8_t)crc, (uint8_t)(crc >> 8),
                           (uint8_t)(crc >> 16), (uint8_t)(crc >> 24)};

        assert_int_equal(crc32_update(crc, tail, 4), 0x2144df1c);
    }
}

static void every_flipped_bit_shows(void **state)
{
    uint8_t data[SIZE];
    uint32_t whole;

    (void)state;
    fill(data);
    whole = crc32_update(0, data, SIZE);
    for (size_t bit = 0; bit < 8 * SIZE; bit++) {
        data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_int_not_equal(crc32_update(0, data, SIZE), whole);
        data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_values_are_those_of_zlib),
        cmocka_unit_test(any_data_and_alignment_give_the_defined_value),
        cmocka_unit_test(pieces_give_the_value_of_the_whole),
        cmocka_unit_test(a_message_and_its_crc_leave_the_residue),
        cmocka_unit_test(every_flipped_bit_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
