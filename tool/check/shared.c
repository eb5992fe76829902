/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shared memory: its parties exist, and each sees it where it has nothing else.
 * Where nobody has said where, it is behind whatever the partitions have, at
 * the same address for all of them: then what is in it can hold pointers.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "layout/layout.h"
#include "read/read.h"

#include <string.h>

/* For messages. */
#define HEX(value) ((unsigned long long)(value))

/* The first address that is chosen, if nobody has anything behind it. */
#define CHOSEN_FIRST ((uint64_t)1 << 36)

/* Memory that is as large lies where a large page can be used. */
#define LARGE_PAGE ((uint64_t)2 << 20)

static bool is_sound(const struct model_shared *shared)
{
    return shared->size != 0 && shared->size % BH_PAGE_SIZE == 0 &&
           shared->size <= ADDRESS_END;
}

static void check_size(const struct model_shared *shared)
{
    if (shared->size != READ_REFUSED && !is_sound(shared))
        diag_error(&shared->position, "shared-size",
                   "shared memory '%s': its size is not a number of pages of "
                   "%d bytes above 0, or is more than any partition can see",
                   shared->name, BH_PAGE_SIZE);
}

static void find_partitions(const struct model *model,
                            struct model_shared *shared)
{
    char text[DIAG_PLACE_TEXT];

    for (size_t i = 0; i < shared->party_count; i++) {
        struct model_party *party = &shared->parties[i];
        size_t j = 0;

        party->partition = check_find_partition(model, party->partition_name);
        if (party->partition == CHECK_NOT_FOUND) {
            diag_error(&party->position, "shared-partition",
                       "shared memory '%s': there is no partition '%s'",
                       shared->name, party->partition_name);
            continue;
        }
        while (shared->parties[j].partition != party->partition)
            j++;
        if (j == i)
            continue;
        diag_error(
            &party->position, "shared-twice",
            "shared memory '%s': partition '%s' is party to it already "
            "on %s",
            shared->name, party->partition_name,
            diag_place(text, &party->position, &shared->parties[j].position));
        party->partition = CHECK_NOT_FOUND; /* no name leads to this one */
    }
}

static void check_count(const struct model *model, size_t index)
{
    const struct model_partition *partition = &model->partitions[index];
    size_t count = 0;

    for (size_t i = 0; i < model->shared_count; i++)
        count += layout_party(&model->shared[i], index) != NULL;
    if (count > BH_SHARED_MAX)
        diag_error(&partition->position, "shared-count",
                   "partition '%s': it has %zu areas of shared memory; there "
                   "can be %d",
                   partition->name, count, BH_SHARED_MAX);
    else if (count + partition->port_count > BH_PORTS_MAX)
        diag_error(&partition->position, "shared-count",
                   "partition '%s': it has %zu ports and %zu areas of shared "
                   "memory; together there can be %d",
                   partition->name, partition->port_count, count, BH_PORTS_MAX);
}

/* Whether it is said where this party sees the area, and that can be. */
static bool is_placed(const struct model_shared *shared,
                      const struct model_party *party)
{
    return party->address_said && party->address != READ_REFUSED &&
           party->partition != CHECK_NOT_FOUND && is_sound(shared);
}

/* The area of an earlier line that the partition sees there, too, or NULL. */
static const struct model_shared *find_other(const struct model *model,
                                             const struct model_shared *shared,
                                             const struct model_party *party)
{
    for (const struct model_shared *other = model->shared; other != shared;
         other++) {
        const struct model_party *at = layout_party(other, party->partition);

        if (at && is_placed(other, at) &&
            check_meets(party->address, shared->size, at->address, other->size))
            return other;
    }
    return NULL;
}

static void check_address(const struct model *model,
                          const struct model_shared *shared,
                          const struct model_party *party)
{
    const struct model_partition *partition =
        &model->partitions[party->partition];
    const struct model_shared *other = find_other(model, shared, party);
    uint64_t at = party->address;

    if (at % BH_PAGE_SIZE != 0 || at == 0 || at > ADDRESS_END - shared->size)
        diag_error(&party->position, "shared-address",
                   "shared memory '%s': at 0x%llx it would not begin at a page "
                   "of partition '%s', or not lie between 0x%x and 0x%llx, "
                   "where a guest has its addresses",
                   shared->name, HEX(at), partition->name, BH_PAGE_SIZE,
                   HEX(ADDRESS_END));
    else if (check_is_taken(partition, at, shared->size,
                            partition->assigned + partition->assigned_count))
        diag_error(&party->position, "shared-overlap",
                   "shared memory '%s': where partition '%s' is to see it, at "
                   "0x%llx, it has memory or a device",
                   shared->name, partition->name, HEX(at));
    else if (other)
        diag_error(&party->position, "shared-overlap",
                   "shared memory '%s': where partition '%s' is to see it, at "
                   "0x%llx, it sees '%s'",
                   shared->name, partition->name, HEX(at), other->name);
}

/* Where everything ends that partitions have by the words of the file. */
static uint64_t find_end(const struct model *model)
{
    uint64_t end = CHOSEN_FIRST;

    for (size_t i = 0; i < model->partition_count; i++) {
        const struct model_partition *partition = &model->partitions[i];

        if (check_memory_is_sound(partition) &&
            partition->memory_address + partition->memory_size > end)
            end = partition->memory_address + partition->memory_size;
        for (size_t j = 0; j < partition->assigned_count; j++) {
            const struct model_assigned *assigned = &partition->assigned[j];

            if (assigned->is_found && assigned->address < ADDRESS_END &&
                assigned->address + assigned->size > end)
                end = assigned->address + assigned->size;
        }
    }
    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_shared *shared = &model->shared[i];

        for (size_t j = 0; j < shared->party_count; j++) {
            const struct model_party *party = &shared->parties[j];

            if (is_placed(shared, party) && party->address < ADDRESS_END &&
                party->address + shared->size > end)
                end = party->address + shared->size;
        }
    }
    return end;
}

/* Puts the area at `at` for each party that has not said where it sees it. */
static bool choose(struct model_shared *shared, uint64_t at)
{
    bool chosen = false;

    for (size_t i = 0; i < shared->party_count; i++) {
        struct model_party *party = &shared->parties[i];

        if (party->address_said)
            continue;
        if (!chosen && at > ADDRESS_END - shared->size)
            diag_error(&party->position, "shared-address",
                       "shared memory '%s': behind what the partitions have, "
                       "which ends at 0x%llx, no addresses are left for it",
                       shared->name, HEX(at));
        party->address = at;
        chosen = true;
    }
    return chosen;
}

/* A page is left between two areas: who runs out of one is not in another. */
static void choose_all(struct model *model)
{
    uint64_t at = layout_round_up(find_end(model), BH_PAGE_SIZE);

    for (size_t i = 0; i < model->shared_count; i++) {
        struct model_shared *shared = &model->shared[i];
        uint64_t unit = shared->size < LARGE_PAGE ? BH_PAGE_SIZE : LARGE_PAGE;

        if (is_sound(shared) && choose(shared, layout_round_up(at, unit)))
            at = layout_round_up(at, unit) + shared->size + BH_PAGE_SIZE;
    }
}

void check_shared(struct model *model)
{
    for (size_t i = 0; i < model->shared_count; i++) {
        check_size(&model->shared[i]);
        find_partitions(model, &model->shared[i]);
    }
    for (size_t i = 0; i < model->partition_count; i++)
        check_count(model, i);
    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_shared *shared = &model->shared[i];

        for (size_t j = 0; j < shared->party_count; j++) {
            if (is_placed(shared, &shared->parties[j]))
                check_address(model, shared, &shared->parties[j]);
        }
    }
    choose_all(model);
}

void check_suspect_shared(const struct model *model)
{
    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_shared *shared = &model->shared[i];
        uint32_t access = 0;

        for (size_t j = 0; j < shared->party_count; j++)
            access |= shared->parties[j].access;
        if (shared->party_count == 1)
            diag_warning(&shared->position, "shared-alone",
                         "shared memory '%s': nobody but partition '%s' has it",
                         shared->name, shared->parties[0].partition_name);
        if (!(access & BH_ACCESS_WRITE))
            diag_warning(&shared->position, "shared-no-writer",
                         "shared memory '%s': nobody can write it; it stays as "
                         "it is at the start, all zeros",
                         shared->name);
    }
}
