/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds a crash record by what marks it: its first word, and its checksum.
 */
#include "crash/record.h"

#include "kernel/lib/crc32.h"

#include <string.h>

bool crash_is_text(const char *text, size_t room)
{
    for (size_t i = 0; i < room; i++) {
        if (text[i] == '\0')
            return true;
        if (text[i] < ' ' || text[i] > '~')
            return false;
    }
    return false;
}

static const char *damage(const struct bh_panic_record *record)
{
    if (record->crc !=
        crc32_update(0, record, offsetof(struct bh_panic_record, crc)))
        return "has a damaged crash record: its checksum is wrong";
    if (!crash_is_text(record->reason, sizeof(record->reason)))
        return "has a damaged crash record: its reason is no text";
    return NULL;
}

const char *crash_find(const void *data, size_t size, size_t *offset)
{
    const char *error = "has no crash record";
    const uint8_t *bytes = data;

    for (size_t at = 0; at + sizeof(uint64_t) <= size; at += sizeof(uint64_t)) {
        const struct bh_panic_record *record = (const void *)(bytes + at);

        if (record->magic != BH_PANIC_MAGIC)
            continue;
        if (size - at < sizeof(*record))
            return "has a crash record that is cut off";
        error = damage(record);
        *offset = at;
        if (!error)
            return NULL;
    }
    return error;
}
