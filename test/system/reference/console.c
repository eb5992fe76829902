/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: the console, which has the input in this system.
 */
#include "example.h"

/*
 * Example of bh_console_write: all of a text, however little the console takes
 *     at a time.
 * Prints:
 *     a text without the library
 */
static void example_bh_console_write(void)
{
    const char *text = "a text without the library\n";
    size_t size = strlen(text);

    while (size > 0) {
        struct bh_ret ret = bh_console_write(text, size);

        if (ret.error != BH_OK)
            return;
        if (ret.value == 0)
            bh_partition_yield();
        text += ret.value;
        size -= (size_t)ret.value;
    }
}

/*
 * Example of bh_console_read: waits for a key. Somebody presses x.
 * Prints:
 *     press a key
 *     it was x
 */
static void example_bh_console_read(void)
{
    struct bh_ret ret;
    char key;

    bh_puts("press a key");
    do {
        bh_partition_yield();
        ret = bh_console_read(&key, 1);
    } while (ret.error == BH_OK && ret.value == 0);
    if (ret.error == BH_OK)
        bh_printf("it was %c\n", key);
}

/*
 * Example of bh_puts: a line.
 * Prints:
 *     a line
 */
static void example_bh_puts(void)
{
    bh_puts("a line");
}

/*
 * Example of bh_print: a line in pieces.
 * Prints:
 *     one, two, three
 */
static void example_bh_print(void)
{
    bh_print("one, ");
    bh_print("two, ");
    bh_print("three\n");
}

/*
 * Example of bh_printf: numbers and text.
 * Prints:
 *     valve  7:   -12 mV, open
 */
static void example_bh_printf(void)
{
    int valve = 7;
    long level = -12;

    bh_printf("valve %2d: %5ld mV, %s\n", valve, level, "open");
}

/*
 * Example of bh_flush: half a line leaves the library before the partition
 *     gives up its slot; it is shown once the line is whole.
 * Prints:
 *     working... done
 */
static void example_bh_flush(void)
{
    bh_print("working...");
    bh_flush();
    bh_partition_yield();
    bh_print(" done\n");
}

/*
 * Example of bh_line_begin, bh_line_type: makes a line of characters that come
 *     from somewhere, one of which is a backspace.
 * Prints:
 *     go
 */
static void example_bh_line_begin(void)
{
    const char *typed = "gi\bo\r";
    struct bh_line line;
    char text[16];

    bh_line_begin(&line, text, sizeof(text));
    while (!line.done)
        bh_line_type(&line, *typed++);
    bh_puts(line.text);
}

/*
 * Example of bh_read_line: asks, and waits for the answer. Somebody types Ada.
 * Prints:
 *     name? Ada
 *     3 letters: Ada
 */
static void example_bh_read_line(void)
{
    char name[32];
    long length;

    bh_print("name? ");
    length = bh_read_line(name, sizeof(name));
    if (length > 0)
        bh_printf("%ld letters: %s\n", length, name);
}

int main(void)
{
    EXAMPLE(bh_console_write);
    EXAMPLE(bh_console_read);
    EXAMPLE(bh_puts);
    EXAMPLE(bh_print);
    EXAMPLE(bh_printf);
    EXAMPLE(bh_flush);
    EXAMPLE(bh_line_begin);
    EXAMPLE(bh_read_line);
    return 0;
}
