/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rewrites programs: see rewrite.h. The bytes are changed in the model, before
 * anything is laid out, so that all that follows sees one program.
 */
#include "rewrite/rewrite.h"

#include "rewrite/internal.h"

#include <stdlib.h>

static void put_instruction(const struct elf_program *program, uint64_t address,
                            uint32_t bits)
{
    uint64_t size;
    uint8_t *bytes = code_bytes(program, address, &size);

    for (size_t i = 0; i < sizeof(bits); i++)
        bytes[i] = (uint8_t)(bits >> 8 * i);
}

/* Puts the replacements in place, and the list of sites into the partition. */
static void apply(struct rewriting *rewriting)
{
    struct model_partition *partition = rewriting->partition;

    for (size_t i = 0; i < rewriting->count; i++) {
        const struct model_site *site = &rewriting->sites[i];

        if (site->why)
            continue;
        put_instruction(&partition->program, site->address, site->replacement);
        partition->flag_page |= form_needs_flag_page(site->replacement);
    }
    free(partition->sites);
    partition->sites = rewriting->sites;
    partition->site_count = rewriting->count;
}

static void rewrite_program(struct model_partition *partition)
{
    struct rewriting rewriting = {.partition = partition};

    code_find(&partition->program, &rewriting.code);
    sites_find(&rewriting);
    sites_judge(&rewriting);
    for (size_t i = 0; i < rewriting.count; i++)
        form_choose(&rewriting, i);
    apply(&rewriting);
    free(rewriting.facts);
    code_free(&rewriting.code);
}

void rewrite_system(struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];

        if (partition->rewrite)
            rewrite_program(partition);
    }
}

struct rewrite_record rewrite_record_of(const struct model_partition *partition)
{
    return (struct rewrite_record){
        .partition = partition->name,
        .is_allowed = partition->rewrite,
        .has_symbols = partition->program.symbol_count > 0,
        .sites = partition->sites,
        .site_count = partition->site_count,
    };
}
