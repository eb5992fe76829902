/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program for a board that knows of Bulkhead all the same: it has string
 * functions and a way to mask interrupts of its own, and links what of
 * libbulkhead it lacks.
 */
#include "guest/bare/bare.h"

#include <bulkhead/lib.h>

BH_REQUIRE_SAMPLING_PORT("speed", BH_PORT_DESTINATION, 8);

void *memset(void *to, int value, size_t size)
{
    for (volatile char *at = to; size > 0; size--)
        *at++ = (char)value;
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    volatile char *at = to;

    for (const char *byte = from; size > 0; size--)
        *at++ = *byte++;
    return to;
}

int memcmp(const void *left, const void *right, size_t size)
{
    const unsigned char *a = left;
    const unsigned char *b = right;

    for (; size > 0; size--, a++, b++) {
        if (*a != *b)
            return *a - *b;
    }
    return 0;
}

int strcmp(const char *left, const char *right)
{
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return (unsigned char)*left - (unsigned char)*right;
}

size_t strlen(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0')
        length++;
    return length;
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)cause;
    (void)frame;
    bare_exit(1);
}

int main(void)
{
    const uint64_t level = bare_disable();
    uint64_t speed = 0;
    long length;

    /* One lock for both: this must not switch on what is off. */
    bare_enable(BARE_MIE);
    length = bh_sampling_read_by_name("speed", &speed, sizeof(speed), NULL);
    bh_printf("%s: read %ld, %lu\n", bh_info_page()->name, length, speed);
    bare_disable();
    bh_puts("with interrupts off");
    if (bare_disable() != 0)
        bh_puts("THEY ARE ON");
    bare_enable(level);
    return 0;
}
