/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The manifest of a program: the notes in which it states what it needs; see
 * bulkhead/manifest.h. They stand in sections, and those that are loaded in
 * segments, too: read twice, they say the same. Others' notes are left alone,
 * but where ours are, nothing may be wrong.
 */
#define _GNU_SOURCE
#include "elf/internal.h"
#include "memory.h"

#include <bulkhead/info.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

static const char owner[] = BH_NOTE_OWNER;
/* Bytes of the file with notes, one behind the other. */
struct range {
    uint64_t offset;
    uint64_t size;
    uint64_t unit; /* each part of a note begins at a multiple */
};

static int refuse_form(const struct program_reader *reader, const char *why)
{
    return program_refuse(reader, "manifest-form", "has a manifest %s", why);
}

static int read_abi(const struct program_reader *reader,
                    const struct bh_note_abi *abi)
{
    struct bh_note_abi *all = &reader->partition->program.manifest.abi;
    const uint32_t one = all->abi_version, two = abi->abi_version;

    if (two == 0)
        return refuse_form(reader, "that needs version 0.0 of the guest "
                                   "interface, which there never was");
    if (one != 0 && one >> 16 != two >> 16)
        return program_refuse(reader, "manifest-conflict",
                              "has a manifest that needs both ABI %u.%u and "
                              "ABI %u.%u",
                              one >> 16, one & 0xffff, two >> 16, two & 0xffff);
    if (two > one)
        all->abi_version = two;
    all->extensions |= abi->extensions;
    return 0;
}

static int add_port(const struct program_reader *reader,
                    const struct bh_note_port *port)
{
    struct elf_manifest *manifest = &reader->partition->program.manifest;
    char text[2][ELF_PORT_TEXT];

    for (size_t i = 0; i < manifest->port_count; i++) {
        const struct bh_note_port *other = &manifest->ports[i];

        if (strcmp(port->name, other->name) != 0)
            continue;
        if (port->kind == other->kind && port->direction == other->direction &&
            port->message_size == other->message_size &&
            port->depth == other->depth)
            return 0;
        return program_refuse(reader, "manifest-conflict",
                              "has a manifest that needs port '%s' to be both "
                              "a %s and a %s",
                              port->name, elf_port_text(text[0], other),
                              elf_port_text(text[1], port));
    }
    if (manifest->port_count == BH_PORTS_MAX)
        return refuse_form(reader,
                           "that needs more ports than a partition can have");
    if (!manifest->ports)
        manifest->ports = memory_allocate(BH_PORTS_MAX, sizeof(*port));
    manifest->ports[manifest->port_count++] = *port;
    return 0;
}

static int read_port(const struct program_reader *reader,
                     const struct bh_note_port *port)
{
    if (port->name[0] == '\0' || !memchr(port->name, '\0', sizeof(port->name)))
        return refuse_form(reader, port->name[0] == '\0'
                                       ? "with a port that has no name"
                                       : "with a port whose name has no end");
    if (port->kind >= ELF_PORT_KINDS || port->direction > BH_PORT_DESTINATION)
        return refuse_form(reader, "with a port of a kind or direction that "
                                   "is not known");
    return add_port(reader, port);
}

/* What our note of this type says. */
static int read_note(const struct program_reader *reader, uint32_t type,
                     const uint8_t *data, uint64_t size)
{
    struct bh_note_abi abi;
    struct bh_note_port port;

    if (type == BH_NOTE_ABI && size == sizeof(abi)) {
        memcpy(&abi, data, sizeof(abi));
        return read_abi(reader, &abi);
    }
    if (type == BH_NOTE_PORT && size == sizeof(port)) {
        memcpy(&port, data, sizeof(port));
        return read_port(reader, &port);
    }
    return refuse_form(reader, type == BH_NOTE_ABI || type == BH_NOTE_PORT
                                   ? "with a note of another size than it "
                                     "must have"
                                   : "with a note of a type that is not known");
}

static uint64_t round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) & ~(unit - 1);
}

static int read_range(const struct program_reader *reader,
                      const struct range *range)
{
    const uint8_t *data = reader->data + range->offset;
    uint64_t left = range->size;
    int status = 0;

    while (left > 0) {
        Elf64_Nhdr note = {.n_namesz = UINT32_MAX};
        uint64_t text, end;

        if (left >= sizeof(note))
            memcpy(&note, data, sizeof(note));
        text = round_up(sizeof(note) + note.n_namesz, range->unit);
        if (text > left || note.n_descsz > left - text)
            return refuse_form(reader, "that ends within a note");
        if (note.n_namesz == sizeof(owner) &&
            memcmp(data + sizeof(note), owner, sizeof(owner)) == 0)
            status |=
                read_note(reader, note.n_type, data + text, note.n_descsz);
        end = round_up(text + note.n_descsz, range->unit);
        end = end < left ? end : left;
        data += end;
        left -= end;
    }
    return status;
}

/*
 * Reads a range if it is ours; `*budget` is what of the file was not yet read.
 * Linkers let no notes share bytes, and who does would have them read for ever.
 */
static int read_ours(const struct program_reader *reader,
                     const struct range *range, bool ours, uint64_t *budget)
{
    if (range->offset > reader->size ||
        range->size > reader->size - range->offset)
        return program_refuse(reader, "elf-truncated",
                              "is cut short: notes of it lie beyond its end");
    if (range->size > *budget)
        return refuse_form(reader, "among notes that share bytes of the file");
    *budget -= range->size;
    if (!ours && !memmem(reader->data + range->offset, range->size, owner,
                         sizeof(owner)))
        return 0;
    return read_range(reader, range);
}

static int read_segments(const struct program_reader *reader, Elf *elf,
                         size_t count)
{
    uint64_t budget = reader->size;
    int status = 0;

    for (size_t i = 0; i < count && !status; i++) {
        GElf_Phdr header;
        struct range range;

        if (!gelf_getphdr(elf, (int)i, &header) || header.p_type != PT_NOTE)
            continue;
        range = (struct range){header.p_offset, header.p_filesz,
                               header.p_align == 8 ? 8 : 4};
        status = read_ours(reader, &range, false, &budget);
    }
    return status;
}

static int read_sections(const struct program_reader *reader, Elf *elf)
{
    uint64_t budget = reader->size;
    Elf_Scn *section = NULL;
    size_t names = 0;
    int status = 0;

    elf_getshdrstrndx(elf, &names);
    while (!status && (section = elf_nextscn(elf, section)) != NULL) {
        GElf_Shdr header;
        struct range range;
        const char *name;

        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
            continue;
        name = elf_strptr(elf, names, header.sh_name);
        range = (struct range){header.sh_offset, header.sh_size,
                               header.sh_addralign == 8 ? 8 : 4};
        status =
            read_ours(reader, &range,
                      name && strcmp(name, ".note.bulkhead") == 0, &budget);
    }
    return status;
}

int notes_read(const struct program_reader *reader, Elf *elf, size_t count)
{
    int status = read_segments(reader, elf, count);

    return status ? status : read_sections(reader, elf);
}
