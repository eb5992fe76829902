/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of what `inspect` prints. All of them read a blob that `blob_error`
 * has passed, keep to 80 columns, and print the same for the same blob.
 */
#ifndef TOOL_INSPECT_PRINT_H
#define TOOL_INSPECT_PRINT_H

#include "image/blob.h"

#include <bulkhead/info.h>
#include <stdio.h>

void print_trace(FILE *out, const struct bh_config *config);
void print_memory(FILE *out, const struct bh_config *config);
void print_pmp(FILE *out, const struct bh_config *config);
void print_partition(FILE *out, const struct bh_config *config, uint32_t index);
void print_health(FILE *out, const struct bh_config *config,
                  const struct bh_config_partition *partition);
void print_channels(FILE *out, const struct bh_config *config);
void print_plan(FILE *out, const struct bh_config *config, uint32_t index);

/* The partition at `index`, which must be one. */
const struct bh_config_partition *
print_partition_at(const struct bh_config *config, uint32_t index);

/* What the region is, "state page" for one, or NULL if it is RAM. */
const char *print_region_name(const struct bh_config *config,
                              const struct bh_config_partition *partition,
                              const struct bh_config_region *region);

/* A device of the board among these pages, or one that masters; or NULL. */
const struct board_device *print_device(const struct bh_config *config,
                                        const struct bh_config_region *region,
                                        bool masters);

/* "rwx", with '-' for each right that is missing. */
const char *print_access_text(uint32_t access);

#define TIME_TEXT 40

/* Writes a time in the largest unit that it fills: "2.5 ms". Returns `text`. */
const char *print_time_text(char text[TIME_TEXT],
                            const struct bh_config *config, uint64_t ticks);

#endif
