/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sv39 page tables (RISC-V privileged specification 1.12, 4.4) from regions.
 * Accessed and dirty bits are set beforehand, so that the walker never writes;
 * nothing is global, as each partition has its own address space.
 */
#include "layout/internal.h"
#include "memory.h"

#include <string.h>

#define PAGE_SHIFT 12
#define LEVELS 3
#define INDEX_BITS 9
#define TABLE_ENTRIES 512u

#define PTE_VALID 0x01u
#define PTE_USER 0x10u
#define PTE_ACCESSED 0x40u
#define PTE_DIRTY 0x80u
#define PTE_PAGE_SHIFT 10

#define SATP_SV39 ((uint64_t)8 << 60)
#define SATP_ASID_SHIFT 44

/* Bytes that one entry of a table at `level` covers; level 0 is the last. */
static uint64_t entry_size(int level)
{
    return (uint64_t)1 << (PAGE_SHIFT + INDEX_BITS * level);
}

static size_t entry_index(uint64_t address, int level)
{
    return (address >> (PAGE_SHIFT + INDEX_BITS * level)) & (TABLE_ENTRIES - 1);
}

/* Adds an empty table; returns its number. */
static size_t add_table(struct page_tables *tables)
{
    size_t table = tables->count++;
    size_t size = TABLE_ENTRIES * sizeof(uint64_t);

    tables->entries = memory_resize(tables->entries, tables->count, size);
    memset(tables->entries + table * TABLE_ENTRIES, 0, size);
    return table;
}

static uint64_t table_address(const struct page_tables *tables, size_t table)
{
    return tables->address + table * BH_PAGE_SIZE;
}

/* The table below entry `index` of `table`; made if there is none. */
static size_t next_table(struct page_tables *tables, size_t table, size_t index)
{
    uint64_t entry = tables->entries[table * TABLE_ENTRIES + index];
    size_t next;

    if (entry & PTE_VALID) {
        entry = entry >> PTE_PAGE_SHIFT << PAGE_SHIFT;
        return (size_t)(entry - tables->address) / BH_PAGE_SIZE;
    }
    next = add_table(tables);
    tables->entries[table * TABLE_ENTRIES + index] =
        table_address(tables, next) >> PAGE_SHIFT << PTE_PAGE_SHIFT | PTE_VALID;
    return next;
}

static void map_leaf(struct page_tables *tables, size_t root, uint64_t address,
                     uint64_t physical, uint32_t access, int leaf_level)
{
    uint64_t flags = PTE_VALID | PTE_USER | PTE_ACCESSED | access;
    size_t table = root;

    if (access & BH_ACCESS_WRITE)
        flags |= PTE_DIRTY;
    for (int level = LEVELS - 1; level > leaf_level; level--)
        table = next_table(tables, table, entry_index(address, level));
    tables->entries[table * TABLE_ENTRIES + entry_index(address, leaf_level)] =
        physical >> PAGE_SHIFT << PTE_PAGE_SHIFT | flags;
}

static void map_region(struct page_tables *tables, size_t root,
                       const struct model_region *region)
{
    uint64_t done = 0;

    while (done < region->size) {
        uint64_t address = region->address + done;
        uint64_t physical = region->physical + done;
        int level = LEVELS - 1;

        while (level > 0 && (((address | physical) & (entry_size(level) - 1)) ||
                             region->size - done < entry_size(level)))
            level--;
        map_leaf(tables, root, address, physical, region->access, level);
        done += entry_size(level);
    }
}

/*
 * A second root, and tables on the way to address 0 that differ from the first
 * one's in nothing but the flag page, which they lack.
 */
static size_t mask_flag_page(struct page_tables *tables, size_t root)
{
    size_t size = TABLE_ENTRIES * sizeof(uint64_t);
    size_t masked = tables->count, from = root;

    for (int level = LEVELS - 1; level >= 0; level--) {
        size_t to = add_table(tables);
        uint64_t *entries = tables->entries + to * TABLE_ENTRIES;

        memcpy(entries, tables->entries + from * TABLE_ENTRIES, size);
        if (level == 0) {
            entries[0] = 0;
            break;
        }
        from = next_table(tables, from, 0);
        entries[0] = table_address(tables, to + 1) >> PAGE_SHIFT
                                                          << PTE_PAGE_SHIFT |
                     PTE_VALID;
    }
    return masked;
}

static uint64_t satp_of(const struct page_tables *tables, size_t root,
                        size_t partition)
{
    return SATP_SV39 | (uint64_t)(partition + 1) << SATP_ASID_SHIFT |
           table_address(tables, root) >> PAGE_SHIFT;
}

void page_tables_make(struct model *model, struct page_tables *tables)
{
    tables->count = 0;
    for (size_t i = 0; i < model->partition_count; i++) {
        struct model_partition *partition = &model->partitions[i];
        size_t root = add_table(tables);

        for (size_t j = 0; j < partition->region_count; j++)
            if (!partition->regions[j].is_device)
                map_region(tables, root, &partition->regions[j]);
        partition->satp = satp_of(tables, root, i);
        if (partition->flag_page)
            root = mask_flag_page(tables, root);
        partition->satp_masked = satp_of(tables, root, i);
    }
}
