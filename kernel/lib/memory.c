/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memcpy and its kin. Messages and images are 8-byte aligned as a rule: those
 * go by words. A misaligned word access may trap on real cores, and a trap in
 * the kernel is a panic: everything else goes by bytes.
 */
#include "kernel/lib/memory.h"
#include <stdint.h>

/* A word that may alias any object, as memcpy's accesses do. */
typedef uint64_t __attribute__((may_alias)) word;

#define WORD sizeof(word)

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    word *words_out = to;
    const word *words_in = from;
    uint8_t *out;
    const uint8_t *in;

    if ((((uintptr_t)to | (uintptr_t)from) & (WORD - 1)) == 0) {
        const word *end = words_in + size / (4 * WORD) * 4;

        for (; words_in != end; words_in += 4, words_out += 4) {
            word a = words_in[0], b = words_in[1];
            word c = words_in[2], d = words_in[3];

            words_out[0] = a;
            words_out[1] = b;
            words_out[2] = c;
            words_out[3] = d;
        }
        size %= 4 * WORD;
        if (size == 0)
            return to;
        for (; size >= WORD; size -= WORD)
            *words_out++ = *words_in++;
    }
    out = (uint8_t *)words_out;
    in = (const uint8_t *)words_in;
    for (; size >= 4; size -= 4, in += 4, out += 4) {
        uint8_t a = in[0], b = in[1], c = in[2], d = in[3];

        out[0] = a;
        out[1] = b;
        out[2] = c;
        out[3] = d;
    }
    while (size-- > 0)
        *out++ = *in++;
    return to;
}

void *memset(void *to, int value, size_t size)
{
    uint8_t *out = to;

    if (((uintptr_t)out & (WORD - 1)) == 0) {
        word pattern = (uint8_t)value * UINT64_C(0x0101010101010101);
        word *words = (word *)to;

        for (; size >= 8 * WORD; size -= 8 * WORD) {
            for (int i = 0; i < 8; i++)
                words[i] = pattern;
            words += 8;
        }
        for (; size >= WORD; size -= WORD)
            *words++ = pattern;
        out = (uint8_t *)words;
    }
    while (size-- > 0)
        *out++ = (uint8_t)value;
    return to;
}

size_t text_length(const char *text, size_t size)
{
    size_t length = 0;

    while (length < size && text[length] != '\0')
        length++;
    return length;
}
