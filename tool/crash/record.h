/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's crash record, struct bh_panic_record, as it lies in memory: in
 * that of a machine, in a dump of it, or in a file of its own.
 */
#ifndef TOOL_CRASH_RECORD_H
#define TOOL_CRASH_RECORD_H

#include <bulkhead/health.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Finds the first whole record in the `size` bytes at `data`, 8-byte aligned,
 * which may be anything, and sets `*offset` to where it begins. Returns NULL,
 * or why there is none, in words. The reason of what is found is text.
 */
const char *crash_find(const void *data, size_t size, size_t *offset);

/* Whether a terminal can show `text`, and it ends within `room` bytes. */
bool crash_is_text(const char *text, size_t room);

#endif
