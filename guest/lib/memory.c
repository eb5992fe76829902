/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The functions of <string.h> that a freestanding compiler takes for granted,
 * and two that programs do. Memory is moved eight bytes at a time where both
 * ends are aligned alike. The empty asm in each loop keeps the compiler from
 * seeing a memcpy in memcpy and calling it.
 */
#include <bulkhead/text.h>
#include <stdint.h>

/* A word that may overlay objects of any type. */
typedef uint64_t __attribute__((may_alias)) any_word;

#define WORD sizeof(any_word)
#define KEEP_LOOP(pointer) __asm__("" : "+r"(pointer))

/* Whether two pointers can be advanced to word boundaries together. */
static int aligned_alike(const void *left, const void *right)
{
    return (((uintptr_t)left ^ (uintptr_t)right) % WORD) == 0;
}

/* Copies from the first byte to the last. */
static void copy_up(unsigned char *to, const unsigned char *from, size_t size)
{
    if (aligned_alike(to, from)) {
        for (; size > 0 && (uintptr_t)to % WORD != 0; size--)
            *to++ = *from++;
        for (; size >= WORD; size -= WORD) {
            *(any_word *)(void *)to = *(const any_word *)(const void *)from;
            to += WORD;
            from += WORD;
            KEEP_LOOP(to);
        }
    }
    for (; size > 0; size--) {
        *to++ = *from++;
        KEEP_LOOP(to);
    }
}

void *memcpy(void *to, const void *from, size_t size)
{
    copy_up(to, from, size);
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    unsigned char *last = to;
    const unsigned char *source = from;

    if ((uintptr_t)to <= (uintptr_t)from ||
        (uintptr_t)to - (uintptr_t)from >= size) {
        copy_up(to, from, size);
        return to;
    }
    while (size > 0) {
        size--;
        last[size] = source[size];
        KEEP_LOOP(last);
    }
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    unsigned char *next = to;
    const unsigned char value = (unsigned char)byte;
    const uint64_t word = value * UINT64_C(0x0101010101010101);

    for (; size > 0 && (uintptr_t)next % WORD != 0; size--)
        *next++ = value;
    for (; size >= WORD; size -= WORD) {
        *(any_word *)(void *)next = word;
        next += WORD;
        KEEP_LOOP(next);
    }
    for (; size > 0; size--) {
        *next++ = value;
        KEEP_LOOP(next);
    }
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

size_t strlen(const char *text)
{
    const char *end = text;

    while (*end != '\0') {
        end++;
        KEEP_LOOP(end);
    }
    return (size_t)(end - text);
}

int strcmp(const char *left, const char *right)
{
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return (unsigned char)*left - (unsigned char)*right;
}
