/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console input: whole lines, waited for from slot to slot.
 */
#include <bulkhead/console.h>
#include <bulkhead/hypercall.h>

long bh_read_line(char *text, size_t size)
{
    /* Kept between calls: a newline may be due that the last line left. */
    static bool skip;
    struct bh_line line;
    char character = '\0';

    if (size == 0)
        return BH_E_SIZE;
    bh_line_begin(&line, text, size);
    line.skip = skip;
    while (!line.done) {
        const struct bh_ret ret = bh_console_read(&character, 1);

        if (ret.error != BH_OK)
            return ret.error;
        if (ret.value == 0) {
            bh_flush();
            bh_partition_yield();
            continue;
        }
        bh_print(bh_line_type(&line, character));
    }
    skip = line.skip;
    return (long)line.length;
}
