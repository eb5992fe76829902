/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a system file to the model of the system: XML, schema, and the exact
 * values of sizes and times.
 */
#ifndef TOOL_READ_READ_H
#define TOOL_READ_READ_H

#include "model.h"

/*
 * Stands in the model for a size or a time that was refused, and reported, so
 * that what depends on it is not reported, too. No size or time has it.
 */
#define READ_REFUSED UINT64_MAX

/*
 * Reads the system file at `path` into `model`, which need not be initialised.
 * `path` must live as long as the model: positions point to it.
 *
 * Returns 0 if there is a model for `check_system`, which fails if a value in
 * it was refused here; or -1 after reporting each error. Either way
 * `model_free` frees what `model` holds.
 */
int read_system(const char *path, struct model *model);

/*
 * The same for `size` bytes of `text`, with the schema at `schema`, or with the
 * one that belongs to this program if that is NULL.
 */
int read_text(const char *path, const char *text, size_t size,
              const char *schema, struct model *model);

/*
 * How many ticks of the times in a model make a second: the board's, or those
 * of a nanosecond if the board is not known.
 */
uint64_t read_frequency(const struct board *board);

/*
 * The words for what a trace can record, in order: each with the kinds that it
 * stands for, bit 1 << BH_TRACE_...; NULL behind the last one.
 */
const char *read_trace_event(size_t index, uint32_t *kinds);

/* The words for an action at a plan's start, by its number. */
const char *read_plan_action_name(size_t action);

/* Word of right 1 << `bit`, or NULL if there is none. */
const char *read_right_name(size_t bit);

/*
 * The words for an event, by its number, for an action, whatever its plan, or
 * NULL if there is none such, and for a platform.
 */
const char *read_event_name(size_t event);
const char *read_action_name(uint8_t action);

/* The word for a kind of port, BH_PORT_.... */
const char *read_kind_name(uint8_t kind);
const char *read_platform_name(enum model_platform platform);

void model_free(struct model *model);

#endif
