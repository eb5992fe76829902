/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the instructions of a program that would trap, and what is to be known
 * of each before it can be replaced.
 */
#include "memory.h"
#include "rewrite/csr.h"
#include "rewrite/flow.h"
#include "rewrite/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lowest privilege that may touch a CSR is in bits 9 and 8 of its number.*/
static bool is_privileged(uint32_t number)
{
    return (number & 0x300) != 0;
}

bool site_would_trap(uint32_t bits)
{
    if (csr_is_access(bits))
        return is_privileged(csr_number(bits));
    return bits == INSTRUCTION_MRET || bits == INSTRUCTION_WFI;
}

size_t sites_index(const struct rewriting *rewriting, uint64_t address)
{
    size_t low = 0, high = rewriting->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (rewriting->sites[middle].address == address)
            return middle;
        if (rewriting->sites[middle].address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return rewriting->count;
}

static void add_site(struct rewriting *rewriting, size_t *room,
                     uint64_t address, uint32_t bits)
{
    if (rewriting->count == *room) {
        *room = *room ? 2 * *room : 256;
        rewriting->sites =
            memory_resize(rewriting->sites, *room, sizeof(*rewriting->sites));
    }
    rewriting->sites[rewriting->count++] =
        (struct model_site){address, bits, bits, NULL, NULL};
}

/* The sites of one function, reached or not. */
static void scan_function(struct rewriting *rewriting, size_t *room,
                          const struct function *function)
{
    const struct code *code = &rewriting->code;
    struct instruction it;
    uint64_t at = function->start;

    while (at < function->end) {
        bool reached = code_is_reached(code, at);

        if ((!reached && !function->has_size) ||
            !code_instruction(code->program, at, function->end, &it)) {
            at += 2;
            continue;
        }
        if (it.length == 4 && site_would_trap(it.bits))
            add_site(rewriting, room, at, it.bits);
        /* What overlaps with a reached one may be reached itself. */
        at += it.length == 4 && !code_is_reached(code, at + 2) ? 4 : 2;
    }
}

static int compare_sites(const void *a, const void *b)
{
    const struct model_site *x = a, *y = b;

    return (x->address > y->address) - (x->address < y->address);
}

void sites_find(struct rewriting *rewriting)
{
    struct model_partition *partition = rewriting->partition;
    size_t room = 0, found;

    for (size_t i = 0; i < rewriting->code.function_count; i++)
        scan_function(rewriting, &room, &rewriting->code.functions[i]);
    found = rewriting->count;
    for (size_t i = 0; i < partition->site_count; i++) {
        struct rewriting before = *rewriting;
        uint64_t address = partition->sites[i].address;

        before.count = found;
        if (sites_index(&before, address) == found)
            add_site(rewriting, &room, address, partition->sites[i].original);
    }
    if (rewriting->count > 0)
        qsort(rewriting->sites, rewriting->count, sizeof(*rewriting->sites),
              compare_sites);
}

/* Whether the list of what trapped in a run has it: then it is code. */
static bool is_recorded(const struct rewriting *rewriting, uint64_t address)
{
    const struct model_partition *partition = rewriting->partition;
    const struct model_site key = {.address = address};

    return partition->site_count > 0 &&
           bsearch(&key, partition->sites, partition->site_count, sizeof(key),
                   compare_sites);
}

static const char *doubt(const struct rewriting *rewriting, uint64_t address)
{
    uint64_t size;

    if (!code_bytes(rewriting->code.program, address, &size))
        return "recorded outside of the program";
    if (is_recorded(rewriting, address))
        return NULL;
    if (code_is_doubtful(&rewriting->code, address))
        return "overlaps another instruction";
    if (!code_is_reached(&rewriting->code, address))
        return "not reached: it may be data";
    return NULL;
}

static void name_site(struct model_site *site, const struct function *function)
{
    unsigned long long offset;
    size_t room;

    if (!function)
        return;
    offset = (unsigned long long)(site->address - function->start);
    room = strlen(function->name) + 24;
    site->function = memory_allocate(1, room);
    snprintf(site->function, room, "%s+0x%llx", function->name, offset);
}

static bool is_mstatus_read(uint32_t bits)
{
    return csr_is_access(bits) && csr_number(bits) == CSR_MSTATUS &&
           csr_destination(bits) != 0;
}

static void judge_site(struct rewriting *rewriting, size_t index)
{
    const struct elf_program *program = rewriting->code.program;
    struct model_site *site = &rewriting->sites[index];
    struct site_facts *facts = &rewriting->facts[index];
    struct instruction it;

    facts->function = code_function(&rewriting->code, site->address);
    facts->doubt = doubt(rewriting, site->address);
    name_site(site, facts->function);
    if (facts->doubt ||
        !code_instruction(program, site->address, UINT64_MAX, &it))
        return;
    if (is_mstatus_read(site->original))
        facts->misuse =
            flow_uses_flag_only(&rewriting->code, &it, facts->function);
    if (csr_is_access(it.bits) && csr_number(it.bits) == CSR_MEPC)
        facts->leads_to_mret =
            flow_leads_to_mret(&rewriting->code, &it, facts->function);
}

/* Marks the sites of functions that handle exceptions: they end with mret. */
static void judge_handlers(struct rewriting *rewriting)
{
    for (size_t i = 0; i < rewriting->count; i++) {
        const struct function *function = rewriting->facts[i].function;

        if (rewriting->sites[i].original != INSTRUCTION_MRET || !function ||
            rewriting->facts[i].handles)
            continue;
        for (size_t j = i; j > 0; j--) {
            if (rewriting->facts[j - 1].function != function)
                break;
            rewriting->facts[j - 1].handles = true;
        }
        for (size_t j = i; j < rewriting->count; j++) {
            if (rewriting->facts[j].function != function)
                break;
            rewriting->facts[j].handles = true;
        }
    }
}

static bool is_flag(const void *context, uint64_t address)
{
    const struct rewriting *rewriting = context;
    size_t index = sites_index(rewriting, address);

    return index < rewriting->count && !rewriting->facts[index].doubt &&
           !rewriting->facts[index].misuse &&
           is_mstatus_read(rewriting->sites[index].original);
}

static void take(void *context, uint64_t address, uint8_t value)
{
    struct rewriting *rewriting = context;
    size_t index = sites_index(rewriting, address);

    if (index < rewriting->count)
        rewriting->facts[index].operand |= value;
}

void sites_judge(struct rewriting *rewriting)
{
    struct values values = {.code = &rewriting->code,
                            .is_flag = is_flag,
                            .take = take,
                            .context = rewriting};

    rewriting->facts =
        memory_allocate(rewriting->count, sizeof(*rewriting->facts));
    if (rewriting->count > 0)
        flow_find_arguments(&rewriting->code);
    for (size_t i = 0; i < rewriting->count; i++)
        judge_site(rewriting, i);
    judge_handlers(rewriting);
    forms_prepare(rewriting);
    if (rewriting->count > 0)
        flow_find_values(&values);
}
