/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes the image. The kernel's file keeps its layout, so that its segments
 * stay where they were; the section names, which grow, the blob and the two
 * header tables, which grow, too, are put behind it.
 */
#include "image/image.h"

#include "memory.h"

#include <gelf.h>
#include <stdlib.h>
#include <string.h>

/* A copy of one ELF file into another, and where its end is so far. */
struct copy {
    Elf *from;
    Elf *to;
    size_t names;    /* index of the section with the section names */
    uint64_t end;    /* of what has been placed, file offset */
    char *name_data; /* the section names, grown */
    uint64_t blob_name;
};

static bool copy_section(struct copy *copy, Elf_Scn *section)
{
    Elf_Scn *out = elf_newscn(copy->to);
    Elf_Data *data, *out_data;
    GElf_Shdr header;

    if (!out || !gelf_getshdr(section, &header) ||
        !gelf_update_shdr(out, &header))
        return false;
    if (header.sh_type == SHT_NOBITS || header.sh_size == 0)
        data = NULL;
    else if (!(data = elf_rawdata(section, NULL)))
        return false;
    out_data = elf_newdata(out);
    if (!out_data)
        return false;
    if (data) {
        *out_data = *data;
    } else {
        out_data->d_size = header.sh_size;
        out_data->d_align = 1;
    }
    out_data->d_type = ELF_T_BYTE;
    out_data->d_version = EV_CURRENT;
    if (data && header.sh_offset + header.sh_size > copy->end)
        copy->end = header.sh_offset + header.sh_size;
    return true;
}

/* Puts the section names, with the blob's at their end, behind everything. */
static bool grow_names(struct copy *copy)
{
    Elf_Scn *section = elf_getscn(copy->to, copy->names);
    Elf_Data *data;
    GElf_Shdr header;

    if (!section || !gelf_getshdr(section, &header) ||
        !(data = elf_getdata(section, NULL)) || !data->d_buf)
        return false;
    copy->blob_name = header.sh_size;
    copy->name_data =
        memory_allocate(1, header.sh_size + sizeof(IMAGE_SECTION));
    memcpy(copy->name_data, data->d_buf, header.sh_size);
    memcpy(copy->name_data + header.sh_size, IMAGE_SECTION,
           sizeof(IMAGE_SECTION));
    header.sh_size += sizeof(IMAGE_SECTION);
    header.sh_offset = copy->end;
    data->d_buf = copy->name_data;
    data->d_size = header.sh_size;
    copy->end += header.sh_size;
    return gelf_update_shdr(section, &header) != 0;
}

static bool add_blob(struct copy *copy, const struct bh_config *config,
                     uint8_t *blob)
{
    Elf_Scn *section = elf_newscn(copy->to);
    Elf_Data *data = section ? elf_newdata(section) : NULL;
    GElf_Shdr header;

    if (!data || !gelf_getshdr(section, &header))
        return false;
    copy->end = layout_round_up(copy->end, BH_PAGE_SIZE);
    header.sh_name = (GElf_Word)copy->blob_name;
    header.sh_type = SHT_PROGBITS;
    header.sh_flags = SHF_ALLOC;
    header.sh_addr = config->address;
    header.sh_offset = copy->end;
    header.sh_size = config->size;
    header.sh_addralign = BH_PAGE_SIZE;
    data->d_buf = blob;
    data->d_size = config->size;
    data->d_align = BH_PAGE_SIZE;
    data->d_type = ELF_T_BYTE;
    data->d_version = EV_CURRENT;
    return gelf_update_shdr(section, &header) != 0;
}

/* Segments must be in the order of their addresses: the blob is the last. */
static bool copy_segments(struct copy *copy, const struct bh_config *config)
{
    size_t count = 0;
    GElf_Phdr header;

    if (elf_getphdrnum(copy->from, &count) ||
        !gelf_newphdr(copy->to, count + 1))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!gelf_getphdr(copy->from, (int)i, &header) ||
            !gelf_update_phdr(copy->to, (int)i, &header))
            return false;
    }
    header = (GElf_Phdr){.p_type = PT_LOAD,
                         .p_flags = PF_R,
                         .p_offset = copy->end,
                         .p_vaddr = config->address,
                         .p_paddr = config->address,
                         .p_filesz = config->size,
                         .p_memsz = config->size,
                         .p_align = BH_PAGE_SIZE};
    copy->end += config->size;
    return gelf_update_phdr(copy->to, (int)count, &header) != 0;
}

static bool copy_header(struct copy *copy)
{
    GElf_Ehdr header, out;
    size_t segments = 0;

    if (!gelf_getehdr(copy->from, &header) || !gelf_getehdr(copy->to, &out) ||
        elf_getphdrnum(copy->to, &segments))
        return false;
    memcpy(out.e_ident, header.e_ident, sizeof(out.e_ident));
    out.e_type = header.e_type;
    out.e_machine = header.e_machine;
    out.e_version = header.e_version;
    out.e_entry = header.e_entry;
    out.e_flags = header.e_flags;
    out.e_shstrndx = header.e_shstrndx;
    out.e_phoff = layout_round_up(copy->end, sizeof(uint64_t));
    out.e_shoff = out.e_phoff + segments * sizeof(Elf64_Phdr);
    return gelf_update_ehdr(copy->to, &out) != 0;
}

static bool copy_all(struct copy *copy, const struct bh_config *config,
                     uint8_t *blob)
{
    Elf_Scn *section = NULL;

    if (!copy->from || !copy->to || !gelf_newehdr(copy->to, ELFCLASS64) ||
        elf_getshdrstrndx(copy->from, &copy->names))
        return false;
    elf_flagelf(copy->to, ELF_C_SET, ELF_F_LAYOUT);
    copy->end = sizeof(Elf64_Ehdr);
    while ((section = elf_nextscn(copy->from, section)) != NULL) {
        if (!copy_section(copy, section))
            return false;
    }
    return grow_names(copy) && add_blob(copy, config, blob) &&
           copy_segments(copy, config) && copy_header(copy) &&
           elf_update(copy->to, ELF_C_WRITE) >= 0;
}

const char *image_write(int descriptor, const struct kernel_file *kernel,
                        const struct layout *layout, uint8_t *blob)
{
    struct copy copy = {0};
    const char *error = NULL;

    elf_version(EV_CURRENT);
    copy.from = elf_memory((char *)kernel->data, kernel->size);
    copy.to = elf_begin(descriptor, ELF_C_WRITE, NULL);
    if (!copy_all(&copy, &layout->header, blob)) {
        error = elf_errmsg(-1);
        if (!error)
            error = "the kernel's ELF file cannot be copied";
    }
    elf_end(copy.to);
    elf_end(copy.from);
    free(copy.name_data);
    return error;
}
