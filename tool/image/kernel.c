/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads the kernel's ELF file: its boundaries come from its linker's symbols,
 * its digest and what it offers to guests from the bytes as they will lie in
 * memory.
 */
#define _POSIX_C_SOURCE 200809L
#include "image/kernel.h"

#include "diag/diag.h"
#include "image/file.h"
#include "kernel/lib/crc32.h"
#include "memory.h"

#include <errno.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM 4096

static int refuse(const struct kernel_file *kernel, const char *why)
{
    struct position position = {kernel->path, 0};

    diag_error(&position, "kernel-image", "%s", why);
    return -1;
}

/* Writes the path of the kernel that belongs to this program. */
static void default_path(char path[PATH_ROOM], const struct board *board)
{
    static const char *const places[] = {"", "/../lib/bulkhead"};
    char directory[PATH_ROOM / 2];
    ssize_t size = readlink("/proc/self/exe", directory, sizeof(directory) - 1);
    char *slash;

    directory[size < 0 ? 0 : size] = '\0';
    slash = strrchr(directory, '/');
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        snprintf(path, PATH_ROOM, "%s%s/kernel-%s.elf", directory, places[i],
                 board->name);
        if (access(path, F_OK) == 0)
            return;
    }
    snprintf(path, PATH_ROOM, "%s/kernel-%s.elf", directory, board->name);
}

/* Sets the fact whose symbol is called `name`. */
static void set_fact(struct kernel_facts *facts, const char *name,
                     uint64_t value, unsigned int *found)
{
    const struct {
        const char *name;
        uint64_t *value;
    } symbols[] = {
        {"__kernel_start", &facts->start},
        {"__text_end", &facts->text_end},
        {"__rodata_end", &facts->rodata_end},
        {"__config_start", &facts->config_start},
        {"kernel_offer", &facts->offer_address},
    };

    for (unsigned int i = 0; i < 5; i++) {
        if (strcmp(name, symbols[i].name) == 0) {
            *symbols[i].value = value;
            *found |= 1u << i;
        }
    }
}

static bool read_symbols(Elf *elf, struct kernel_facts *facts)
{
    unsigned int found = 0;
    Elf_Scn *section = NULL;

    while ((section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        Elf_Data *data;

        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_SYMTAB)
            continue;
        data = elf_getdata(section, NULL);
        for (size_t i = 0; data && i < data->d_size / sizeof(Elf64_Sym); i++) {
            GElf_Sym symbol;
            const char *name;

            if (!gelf_getsym(data, (int)i, &symbol) ||
                symbol.st_shndx == SHN_UNDEF)
                continue;
            name = elf_strptr(elf, header.sh_link, symbol.st_name);
            if (name)
                set_fact(facts, name, symbol.st_value, &found);
        }
    }
    return found == 0x1f;
}

static const char *order_error(const struct kernel_facts *facts)
{
    const uint64_t mask = BH_PAGE_SIZE - 1;

    if ((facts->start | facts->text_end | facts->rodata_end |
         facts->config_start) &
        mask)
        return "the kernel's boundaries are not at page boundaries";
    if (facts->start >= facts->text_end ||
        facts->text_end > facts->rodata_end ||
        facts->rodata_end > facts->config_start ||
        facts->config_start - facts->start > KERNEL_SIZE_MAX)
        return "the kernel's boundaries are out of order";
    if (facts->entry < facts->start || facts->entry >= facts->text_end)
        return "the kernel's entry point is not in its text";
    if (facts->offer_address < facts->text_end ||
        facts->offer_address > facts->rodata_end - sizeof(facts->offer))
        return "what the kernel offers is not in its constants";
    return NULL;
}

/* Copies what `header` loads of [start, start + size) to `memory`. */
static void load(uint8_t *memory, uint64_t start, uint64_t size,
                 const struct kernel_file *kernel, const GElf_Phdr *header)
{
    for (uint64_t i = 0; i < header->p_filesz; i++) {
        uint64_t offset = header->p_paddr + i - start;

        if (offset < size)
            memory[offset] = kernel->data[header->p_offset + i];
    }
}

static const char *read_segments(Elf *elf, struct kernel_file *kernel)
{
    struct kernel_facts *facts = &kernel->facts;
    uint64_t size = facts->rodata_end - facts->start;
    uint8_t *memory = memory_allocate(1, size);
    const char *error = NULL;
    size_t count = 0;

    elf_getphdrnum(elf, &count);
    for (size_t i = 0; i < count && !error; i++) {
        GElf_Phdr header;

        if (!gelf_getphdr(elf, (int)i, &header) || header.p_type != PT_LOAD ||
            header.p_memsz == 0)
            continue;
        if (header.p_filesz > header.p_memsz ||
            header.p_offset > kernel->size ||
            header.p_filesz > kernel->size - header.p_offset)
            error = "a segment of the kernel reaches beyond its file";
        else if (header.p_paddr < facts->start ||
                 header.p_paddr > facts->config_start ||
                 header.p_memsz > facts->config_start - header.p_paddr)
            error = "a segment of the kernel lies outside [__kernel_start, "
                    "__config_start)";
        else
            load(memory, facts->start, size, kernel, &header);
    }
    facts->digest = crc32_update(0, memory, size);
    memcpy(&facts->offer, memory + (facts->offer_address - facts->start),
           sizeof(facts->offer));
    free(memory);
    return error;
}

static const char *read_elf(Elf *elf, struct kernel_file *kernel)
{
    const char *error;
    GElf_Ehdr header;

    if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header))
        return "not an ELF file";
    if (gelf_getclass(elf) != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB ||
        header.e_machine != EM_RISCV || header.e_type != ET_EXEC)
        return "not a 64-bit RISC-V executable";
    kernel->facts.entry = header.e_entry;
    if (!read_symbols(elf, &kernel->facts))
        return "no Bulkhead kernel: it lacks __kernel_start, __text_end, "
               "__rodata_end, __config_start or kernel_offer";
    error = order_error(&kernel->facts);
    return error ? error : read_segments(elf, kernel);
}

int kernel_read(const char *path, const struct board *board,
                struct kernel_file *kernel)
{
    const char *error;
    Elf *elf;

    memset(kernel, 0, sizeof(*kernel));
    kernel->path = memory_allocate(1, PATH_ROOM);
    if (path)
        snprintf(kernel->path, PATH_ROOM, "%s", path);
    else
        default_path(kernel->path, board);
    if (file_read(kernel->path, &kernel->data, &kernel->size)) {
        char why[256];

        snprintf(why, sizeof(why), "cannot read the kernel: %s",
                 strerror(errno));
        return refuse(kernel, why);
    }
    elf_version(EV_CURRENT);
    elf = elf_memory((char *)kernel->data, kernel->size);
    error = read_elf(elf, kernel);
    elf_end(elf);
    return error ? refuse(kernel, error) : 0;
}

void kernel_free(struct kernel_file *kernel)
{
    free(kernel->path);
    free(kernel->data);
    memset(kernel, 0, sizeof(*kernel));
}
