/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of the blob's judgement share.
 */
#ifndef TOOL_IMAGE_CHECK_H
#define TOOL_IMAGE_CHECK_H

#include <bulkhead/config.h>
#include <stdbool.h>
#include <stdint.h>

#define PAGE_MASK ((uint64_t)BH_PAGE_SIZE - 1)
#define WORD_MASK ((uint64_t)7)

/* [start, start + size), which ends by 2^64. */
struct span {
    uint64_t start;
    uint64_t size;
};

static inline bool span_holds(struct span span, uint64_t start, uint64_t size)
{
    return start >= span.start && size <= span.size &&
           start - span.start <= span.size - size;
}

/*
 * Pages of a device of the board: the one kind of region in front of the RAM,
 * but for the page of mtime.
 */
static inline bool is_assigned(const struct bh_config *config,
                               const struct bh_config_region *region)
{
    return region->access == 0 && region->physical < config->ram_start &&
           region->physical != config->time_page;
}

/* Memory that other partitions have, too. */
static inline bool is_shared(const struct bh_config_region *region)
{
    return (region->access & BH_ACCESS_SHARED) != 0;
}

/* Says whether a name is text that a terminal can show, and ends. */
bool check_name(const char name[BH_NAME_SIZE]);

/*
 * Says whether `count` entries from `first` on are in a table of `size`, and
 * begin at `*next`, where those before them ended; sets it to their end.
 */
bool check_range(uint32_t first, uint32_t count, uint64_t *next, uint32_t size);

/* What is wrong with the partitions, their header and tables being right. */
const char *check_partitions(const struct bh_config *config);

/*
 * What is wrong with the memory that partitions share, all regions having been
 * judged by themselves.
 */
const char *check_areas(const struct bh_config *config);

/* What is wrong with the information pages, all else being right. */
const char *check_infos(const struct bh_config *config);

#endif
