/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Layout gives a checked system its addresses: guest memory as regions with
 * rights, physical memory for everything, page tables, and the place of each
 * table inside the blob. All decisions are made here; what writes the image
 * only writes them down.
 */
#ifndef TOOL_LAYOUT_LAYOUT_H
#define TOOL_LAYOUT_LAYOUT_H

#include "model.h"

/* What layout must know of the kernel: see `kernel_read`. */
struct kernel_facts {
    uint64_t start;         /* __kernel_start */
    uint64_t text_end;      /* __text_end */
    uint64_t rodata_end;    /* __rodata_end */
    uint64_t config_start;  /* __config_start: where the blob must lie */
    uint64_t offer_address; /* kernel_offer */
    uint64_t entry;
    uint32_t digest;          /* CRC-32 of [start, rodata_end) */
    struct bh_note_abi offer; /* what stands at kernel_offer */
};

/* Memory to fill at a partition's cold start; becomes a blob segment. */
struct layout_fill {
    uint64_t address;   /* guest address */
    uint64_t size;      /* bytes; a multiple of 8 */
    uint64_t file_size; /* bytes of data; a multiple of 8 */
    uint8_t *data;
    uint64_t physical;    /* set when physical memory is given */
    uint64_t file_offset; /* in the blob */
};

struct layout_partition {
    struct layout_fill *fills;
    size_t fill_count;
};

/* Page tables, a page each, as the hardware will walk them. */
struct page_tables {
    uint64_t *entries; /* 512 for each table */
    size_t count;      /* tables */
    uint64_t address;  /* physical, of the first one */
};

struct layout {
    struct kernel_facts kernel;
    struct bh_config header; /* all of it but the CRC */
    struct layout_partition *partitions;
    struct page_tables tables;
};

/*
 * Lays out `model`, which `check_system` has passed, behind `kernel`. Fills in
 * the model's fields that say "set by `layout`", and `layout`.
 *
 * Returns 0, or -1 after reporting each error. Either way `layout_free` frees
 * what `layout` holds.
 */
int layout_system(struct model *model, const struct kernel_facts *kernel,
                  struct layout *layout);
void layout_free(struct layout *layout, size_t partition_count);

/* Copies a checked name, which fits, to zeroed memory. */
static inline void layout_copy_name(char to[BH_NAME_SIZE], const char *name)
{
    for (size_t i = 0; i < BH_NAME_SIZE - 1 && name[i] != '\0'; i++)
        to[i] = name[i];
}

/* The part that partition `index` has in shared memory, or NULL. */
static inline const struct model_party *
layout_party(const struct model_shared *shared, size_t index)
{
    for (size_t i = 0; i < shared->party_count; i++) {
        if (shared->parties[i].partition == index)
            return &shared->parties[i];
    }
    return NULL;
}

/* Returns `value` rounded up to a multiple of `unit`, a power of two. */
static inline uint64_t layout_round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) & ~(unit - 1);
}

static inline uint64_t layout_round_down(uint64_t value, uint64_t unit)
{
    return value & ~(unit - 1);
}

#endif
