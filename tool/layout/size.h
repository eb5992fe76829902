/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The blob's own layout, and sizes as people read them.
 */
#ifndef TOOL_LAYOUT_SIZE_H
#define TOOL_LAYOUT_SIZE_H

#include "layout/layout.h"

#define SIZE_TEXT 32

/* Writes `size` with the largest unit that keeps it whole; returns `text`. */
const char *size_text(char text[SIZE_TEXT], uint64_t size);

/*
 * Sets each table's place in `layout->header`, each fill's place in the blob,
 * the blob's size, and the private area with every channel's buffer, for a blob
 * with `table_count` page tables.
 */
void size_blob(struct model *model, struct layout *layout, size_t table_count);

/* Slots of `plan` in the blob, idle ones included. */
size_t size_slots(const struct model_plan *plan);

/* Whether the partition at `end` is told when `used` is. */
bool size_is_told(const struct model_port *end, const struct model_port *used);

/* How many are told when `used` is. */
size_t size_notices(const struct model *model, const struct model_port *used);

/* Bytes of a trace's ring. */
uint64_t size_trace(uint32_t records);

/* Bytes from one message of `channel` to the next in its buffer. */
uint64_t size_stride(const struct model_channel *channel);

#endif
