/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A walk under way: the leaves it has reached, and how they are judged.
 */
#ifndef TOOL_WALK_INTERNAL_H
#define TOOL_WALK_INTERNAL_H

#include "walk/walk.h"

/* The checks; see walk.h. */
enum walk_check {
    WALK_SATP,
    WALK_ENTRY,
    WALK_KERNEL,
    WALK_DEVICE,
    WALK_REGION,
    WALK_PAGE,
    WALK_SHARED,
    WALK_CHECKS
};

/* A page, 4 KiB to 1 GiB, that a partition reaches. */
struct walk_leaf {
    uint64_t address;
    uint64_t physical;
    uint64_t size;
    uint32_t access; /* BH_ACCESS_..., which are the hardware's bits */
    uint32_t partition;
};

struct walk {
    const struct bh_config *config;
    walk_report *report;
    void *context;
    uint32_t partition; /* being walked */
    size_t visits;      /* of tables */
    struct walk_leaf *leaves;
    size_t leaf_count;
    size_t leaf_room;
    size_t findings[WALK_CHECKS];
};

/* Adds a finding about the partition being walked. */
void walk_add(struct walk *walk, enum walk_check check, uint64_t address,
              uint64_t physical, const char *text);

/* Judges the partition's leaves, which begin at `first`, by themselves. */
void judge_leaves(struct walk *walk,
                  const struct bh_config_partition *partition, size_t first);

/*
 * Judges the leaves that are left without the flag page, from `masked` on, by
 * those with it, from `first` on.
 */
void judge_masked(struct walk *walk,
                  const struct bh_config_partition *partition, size_t first,
                  size_t masked);

/* Judges the leaves of all partitions against each other. Sorts them. */
void judge_sharing(struct walk *walk);

#endif
