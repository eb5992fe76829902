/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The independent walk: reads a finished blob's page tables as the hardware
 * will, and holds what it finds against what was declared. It shares no code
 * with what writes page tables, and knows nothing of how that works.
 */
#ifndef TOOL_WALK_WALK_H
#define TOOL_WALK_WALK_H

#include <bulkhead/config.h>
#include <stddef.h>
#include <stdint.h>

/* What a walk found wrong. */
struct walk_finding {
    const char *check;  /* "walk-shared" ... */
    uint32_t partition; /* index */
    uint64_t address;   /* guest address */
    uint64_t physical;  /* physical address */
    const char *text;   /* what is wrong there */
};

typedef void walk_report(void *context, const struct walk_finding *finding);

/* No more findings than these are reported of each check. */
#define WALK_FINDINGS_MAX 16

/*
 * Walks the page tables of every partition in the blob, which `blob_error` must
 * have passed. Calls `report` for each finding. Returns how many there were.
 *
 * Checks: [walk-satp] the root is no Sv39 table of the blob, or shares its
 * address space identifier; [walk-entry] an entry that hardware reads otherwise
 * or faults on; [walk-kernel] and [walk-device] what no guest may reach, or not
 * this one;
 * [walk-region] memory that is mapped otherwise than listed; [walk-page] the
 * state or information page with other rights than it must have; [walk-shared]
 * memory that two partitions reach, unless both declare that they share it.
 */
size_t walk_blob(const uint8_t *blob, walk_report *report, void *context);

#endif
