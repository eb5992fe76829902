/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boards that the tool knows, by the name that a system file gives them.
 */
#ifndef TOOL_BOARD_H
#define TOOL_BOARD_H

#include "model.h"

/* The board called `name`, or NULL. */
const struct board *board_find(const char *name);

/* The board at `index`, or NULL past the last one: to list them. */
const struct board *board_at(size_t index);

/* The board whose RAM starts there, or NULL. */
const struct board *board_with_ram(uint64_t ram_start);

/* The device of a board that is called `name`, or NULL. */
const struct board_device *board_find_device(const struct board *board,
                                             const char *name);

/* Whether a device has a page among those of [start, start + size). */
bool board_device_meets(const struct board_device *device, uint64_t start,
                        uint64_t size);

#endif
