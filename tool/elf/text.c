/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a manifest says, in words for people.
 */
#include "elf/elf.h"

#include <stdio.h>

static const char *const kinds[ELF_PORT_KINDS] = {"sampling", "queuing",
                                                  "doorbell", "shared-memory"};

/* By the bit of a mask. */
static const char *const extensions[] = {
    "partition", "console", "time",   "sampling", "queuing", "interrupt",
    "plan",      "trace",   "health", "port",     "system"};

_Static_assert(sizeof(extensions) / sizeof(extensions[0]) == BH_EXT_COUNT,
               "each has its name");

const char *elf_port_text(char text[ELF_PORT_TEXT],
                          const struct bh_note_port *port)
{
    int length =
        snprintf(text, ELF_PORT_TEXT, "%s %s of %u bytes", kinds[port->kind],
                 port->direction == BH_PORT_SOURCE ? "source" : "destination",
                 port->message_size);

    if (port->kind == BH_PORT_QUEUING)
        snprintf(text + length, (size_t)(ELF_PORT_TEXT - length), ", %u deep",
                 port->depth);
    return text;
}

const char *elf_extensions_text(char text[ELF_EXTENSIONS_TEXT], uint32_t mask)
{
    int length = snprintf(text, ELF_EXTENSIONS_TEXT, "%s", mask ? "" : "none");

    for (unsigned int i = 0; i < 32; i++) {
        char number[4];
        const char *name = number;

        if (!(mask & 1u << i))
            continue;
        snprintf(number, sizeof(number), "%u", i);
        if (i < sizeof(extensions) / sizeof(extensions[0]))
            name = extensions[i];
        length +=
            snprintf(text + length, (size_t)(ELF_EXTENSIONS_TEXT - length),
                     "%s%s", length > 0 ? ", " : "", name);
    }
    return text;
}
