/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the blob in an image. The file may be damaged or made to mislead, so it
 * is read by its program headers alone, each number checked before use; section
 * headers, which a stripped image lacks, are not needed.
 */
#include "image/blob.h"
#include "image/image.h"
#include "memory.h"

#include <elf.h>
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

static const char *take_blob(const uint8_t *data, const Elf64_Phdr *segment,
                             struct image *image)
{
    const char *error;

    image->size = (size_t)segment->p_filesz;
    image->blob = memory_allocate(1, image->size);
    memcpy(image->blob, data + segment->p_offset, image->size);
    error = blob_error(image->blob, image->size);
    if (error)
        return error;
    if (((const struct bh_config *)(const void *)image->blob)->address !=
        segment->p_paddr)
        return "the configuration is loaded at another address than it is for";
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
        Elf64_Phdr segment;

        memcpy(&segment, data + header.e_phoff + i * sizeof(segment),
               sizeof(segment));
        if (holds_blob(data, size, &segment))
            return take_blob(data, &segment, image);
    }
    return "no configuration in it: not an image that 'bulkhead build' made";
}
