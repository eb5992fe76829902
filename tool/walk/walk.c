/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walks Sv39 page tables (RISC-V privileged specification 1.12, 4.3.2 and 4.4)
 * and judges each leaf as it is reached; see walk.h.
 */
#include "walk/walk.h"

#include "walk/internal.h"

#include <stdlib.h>
#include <string.h>

#define LEVELS 3
#define ENTRIES 512u

#define BIT_V 0x001u
#define BIT_R 0x002u
#define BIT_W 0x004u
#define BIT_X 0x008u
#define BIT_U 0x010u
#define BIT_G 0x020u
#define BIT_A 0x040u
#define BIT_D 0x080u
#define BITS_RSW 0x300u
#define PPN_SHIFT 10
#define PPN_MASK 0x00000fffffffffffu
#define HIGH_BITS 0xffc0000000000000u /* reserved, N and PBMT: none is used */

void walk_add(struct walk *walk, enum walk_check check, uint64_t address,
              uint64_t physical, const char *text)
{
    static const char *const names[WALK_CHECKS] = {
        "walk-satp",   "walk-entry", "walk-kernel", "walk-device",
        "walk-region", "walk-page",  "walk-shared"};
    const struct walk_finding finding = {names[check], walk->partition, address,
                                         physical, text};

    if (walk->findings[check] < WALK_FINDINGS_MAX)
        walk->report(walk->context, &finding);
    walk->findings[check]++;
}

/* Offset of the table at `physical` in the blob, or 0 if it is none there. */
static size_t table_offset(const struct walk *walk, uint64_t physical)
{
    const struct bh_config *config = walk->config;
    uint64_t offset = physical - config->address;

    if (physical < config->address || offset < config->tables.offset ||
        (offset - config->tables.offset) / 4096 >= config->tables.count)
        return 0;
    return (size_t)offset;
}

static uint64_t read_entry(const struct walk *walk, size_t table,
                           unsigned int index)
{
    const uint8_t *at =
        (const uint8_t *)walk->config + table + (size_t)index * 8;
    uint64_t entry = 0;

    for (unsigned int i = 0; i < 8; i++)
        entry |= (uint64_t)at[i] << (8 * i);
    return entry;
}

/* What is wrong with a leaf that maps `size` bytes at `physical`, or NULL. */
static const char *leaf_error(uint64_t entry, uint64_t physical, uint64_t size)
{
    if ((entry & BIT_W) && !(entry & BIT_R))
        return "is writable but not readable, which is reserved";
    if (!(entry & BIT_U))
        return "is not for user mode: the partition cannot reach it";
    if (entry & BIT_G)
        return "is global: it would outlive a change of partition";
    if (!(entry & BIT_A))
        return "is not marked accessed: hardware may fault on it";
    if (!(entry & BIT_W) != !(entry & BIT_D))
        return "is marked dirty without being writable, or the reverse";
    if (physical % size != 0)
        return "is a misaligned large page";
    return NULL;
}

static void add_leaf(struct walk *walk, uint64_t entry, uint64_t address,
                     uint64_t size)
{
    uint64_t physical = ((entry >> PPN_SHIFT) & PPN_MASK) * 4096;
    const char *error = leaf_error(entry, physical, size);
    struct walk_leaf *leaf;

    if (error) {
        walk_add(walk, WALK_ENTRY, address, physical, error);
        return;
    }
    if (walk->leaf_count == walk->leaf_room) {
        size_t room = walk->leaf_room ? 2 * walk->leaf_room : 1024;
        struct walk_leaf *grown =
            realloc(walk->leaves, room * sizeof(*walk->leaves));

        if (!grown)
            abort();
        walk->leaves = grown;
        walk->leaf_room = room;
    }
    leaf = &walk->leaves[walk->leaf_count++];
    *leaf = (struct walk_leaf){
        .address = address,
        .physical = physical,
        .size = size,
        .access = (uint32_t)entry & (BIT_R | BIT_W | BIT_X),
        .partition = walk->partition,
    };
}

/* What is wrong with an entry that leads to a further table, or NULL. */
static const char *pointer_error(const struct walk *walk, uint64_t entry,
                                 int level, uint64_t next)
{
    if (level == 0)
        return "leads to a fourth level, which Sv39 has not";
    if (entry & (BIT_U | BIT_G | BIT_A | BIT_D))
        return "leads to a table and has bits of a page set";
    if (!table_offset(walk, next))
        return "leads to a table that is none of the blob's";
    return NULL;
}

/*
 * Three levels at most, so this is no deep recursion. It is no long one either:
 * each table is some partition's own, so twice as many visits as there are
 * tables is more than a good blob can need.
 */
static void walk_table(struct walk *walk, size_t table, int level,
                       uint64_t base)
{
    const uint64_t size = (uint64_t)4096 << (9 * level);
    const size_t visits_max = 2 * (size_t)walk->config->tables.count;

    if (++walk->visits > visits_max) {
        if (walk->visits == visits_max + 1)
            walk_add(walk, WALK_ENTRY, base, walk->config->address + table,
                     "is reached so often that the walk is given up");
        return;
    }
    for (unsigned int i = 0; i < ENTRIES; i++) {
        uint64_t entry = read_entry(walk, table, i);
        uint64_t address = base + i * size;
        uint64_t target = ((entry >> PPN_SHIFT) & PPN_MASK) * 4096;
        const char *error = NULL;

        if (!(entry & BIT_V))
            continue;
        if (level == LEVELS - 1 && i >= ENTRIES / 2)
            address |= 0xffffff8000000000u; /* bit 38, extended */
        if (entry & (HIGH_BITS | BITS_RSW))
            error = "has reserved bits set";
        else if (!(entry & (BIT_R | BIT_W | BIT_X)))
            error = pointer_error(walk, entry, level, target);
        if (error)
            walk_add(walk, WALK_ENTRY, address, target, error);
        else if (entry & (BIT_R | BIT_W | BIT_X))
            add_leaf(walk, entry, address, size);
        else
            walk_table(walk, table_offset(walk, target), level - 1, address);
    }
}

static const struct bh_config_partition *partition_at(const struct walk *walk,
                                                      uint32_t index)
{
    const uint8_t *table =
        (const uint8_t *)walk->config + walk->config->partitions.offset;

    return (const struct bh_config_partition *)(const void *)table + index;
}

static void walk_root(struct walk *walk, uint64_t satp)
{
    uint64_t root = (satp & PPN_MASK) * 4096;
    uint64_t asid = (satp >> 44) & 0xffff;
    size_t table = table_offset(walk, root);

    if (satp >> 60 != 8 || !table) {
        walk_add(walk, WALK_SATP, 0, root,
                 "is named as root, but is no Sv39 table of the blob");
        return;
    }
    for (uint32_t i = 0; i < walk->partition; i++) {
        if (((partition_at(walk, i)->satp >> 44) & 0xffff) == asid)
            walk_add(walk, WALK_SATP, 0, root,
                     "has the address space identifier of another partition");
    }
    if (asid == 0 || asid > walk->config->partitions.count)
        walk_add(walk, WALK_SATP, 0, root,
                 "has an address space identifier that is no partition's");
    walk_table(walk, table, LEVELS - 1, 0);
}

size_t walk_blob(const uint8_t *blob, walk_report *report, void *context)
{
    struct walk walk = {
        .config = (const void *)blob, .report = report, .context = context};
    size_t findings = 0;

    for (walk.partition = 0; walk.partition < walk.config->partitions.count;
         walk.partition++) {
        const struct bh_config_partition *partition =
            partition_at(&walk, walk.partition);
        size_t first = walk.leaf_count, masked;

        walk_root(&walk, partition->satp);
        judge_leaves(&walk, partition, first);
        masked = walk.leaf_count;
        if (partition->satp_masked == partition->satp)
            continue;
        walk_root(&walk, partition->satp_masked);
        judge_masked(&walk, partition, first, masked);
        walk.leaf_count = masked;
    }
    judge_sharing(&walk);
    free(walk.leaves);
    for (int check = 0; check < WALK_CHECKS; check++)
        findings += walk.findings[check];
    return findings;
}
