/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes the image. The kernel's file is kept as it is, so that its segments,
 * symbols and debug information stay where they were; what grows is written
 * anew behind it: the section names, the blob, and the two header tables.
 * libelf cannot do this: it wants the program headers in front of all sections.
 */
#define _POSIX_C_SOURCE 200809L
#include "image/image.h"

#include "memory.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The names that are added. */
static const char names_added[] = IMAGE_SECTION "\0" IMAGE_RECORD;
#define NAMES_SIZE sizeof(names_added)

/* Where the parts of the image lie in its file. */
struct plan {
    Elf64_Ehdr header;    /* of the image */
    Elf64_Ehdr kernel;    /* as it was */
    Elf64_Shdr names;     /* of the image */
    const char *record;   /* text, or NULL */
    uint64_t record_size; /* bytes */
    uint64_t text;        /* offset of the record */
    uint64_t blob;        /* offset */
    uint64_t size;        /* of the file */
};

static bool fits(uint64_t offset, uint64_t count, uint64_t each, uint64_t size)
{
    return offset <= size && count <= (size - offset) / each;
}

/* What of the kernel's file libelf has not judged, as it was not asked to. */
static const char *read_kernel(const struct kernel_file *kernel,
                               struct plan *plan)
{
    Elf64_Ehdr *header = &plan->kernel;

    memcpy(header, kernel->data, sizeof(*header));
    if (header->e_phentsize != sizeof(Elf64_Phdr) ||
        header->e_shentsize != sizeof(Elf64_Shdr) ||
        !fits(header->e_phoff, header->e_phnum, sizeof(Elf64_Phdr),
              kernel->size) ||
        !fits(header->e_shoff, header->e_shnum, sizeof(Elf64_Shdr),
              kernel->size) ||
        header->e_shstrndx >= header->e_shnum ||
        header->e_shnum >= SHN_LORESERVE - 2 || header->e_phnum >= PN_XNUM - 1)
        return "the kernel's header tables are out of order";
    memcpy(&plan->names,
           kernel->data + header->e_shoff +
               header->e_shstrndx * sizeof(Elf64_Shdr),
           sizeof(plan->names));
    if (!fits(plan->names.sh_offset, plan->names.sh_size, 1, kernel->size) ||
        plan->names.sh_size > UINT32_MAX - NAMES_SIZE)
        return "the kernel's section names are out of order";
    return NULL;
}

/* In the file's order: kernel, blob, record, section names, header tables. */
static void place_parts(const struct kernel_file *kernel,
                        const struct bh_config *config, struct plan *plan)
{
    uint64_t at = layout_round_up(kernel->size, BH_PAGE_SIZE);

    plan->header = plan->kernel;
    plan->blob = at;
    at += config->size;
    plan->text = at;
    at += plan->record_size;
    plan->names.sh_offset = at;
    at = layout_round_up(at + plan->names.sh_size + NAMES_SIZE,
                         sizeof(uint64_t));
    plan->header.e_phoff = at;
    plan->header.e_phnum++;
    at += plan->header.e_phnum * sizeof(Elf64_Phdr);
    plan->header.e_shoff = at;
    plan->header.e_shnum++;
    if (plan->record)
        plan->header.e_shnum++;
    plan->size = at + plan->header.e_shnum * sizeof(Elf64_Shdr);
}

/* The blob's segment is the last, as its address is the highest. */
static void write_segments(uint8_t *out, const struct plan *plan,
                           const struct kernel_file *kernel,
                           const struct bh_config *config)
{
    const size_t old = plan->kernel.e_phnum * sizeof(Elf64_Phdr);
    const Elf64_Phdr segment = {.p_type = PT_LOAD,
                                .p_flags = PF_R,
                                .p_offset = plan->blob,
                                .p_vaddr = config->address,
                                .p_paddr = config->address,
                                .p_filesz = config->size,
                                .p_memsz = config->size,
                                .p_align = BH_PAGE_SIZE};

    out += plan->header.e_phoff;
    memcpy(out, kernel->data + plan->kernel.e_phoff, old);
    memcpy(out + old, &segment, sizeof(segment));
}

static void write_sections(uint8_t *out, const struct plan *plan,
                           const struct kernel_file *kernel,
                           const struct bh_config *config)
{
    const size_t old = plan->kernel.e_shnum * sizeof(Elf64_Shdr);
    const uint64_t old_names = plan->names.sh_size;
    const Elf64_Shdr section = {.sh_name = (Elf64_Word)old_names,
                                .sh_type = SHT_PROGBITS,
                                .sh_flags = SHF_ALLOC,
                                .sh_addr = config->address,
                                .sh_offset = plan->blob,
                                .sh_size = config->size,
                                .sh_addralign = BH_PAGE_SIZE};
    const Elf64_Shdr record = {
        .sh_name = (Elf64_Word)(old_names + sizeof(IMAGE_SECTION)),
        .sh_type = SHT_PROGBITS,
        .sh_offset = plan->text,
        .sh_size = plan->record_size,
        .sh_addralign = 1};
    Elf64_Shdr names = plan->names, before;

    memcpy(&before,
           kernel->data + plan->kernel.e_shoff +
               plan->kernel.e_shstrndx * sizeof(before),
           sizeof(before));
    memcpy(out + names.sh_offset, kernel->data + before.sh_offset, old_names);
    memcpy(out + names.sh_offset + old_names, names_added, NAMES_SIZE);
    names.sh_size += NAMES_SIZE;
    out += plan->header.e_shoff;
    memcpy(out, kernel->data + plan->kernel.e_shoff, old);
    memcpy(out + plan->kernel.e_shstrndx * sizeof(names), &names,
           sizeof(names));
    memcpy(out + old, &section, sizeof(section));
    if (plan->record)
        memcpy(out + old + sizeof(section), &record, sizeof(record));
}

static const char *write_all(int descriptor, const uint8_t *data, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t put = write(descriptor, data + done, size - done);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return strerror(errno);
        done += (size_t)put;
    }
    return NULL;
}

const char *image_write(int descriptor, const struct kernel_file *kernel,
                        const struct layout *layout, const uint8_t *blob,
                        const char *record)
{
    const struct bh_config *config = &layout->header;
    struct plan plan = {.record = record,
                        .record_size = record ? strlen(record) : 0};
    const char *error = read_kernel(kernel, &plan);
    uint8_t *out;

    if (error)
        return error;
    place_parts(kernel, config, &plan);
    out = memory_allocate(1, plan.size);
    memcpy(out, kernel->data, kernel->size);
    memcpy(out, &plan.header, sizeof(plan.header));
    memcpy(out + plan.blob, blob, config->size);
    if (record)
        memcpy(out + plan.text, record, plan.record_size);
    write_segments(out, &plan, kernel, config);
    write_sections(out, &plan, kernel, config);
    error = write_all(descriptor, out, plan.size);
    free(out);
    return error;
}
