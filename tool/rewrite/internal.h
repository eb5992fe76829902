/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of rewriting: sites are found and recorded, forms are chosen, texts
 * are made.
 */
#ifndef TOOL_REWRITE_INTERNAL_H
#define TOOL_REWRITE_INTERNAL_H

#include "rewrite/code.h"
#include "rewrite/rewrite.h"

/* What is known of a site beside what is recorded of it. */
struct site_facts {
    const struct function *function; /* or NULL */
    const char *doubt;               /* why it may be no instruction, or NULL */
    const char *misuse; /* why its result may be more than the flag, or NULL */
    bool handles;       /* its function has an mret */
    bool leads_to_mret; /* nobody reads mepc before */
    uint8_t operand;    /* what of mstatus is set or cleared: VALUE_... */
};

/* A program, its code and its sites, while it is being rewritten. */
struct rewriting {
    struct model_partition *partition;
    struct code code;
    struct model_site *sites; /* sorted by address */
    struct site_facts *facts; /* one for each site */
    size_t count;
    bool keeps_to_flag; /* all it ever reads of mstatus is the flag */
};

/* Says whether an instruction would trap: it belongs in the list of sites. */
bool site_would_trap(uint32_t bits);

/* Makes the list of sites, with those that were recorded. */
void sites_find(struct rewriting *rewriting);

/* The site at `address`, or `count` if there is none. */
size_t sites_index(const struct rewriting *rewriting, uint64_t address);

/* Finds out the facts of all sites. */
void sites_judge(struct rewriting *rewriting);

/* Finds out what the forms must know of all sites together. */
void forms_prepare(struct rewriting *rewriting);

/* Says whether an instruction is one that uses the flag page. */
bool form_needs_flag_page(uint32_t replacement);

/*
 * Chooses the replacement of the site at `index`, or else says why there is
 * none.
 */
void form_choose(struct rewriting *rewriting, size_t index);

#define FORM_TEXT 48

/*
 * Writes an instruction as an assembler has it; `general` puts "rd" and "rs"
 * for its registers. Returns `text`.
 */
const char *text_instruction(char text[FORM_TEXT], uint32_t bits, bool general);

#endif
