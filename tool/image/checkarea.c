/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judges the memory that partitions share: an area is the same to each of them,
 * and no start of a partition fills any of it.
 */
#include "image/blob.h"
#include "image/check.h"

static bool meets(const struct bh_config_region *region, uint64_t start,
                  uint64_t size)
{
    return region->physical - start < size ||
           start - region->physical < region->size;
}

/* Whether both are the same area, or have nothing in common. */
static bool agree(const struct bh_config_region *region,
                  const struct bh_config_region *other)
{
    return !is_shared(other) ||
           (region->physical == other->physical &&
            region->size == other->size) ||
           !meets(region, other->physical, other->size);
}

static const char *area_error(const struct bh_config *config,
                              const struct bh_config_region *region)
{
    const struct bh_config_region *other = blob_table(config, config->regions);
    const struct bh_config_segment *segment =
        blob_table(config, config->segments);

    for (uint32_t i = 0; i < config->regions.count; i++) {
        if (!agree(region, &other[i]))
            return "two areas of shared memory overlap";
    }
    for (uint32_t i = 0; i < config->segments.count; i++) {
        if (meets(region, segment[i].physical, segment[i].size))
            return "a segment fills shared memory";
    }
    return NULL;
}

const char *check_areas(const struct bh_config *config)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    const char *error = NULL;

    for (uint32_t i = 0; i < config->regions.count && !error; i++) {
        if (is_shared(&region[i]))
            error = area_error(config, &region[i]);
    }
    return error;
}
