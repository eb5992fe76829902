/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the blob in an image. The file may be damaged or made to mislead, so it
 * is read by its program headers alone, each number checked before use; section
 * headers, which a stripped image lacks, are not needed.
 */
#include "image/blob.h"
#include "image/image.h"
#include "kernel/lib/crc32.h"
#include "memory.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

bool image_is_elf(const uint8_t *data, size_t size)
{
    return size >= SELFMAG && memcmp(data, ELFMAG, SELFMAG) == 0;
}

static const char *header_error(const uint8_t *data, size_t size,
                                Elf64_Ehdr *header)
{
    if (!image_is_elf(data, size) || size < sizeof(*header))
        return "not an ELF file";
    memcpy(header, data, sizeof(*header));
    if (header->e_ident[EI_CLASS] != ELFCLASS64 ||
        header->e_ident[EI_DATA] != ELFDATA2LSB ||
        header->e_machine != EM_RISCV || header->e_type != ET_EXEC)
        return "not a 64-bit RISC-V executable";
    if (header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phoff > size ||
        header->e_phnum > (size - header->e_phoff) / sizeof(Elf64_Phdr))
        return "program headers outside the file";
    return NULL;
}

/* Says whether the segment begins as a blob does. */
static bool holds_blob(const uint8_t *data, size_t size,
                       const Elf64_Phdr *segment)
{
    const uint64_t magic = BH_CONFIG_MAGIC;

    return segment->p_type == PT_LOAD && segment->p_offset <= size &&
           segment->p_filesz <= size - segment->p_offset &&
           segment->p_filesz >= sizeof(magic) &&
           memcmp(data + segment->p_offset, &magic, sizeof(magic)) == 0;
}

/* The program header at `index`, which `header_error` has found to be there. */
static Elf64_Phdr segment_at(const uint8_t *data, const Elf64_Ehdr *header,
                             size_t index)
{
    Elf64_Phdr segment;

    memcpy(&segment, data + header->e_phoff + index * sizeof(segment),
           sizeof(segment));
    return segment;
}

/*
 * Says whether the kernel in the image is the one that the blob was made for,
 * undamaged. Its constants end where the third PMP entry does.
 */
static bool kernel_good(const uint8_t *data, size_t size,
                        const Elf64_Ehdr *header,
                        const struct bh_config *config)
{
    uint64_t kernel = (config->pmp.address[2] << 2) - config->ram_start;
    uint8_t *memory;
    uint32_t digest;

    if (kernel > KERNEL_SIZE_MAX)
        return false;
    memory = memory_allocate(1, kernel);
    for (size_t i = 0; i < header->e_phnum; i++) {
        Elf64_Phdr segment = segment_at(data, header, i);
        uint64_t offset = segment.p_paddr - config->ram_start;

        if (segment.p_type != PT_LOAD || segment.p_offset > size ||
            segment.p_filesz > size - segment.p_offset || offset > kernel)
            continue;
        if (segment.p_filesz > kernel - offset)
            segment.p_filesz = kernel - offset;
        memcpy(memory + offset, data + segment.p_offset, segment.p_filesz);
    }
    digest = crc32_update(0, memory, kernel);
    free(memory);
    return digest == config->kernel_digest;
}

static const char *take_blob(const uint8_t *data, size_t size,
                             const Elf64_Ehdr *header,
                             const Elf64_Phdr *segment, struct image *image)
{
    const struct bh_config *config;
    const char *error;

    image->size = (size_t)segment->p_filesz;
    image->blob = memory_allocate(1, image->size);
    memcpy(image->blob, data + segment->p_offset, image->size);
    error = blob_error(image->blob, image->size);
    if (error)
        return error;
    config = (const void *)image->blob;
    if (config->address != segment->p_paddr)
        return "the configuration is loaded at another address than it is for";
    if (!kernel_good(data, size, header, config))
        return "the kernel is damaged, or another than the configuration is "
               "for";
    return NULL;
}

const char *image_find_blob(const uint8_t *data, size_t size,
                            struct image *image)
{
    Elf64_Ehdr header;
    const char *error = header_error(data, size, &header);

    memset(image, 0, sizeof(*image));
    if (error)
        return error;
    image->entry = header.e_entry;
    for (size_t i = 0; i < header.e_phnum; i++) {
        Elf64_Phdr segment = segment_at(data, &header, i);

        if (holds_blob(data, size, &segment))
            return take_blob(data, size, &header, &segment, image);
    }
    return "no configuration in it: not an image that 'bulkhead build' made";
}

/* The section header at `index`; false if the file does not have it. */
static bool section_at(const uint8_t *data, size_t size,
                       const Elf64_Ehdr *header, size_t index,
                       Elf64_Shdr *section)
{
    if (header->e_shentsize != sizeof(*section) || index >= header->e_shnum ||
        header->e_shoff > size ||
        header->e_shnum > (size - header->e_shoff) / sizeof(*section))
        return false;
    memcpy(section, data + header->e_shoff + index * sizeof(*section),
           sizeof(*section));
    return section->sh_offset <= size &&
           section->sh_size <= size - section->sh_offset;
}

const char *image_find_record(const uint8_t *data, size_t size, size_t *length)
{
    Elf64_Ehdr header;
    Elf64_Shdr names, section;

    if (header_error(data, size, &header) ||
        !section_at(data, size, &header, header.e_shstrndx, &names))
        return NULL;
    for (size_t i = 0; i < header.e_shnum; i++) {
        if (!section_at(data, size, &header, i, &section) ||
            section.sh_type != SHT_PROGBITS ||
            section.sh_name > names.sh_size ||
            names.sh_size - section.sh_name < sizeof(IMAGE_RECORD) ||
            memcmp(data + names.sh_offset + section.sh_name, IMAGE_RECORD,
                   sizeof(IMAGE_RECORD)) != 0)
            continue;
        *length = section.sh_size;
        return (const char *)data + section.sh_offset;
    }
    return NULL;
}
