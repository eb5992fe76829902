/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console output: characters gather in one buffer until a line is whole. The
 * kernel prefixes and prints whole lines, so one call a line is what it wants.
 */
#include <bulkhead/console.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/interrupt.h>
#include <bulkhead/manifest.h>
#include <bulkhead/text.h>

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_CONSOLE));

static struct {
    char text[BH_LINE_SIZE];
    size_t used;
} pending; /* touched with interrupts off */

/* Hands text to the kernel; waits in slots to come while it takes none. */
static void write_all(const char *text, size_t size)
{
    while (size > 0) {
        const struct bh_ret ret = bh_console_write(text, size);

        if (ret.error != BH_OK)
            return;
        if (ret.value == 0)
            bh_partition_yield();
        text += ret.value;
        size -= (size_t)ret.value;
    }
}

static void flush_pending(void)
{
    write_all(pending.text, pending.used);
    pending.used = 0;
}

static void put_pending(void *context, char character)
{
    (void)context;
    pending.text[pending.used++] = character;
    if (character == '\n' || pending.used == sizeof(pending.text))
        flush_pending();
}

void bh_print(const char *text)
{
    const bool enabled = bh_interrupt_disable();

    for (; *text != '\0'; text++)
        put_pending(NULL, *text);
    bh_interrupt_restore(enabled);
}

void bh_puts(const char *text)
{
    const bool enabled = bh_interrupt_disable();

    bh_print(text);
    put_pending(NULL, '\n');
    bh_interrupt_restore(enabled);
}

size_t bh_printf(const char *format, ...)
{
    const bool enabled = bh_interrupt_disable();
    va_list args;
    size_t count;

    va_start(args, format);
    count = bh_format_to(put_pending, NULL, format, args);
    va_end(args);
    bh_interrupt_restore(enabled);
    return count;
}

void bh_flush(void)
{
    const bool enabled = bh_interrupt_disable();

    flush_pending();
    bh_interrupt_restore(enabled);
}
