/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: shared memory. Of the areas of this partition, it can write "track"
 * and read "map"; another one has them, too.
 */
#include "example.h"

/*
 * Example of bh_shared_find: looks an area up, and leaves something there.
 * Prints:
 *     16384 bytes at 0x1000000000
 *     120
 *     no area "tracks"
 */
static void example_bh_shared_find(void)
{
    const struct bh_info_shared *area = bh_shared_find("track");
    volatile uint32_t *speed;

    if (area != NULL) {
        bh_printf("%lu bytes at 0x%lx\n", area->size, area->address);
        speed = (volatile uint32_t *)(uintptr_t)area->address;
        *speed = 120;
        bh_printf("%u\n", *speed);
    }
    if (bh_shared_find("tracks") == NULL)
        bh_puts("no area \"tracks\"");
}

/*
 * Example of bh_shared_info, bh_shared_is_writable: lists the areas that this
 *     partition has.
 * Prints:
 *     track: read and write
 *     map: read
 */
static void example_bh_shared_info(void)
{
    const struct bh_info_shared *area;

    for (long i = 0; (area = bh_shared_info(i)) != NULL; i++)
        bh_printf("%s: %s\n", area->name,
                  bh_shared_is_writable(area) ? "read and write" : "read");
}

int main(void)
{
    EXAMPLE(bh_shared_find);
    EXAMPLE(bh_shared_info);
    return 0;
}
