/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The symbols of a program that say where its code is: those that lie in
 * sections with instructions. Nothing is loaded because of them, and nothing is
 * refused: a symbol that makes no sense is left out.
 */
#include "elf/internal.h"
#include "memory.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* The kernel's first instruction is there. */
#define KERNEL_ENTRY "kernel_entry"

/* More than any program that fits in a partition has. */
#define SYMBOLS_MAX ((size_t)1 << 20)

/* The mapping symbols of the RISC-V ELF specification: "$d", "$x", "$d.1". */
static bool is_mapping(const char *name, char letter)
{
    return name[0] == '$' && name[1] == letter;
}

static enum elf_symbol_kind kind_of(const GElf_Sym *symbol, const char *name)
{
    switch (GELF_ST_TYPE(symbol->st_info)) {
    case STT_FUNC:
        return ELF_FUNCTION;
    case STT_OBJECT:
        return ELF_DATA;
    default:
        if (is_mapping(name, 'd'))
            return ELF_DATA;
        return is_mapping(name, 'x') ? ELF_CODE : ELF_LABEL;
    }
}

/* Finds the section of a symbol; false if nothing is executed there. */
static bool find_code(Elf *elf, const GElf_Sym *symbol, GElf_Shdr *section)
{
    unsigned type = GELF_ST_TYPE(symbol->st_info);
    Elf_Scn *scn;

    if (symbol->st_shndx == SHN_UNDEF || symbol->st_shndx >= SHN_LORESERVE ||
        (type != STT_FUNC && type != STT_OBJECT && type != STT_NOTYPE))
        return false;
    scn = elf_getscn(elf, symbol->st_shndx);
    return scn && gelf_getshdr(scn, section) &&
           section->sh_type == SHT_PROGBITS &&
           (section->sh_flags & SHF_EXECINSTR) &&
           section->sh_size <= UINT64_MAX - section->sh_addr &&
           symbol->st_value >= section->sh_addr &&
           symbol->st_value - section->sh_addr < section->sh_size;
}

static void add_symbol(Elf *elf, const GElf_Sym *from, const char *name,
                       struct elf_program *program)
{
    struct elf_symbol *symbol = &program->symbols[program->symbol_count];
    GElf_Shdr section;
    size_t size;

    if (!name || name[0] == '\0' || !find_code(elf, from, &section))
        return;
    symbol->address = from->st_value;
    symbol->end = section.sh_addr + section.sh_size;
    symbol->size = from->st_size;
    if (symbol->size > symbol->end - symbol->address)
        symbol->size = symbol->end - symbol->address;
    symbol->kind = kind_of(from, name);
    symbol->global = GELF_ST_BIND(from->st_info) != STB_LOCAL;
    size = strlen(name) + 1;
    symbol->name = memory_allocate(1, size);
    memcpy(symbol->name, name, size);
    program->symbol_count++;
}

/* What is printed of symbols depends on this order, so it is a total one. */
static int compare_symbols(const void *a, const void *b)
{
    const struct elf_symbol *x = a, *y = b;

    if (x->address != y->address)
        return x->address < y->address ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    if (x->global != y->global)
        return x->global ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void read_table(Elf *elf, Elf_Scn *table, const GElf_Shdr *header,
                       struct elf_program *program)
{
    Elf_Data *data = elf_getdata(table, NULL);
    size_t count = data ? data->d_size / sizeof(Elf64_Sym) : 0;
    GElf_Sym symbol;

    if (count > SYMBOLS_MAX)
        return;
    program->symbols = memory_allocate(count, sizeof(*program->symbols));
    for (size_t i = 0; i < count; i++) {
        if (gelf_getsym(data, (int)i, &symbol))
            add_symbol(elf, &symbol,
                       elf_strptr(elf, header->sh_link, symbol.st_name),
                       program);
    }
    qsort(program->symbols, program->symbol_count, sizeof(*program->symbols),
          compare_symbols);
}

void symbols_read(Elf *elf, struct elf_program *program)
{
    Elf_Scn *table = NULL;
    GElf_Shdr header;

    while ((table = elf_nextscn(elf, table)) != NULL) {
        if (gelf_getshdr(table, &header) && header.sh_type == SHT_SYMTAB) {
            read_table(elf, table, &header, program);
            return;
        }
    }
}

const char *elf_read_symbols(const uint8_t *data, size_t size,
                             struct elf_program *program)
{
    GElf_Ehdr header;
    bool is_kernel = false;
    Elf *elf;

    elf_version(EV_CURRENT);
    /* It only reads, but does not say so. */
    elf = elf_memory((char *)(uintptr_t)data, size);
    if (elf && elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, &header) &&
        header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_machine == EM_RISCV)
        symbols_read(elf, program);
    elf_end(elf);
    for (size_t i = 0; i < program->symbol_count; i++)
        is_kernel |= strcmp(program->symbols[i].name, KERNEL_ENTRY) == 0;
    return is_kernel ? NULL : "is no Bulkhead kernel with its symbols";
}
