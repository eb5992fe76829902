/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What programs say they need against what there is: their partition's ports,
 * and the kernel. Whoever is told of a mismatch is told both sides of it.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "elf/elf.h"
#include "read/read.h"

#include <string.h>

/* A port of the system in the words of a manifest. */
static struct bh_note_port note_of(const struct model_port *port)
{
    return (struct bh_note_port){.kind = port->kind,
                                 .direction = port->direction,
                                 .message_size = (uint32_t)port->message_size,
                                 .depth = (uint32_t)port->depth};
}

static const struct model_port *
find_port(const struct model_partition *partition, const char *name)
{
    for (size_t i = 0; i < partition->port_count; i++) {
        if (strcmp(partition->ports[i].name, name) == 0)
            return &partition->ports[i];
    }
    return NULL;
}

static bool has_kind(const struct model_partition *partition, uint32_t kind)
{
    for (size_t i = 0; i < partition->port_count; i++) {
        if (partition->ports[i].kind == kind)
            return true;
    }
    return false;
}

static void check_need(const struct model_partition *partition,
                       const struct bh_note_port *need)
{
    const struct model_port *port = find_port(partition, need->name);
    char text[2][ELF_PORT_TEXT];
    struct bh_note_port there;

    if (!port) {
        diag_error(&partition->image_position, "manifest-port",
                   "partition '%s': its program needs port '%s', a %s; the "
                   "partition has %s",
                   partition->name, need->name, elf_port_text(text[0], need),
                   has_kind(partition, need->kind) ? "no port of that name"
                                                   : "no port of that kind");
        return;
    }
    there = note_of(port);
    if (port->message_size == READ_REFUSED ||
        (there.kind == need->kind && there.direction == need->direction &&
         there.message_size == need->message_size &&
         (there.depth == need->depth || there.kind != BH_PORT_QUEUING)))
        return;
    diag_error(&port->position, "manifest-port-mismatch",
               "port '%s' of partition '%s': its program needs a %s; the "
               "system has a %s",
               port->name, partition->name, elf_port_text(text[0], need),
               elf_port_text(text[1], &there));
}

/* Ports that a program with a list of its ports does not list. */
static void check_unused(const struct model_partition *partition,
                         const struct elf_manifest *manifest)
{
    for (size_t i = 0; i < partition->port_count; i++) {
        const struct model_port *port = &partition->ports[i];
        size_t j = 0;

        while (j < manifest->port_count &&
               strcmp(manifest->ports[j].name, port->name) != 0)
            j++;
        if (j == manifest->port_count)
            diag_warning(&port->position, "manifest-port-unused",
                         "port '%s' of partition '%s': its program needs "
                         "other ports, and not this one",
                         port->name, partition->name);
    }
}

/* A program for ports, in a partition that has none for it. */
static void check_kinds(const struct model_partition *partition,
                        uint32_t extensions)
{
    const bool sampling = extensions & BH_EXTENSION_BIT(BH_EXT_SAMPLING);
    const bool queuing = extensions & BH_EXTENSION_BIT(BH_EXT_QUEUING);

    if ((!sampling && !queuing) ||
        (sampling && has_kind(partition, BH_PORT_SAMPLING)) ||
        (queuing && has_kind(partition, BH_PORT_QUEUING)))
        return;
    diag_warning(&partition->image_position, "manifest-no-port",
                 "partition '%s': its program was built for %s ports; the "
                 "partition has none",
                 partition->name,
                 !queuing    ? "sampling"
                 : !sampling ? "queuing"
                             : "sampling or queuing");
}

void check_manifest(const struct model_partition *partition)
{
    const struct elf_manifest *manifest = &partition->program.manifest;

    for (size_t i = 0; i < manifest->port_count; i++)
        check_need(partition, &manifest->ports[i]);
    if (manifest->port_count > 0)
        check_unused(partition, manifest);
    else
        check_kinds(partition, manifest->abi.extensions);
}

static bool serves(const struct bh_note_abi *offer, uint32_t version)
{
    return offer->abi_version >> 16 == version >> 16 &&
           offer->abi_version >= version;
}

static void check_partition(const struct model_partition *partition,
                            const struct bh_note_abi *offer)
{
    const struct bh_note_abi *need = &partition->program.manifest.abi;
    const uint32_t lacks = need->extensions & ~offer->extensions;
    char text[2][ELF_EXTENSIONS_TEXT];

    if (need->abi_version == 0)
        return;
    if (!serves(offer, need->abi_version))
        diag_error(&partition->image_position, "manifest-abi",
                   "partition '%s': its program needs ABI %u.%u, the kernel "
                   "has %u.%u",
                   partition->name, need->abi_version >> 16,
                   need->abi_version & 0xffff, offer->abi_version >> 16,
                   offer->abi_version & 0xffff);
    else if (lacks)
        diag_error(&partition->image_position, "manifest-extension",
                   "partition '%s': its program needs the extensions: %s; the "
                   "kernel has not those, but: %s",
                   partition->name, elf_extensions_text(text[0], lacks),
                   elf_extensions_text(text[1], offer->extensions));
}

int check_offer(const struct model *model, const struct bh_note_abi *offer)
{
    const unsigned long errors = diag_error_count();

    for (size_t i = 0; i < model->partition_count; i++)
        check_partition(&model->partitions[i], offer);
    return diag_error_count() == errors ? 0 : -1;
}

bool check_needs_kernel(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        if (model->partitions[i].program.manifest.abi.abi_version != 0)
            return true;
    }
    return false;
}

void check_print_manifest(FILE *out, const struct elf_manifest *manifest)
{
    const struct bh_note_abi *abi = &manifest->abi;
    char text[ELF_EXTENSIONS_TEXT];

    if (abi->abi_version != 0)
        fprintf(out, "  needs ABI %u.%u, extensions: %s\n",
                abi->abi_version >> 16, abi->abi_version & 0xffff,
                elf_extensions_text(text, abi->extensions));
    for (size_t i = 0; i < manifest->port_count; i++)
        fprintf(out, "  needs port '%s', %s\n", manifest->ports[i].name,
                elf_port_text(text, &manifest->ports[i]));
}
