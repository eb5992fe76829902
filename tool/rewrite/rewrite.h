/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rewriting: replaces instructions of a machine guest that would trap by loads,
 * stores and atomic operations on its state page and flag page, one for one.
 * doc/rewriting.md has every form, and why it may be replaced.
 */
#ifndef TOOL_REWRITE_REWRITE_H
#define TOOL_REWRITE_REWRITE_H

#include "model.h"

#include <stdio.h>

/*
 * Reads the partition's list of recorded sites, if it names one, into `sites`.
 * The partition's program has been read. Returns 0, or -1 after reporting each
 * error.
 */
int rewrite_read_recorded(struct model_partition *partition);

/*
 * Rewrites the programs of all partitions that allow it: changes their bytes,
 * and sets `sites` and `flag_page`.
 */
void rewrite_system(struct model *model);

/*
 * What was done to one program, and what the program was allowed to: the part
 * of a partition that an image records, too.
 */
struct rewrite_record {
    const char *partition;
    bool is_allowed;
    bool has_symbols;
    const struct model_site *sites;
    size_t site_count;
};

struct rewrite_record
rewrite_record_of(const struct model_partition *partition);

/*
 * What was done to all programs as text, for an image; NULL if there is none
 * that could be rewritten. To be freed.
 */
char *rewrite_write_record(const struct model *model);

/*
 * Reads such text, of `size` bytes, which may be anything, and calls `take`
 * with each record. Returns NULL, or what is wrong with the text, in words.
 */
const char *rewrite_parse_record(
    const char *text, size_t size,
    void (*take)(void *context, const struct rewrite_record *record),
    void *context);

/* Prints a table by form, in 80 columns. */
void rewrite_print_table(FILE *out, const struct rewrite_record *record);

/* Prints each site. */
void rewrite_print_sites(FILE *out, const struct rewrite_record *record);

#endif
