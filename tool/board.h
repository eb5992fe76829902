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

#endif
