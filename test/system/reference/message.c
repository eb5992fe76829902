/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: messages that are the same on every machine.
 */
#include "example.h"

/*
 * Example of bh_pack_begin, bh_pack_u8, bh_pack_u16, bh_pack_u32, bh_pack_u64,
 *     bh_pack_i32, bh_pack_i64, bh_pack_bytes, bh_pack_end: a message of all
 *     kinds, and one that does not fit.
 * Prints:
 *     32 bytes, the first three 01 03 02
 *     too small: BH_E_SIZE
 */
static void example_bh_pack_begin(void)
{
    struct bh_pack pack;
    uint8_t buffer[32];
    long size;

    bh_pack_begin(&pack, buffer, sizeof(buffer));
    bh_pack_u8(&pack, 1);
    bh_pack_u16(&pack, 0x203);
    bh_pack_u32(&pack, 100000);
    bh_pack_u64(&pack, bh_info_page()->tick_frequency);
    bh_pack_i32(&pack, -5);
    bh_pack_i64(&pack, -6);
    bh_pack_bytes(&pack, "valve", 5);
    size = bh_pack_end(&pack);
    if (size > 0)
        bh_printf("%ld bytes, the first three %02x %02x %02x\n", size,
                  buffer[0], buffer[1], buffer[2]);

    bh_pack_begin(&pack, buffer, 3);
    bh_pack_u32(&pack, 1);
    bh_printf("too small: %s\n", bh_error_name(bh_pack_end(&pack)));
}

/*
 * Example of bh_unpack_begin, bh_unpack_u8, bh_unpack_u16, bh_unpack_u32,
 *     bh_unpack_u64, bh_unpack_i32, bh_unpack_i64, bh_unpack_bytes,
 *     bh_unpack_end: takes apart what has come; one look at the end tells
 *     whether it was a whole message.
 * Prints:
 *     1, 515, 100000, 7, -5, -6, go
 *     taken: BH_OK
 */
static void example_bh_unpack_begin(void)
{
    static const uint8_t message[] = {
        1,    3,    2,    0xa0, 0x86, 1,    0,    7,    0,   0,
        0,    0,    0,    0,    0,    0xfb, 0xff, 0xff, 255, 0xfa,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 'g',  'o'};
    struct bh_unpack unpack;
    char text[3] = "";

    bh_unpack_begin(&unpack, message, sizeof(message));
    bh_printf("%u, ", bh_unpack_u8(&unpack));
    bh_printf("%u, ", bh_unpack_u16(&unpack));
    bh_printf("%u, ", bh_unpack_u32(&unpack));
    bh_printf("%lu, ", bh_unpack_u64(&unpack));
    bh_printf("%d, ", bh_unpack_i32(&unpack));
    bh_printf("%ld, ", bh_unpack_i64(&unpack));
    bh_unpack_bytes(&unpack, text, 2);
    bh_printf("%s\ntaken: %s\n", text, bh_error_name(bh_unpack_end(&unpack)));
}

int main(void)
{
    EXAMPLE(bh_pack_begin);
    EXAMPLE(bh_unpack_begin);
    return 0;
}
