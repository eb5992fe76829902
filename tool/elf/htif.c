/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two words by which a program for the machine `spike` speaks to its host:
 * the symbols `tohost` and `fromhost`. Each access to their page is the
 * kernel's to carry out, as far as it is a plain load or store: so nothing else
 * of the program may lie there.
 */
#include "elf/internal.h"

#include <gelf.h>
#include <string.h>

#define WORD ((uint64_t)8)
#define PAGE_OF(address) ((address) & ~(uint64_t)(BH_PAGE_SIZE - 1))

/* For messages. */
#define HEX(value) ((unsigned long long)(value))

/* Finds a symbol that has an address. */
static bool find(Elf *elf, const char *wanted, uint64_t *address)
{
    Elf_Scn *table = NULL;
    GElf_Shdr header;
    GElf_Sym symbol;

    while ((table = elf_nextscn(elf, table)) != NULL) {
        Elf_Data *data;

        if (!gelf_getshdr(table, &header) || header.sh_type != SHT_SYMTAB)
            continue;
        data = elf_getdata(table, NULL);
        for (int i = 0; data && gelf_getsym(data, i, &symbol); i++) {
            const char *name = elf_strptr(elf, header.sh_link, symbol.st_name);

            *address = symbol.st_value;
            if (name && symbol.st_shndx != SHN_UNDEF &&
                strcmp(name, wanted) == 0)
                return true;
        }
    }
    return false;
}

static int find_word(const struct program_reader *reader, Elf *elf,
                     const char *name, uint64_t *address)
{
    const struct model_partition *partition = reader->partition;
    uint64_t end = partition->memory_address + partition->memory_size;

    if (!find(elf, name, address))
        return program_refuse(reader, "htif-symbol",
                              "is for platform \"spike\", and has no symbol "
                              "'%s'",
                              name);
    if (*address % WORD == 0 && *address >= partition->memory_address &&
        *address < end)
        return 0;
    return program_refuse(reader, "htif-memory",
                          "has '%s' at 0x%llx, which is no aligned word in the "
                          "partition's memory [0x%llx, 0x%llx) of line %ld",
                          name, HEX(*address), HEX(partition->memory_address),
                          HEX(end), partition->memory_position.line);
}

/* Says whether the section is more than a place for the two words. */
static bool is_other(const GElf_Shdr *section,
                     const struct elf_program *program)
{
    uint64_t start = section->sh_addr, size = section->sh_size;
    uint64_t page = PAGE_OF(program->tohost);
    bool meets = start < page + BH_PAGE_SIZE && size > 0 &&
                 (start >= page || page - start < size);
    bool holds =
        program->tohost - start < size || program->fromhost - start < size;

    if (!(section->sh_flags & SHF_ALLOC) || !meets)
        return false;
    return !holds || (section->sh_flags & SHF_EXECINSTR) || start < page ||
           size > page + BH_PAGE_SIZE - start;
}

static int check_page(const struct program_reader *reader, Elf *elf,
                      const struct elf_program *program)
{
    Elf_Scn *section = NULL;
    GElf_Shdr header;
    size_t names;

    if (PAGE_OF(program->tohost) == PAGE_OF(reader->entry))
        return program_refuse(reader, "htif-page",
                              "has 'tohost' in the page of its entry point");
    if (PAGE_OF(program->tohost) != PAGE_OF(program->fromhost))
        return program_refuse(reader, "htif-page",
                              "has 'tohost' at 0x%llx and 'fromhost' at "
                              "0x%llx, which is another page",
                              HEX(program->tohost), HEX(program->fromhost));
    if (elf_getshdrstrndx(elf, &names))
        return 0;
    while ((section = elf_nextscn(elf, section)) != NULL) {
        const char *name;

        if (!gelf_getshdr(section, &header) || !is_other(&header, program))
            continue;
        name = elf_strptr(elf, names, header.sh_name);
        return program_refuse(reader, "htif-page",
                              "has 'tohost' in the page at 0x%llx, where "
                              "section '%s' lies, too; it must be in a section "
                              "of its own on a page of its own",
                              HEX(PAGE_OF(program->tohost)), name ? name : "?");
    }
    return 0;
}

int htif_read(const struct program_reader *reader, Elf *elf)
{
    struct elf_program *program = &reader->partition->program;
    int status = find_word(reader, elf, "tohost", &program->tohost);

    if (find_word(reader, elf, "fromhost", &program->fromhost) || status)
        return -1;
    return check_page(reader, elf, program);
}
