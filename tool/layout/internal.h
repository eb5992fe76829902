/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The steps of layout, in the order in which they are taken.
 */
#ifndef TOOL_LAYOUT_INTERNAL_H
#define TOOL_LAYOUT_INTERNAL_H

#include "layout/layout.h"

#include <bulkhead/info.h>

/* Where a virtual platform has its device tree, as QEMU virt has its ROM. */
#define DEVICE_TREE_ADDRESS 0x1000u

/* The pages of a virtual platform's CLINT that can be read without a trap. */
#define TIMER_PAGE_ADDRESS 0x2004000u /* mtimecmp */
#define TIME_PAGE_ADDRESS 0x200b000u  /* mtime */

/* A second UART's source at a virtual PLIC: of no device of QEMU virt. */
#define SECOND_UART_SOURCE 9u

/* Gives the partition the devices of its platform. */
void devices_make(struct model_partition *partition);

/* Writes the partition's device tree, if its platform has one. */
int device_tree_make(const struct model *model,
                     struct model_partition *partition);

/* Writes where the partition's RAM is, for its devices, into a copy of it. */
void device_tree_set_physical(const struct model_partition *partition,
                              uint8_t *tree);

/* Makes the regions of partition `index`, without physical addresses. */
int regions_make(struct model *model, size_t index);

/*
 * Writes what never changes of the information page of partition `index`.
 * Returns how many bytes of the page that is.
 */
size_t info_page_make(const struct model *model, size_t index,
                      struct bh_info *info);

/*
 * Writes where the RAM of partition `index` is into what fills its memory:
 * where its devices need to know.
 */
void fills_set_physical(const struct model *model, size_t index,
                        struct layout_partition *out);

/* Lists what fills the memory of partition `index` at a cold start. */
void fills_make(const struct model *model, size_t index,
                struct layout_partition *out);

/*
 * Gives each partition physical memory, page tables included, and with that
 * every address in model and layout its value.
 */
int physical_make(struct model *model, struct layout *layout);

/*
 * Makes the page tables of all partitions, as if the first table lay at
 * `tables->address`, and sets each partition's satp.
 */
void page_tables_make(struct model *model, struct page_tables *tables);

#endif
