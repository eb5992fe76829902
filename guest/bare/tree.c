/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a flattened device tree (devicetree specification 0.3, chapter 5) for
 * what a real-time operating system takes from it: one walk over the nodes, of
 * which each is looked at once its properties are known.
 */
#include "guest/bare/bare.h"

#include <bulkhead/text.h>

#define MAGIC 0xd00dfeedu
#define BEGIN_NODE 1
#define END_NODE 2
#define PROPERTY 3
#define NOTHING 4

#define DEPTH_MAX 8
#define PATH_SIZE 128

struct bare_machine bare_machine;

/* A property; value is NULL if the node has none such. */
struct property {
    const uint8_t *value;
    uint32_t size;
};

/* What is looked at of a node. */
struct node {
    size_t path_length; /* of its parent's path */
    struct property compatible, reg, device_type, phandle, ndev, extended;
    struct property interrupts, clock, timebase;
};

/* The walk: where it is, and what all of it needs. */
struct walk {
    const uint8_t *strings, *at;
    struct node node[DEPTH_MAX];
    int depth;
    char path[PATH_SIZE];
    char console[PATH_SIZE]; /* stdout-path */
};

static uint32_t be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

/* Cell n; 0 if the property has not so many. */
static uint64_t cell(struct property property, size_t n)
{
    return property.size < 4 * (n + 1) ? 0 : be32(property.value + 4 * n);
}

static uint64_t two_cells(struct property property, size_t n)
{
    return cell(property, n) << 32 | cell(property, n + 1);
}

/* Whether a list of strings has that one. */
static bool lists(struct property property, const char *text)
{
    size_t length = strlen(text) + 1;

    for (uint32_t i = 0; i + length <= property.size; i++)
        if ((i == 0 || property.value[i - 1] == '\0') &&
            memcmp(property.value + i, text, length) == 0)
            return true;
    return false;
}

static void take_cells(uint64_t *to, struct property property)
{
    for (uint32_t i = 0; i < 4; i++)
        to[i] = cell(property, i);
}

/* Addresses of devices and memory are two cells each, as on `virt`. */
static void take_node(const struct walk *walk, const struct node *node)
{
    struct bare_machine *machine = &bare_machine;
    const uint64_t address = two_cells(node->reg, 0);

    if (node->timebase.value != NULL)
        machine->frequency = cell(node->timebase, 0);
    if (lists(node->device_type, "memory")) {
        machine->memory_start = address;
        machine->memory_size = two_cells(node->reg, 2);
    }
    if (lists(node->compatible, "riscv,cpu-intc") && machine->hart_phandle == 0)
        machine->hart_phandle = cell(node->phandle, 0);
    if (lists(node->compatible, "riscv,clint0")) {
        machine->clint = address;
        take_cells(machine->clint_cells, node->extended);
    }
    if (lists(node->compatible, "riscv,plic0")) {
        machine->plic = address;
        machine->plic_sources = cell(node->ndev, 0);
        take_cells(machine->plic_cells, node->extended);
    }
    if (lists(node->compatible, "sifive,test0"))
        machine->finisher = address;
    if (lists(node->compatible, "ucb,htif0"))
        machine->htif = true;
    if (lists(node->compatible, "ns16550a") &&
        strcmp(walk->path, walk->console) == 0) {
        machine->uart = address;
        machine->uart_clock = cell(node->clock, 0);
        machine->uart_source = cell(node->interrupts, 0);
    }
}

static void take_property(struct walk *walk, const char *name,
                          struct property property)
{
    struct node *node = &walk->node[walk->depth - 1];
    const struct {
        const char *name;
        struct property *to;
    } known[] = {
        {"compatible", &node->compatible},
        {"reg", &node->reg},
        {"device_type", &node->device_type},
        {"phandle", &node->phandle},
        {"riscv,ndev", &node->ndev},
        {"interrupts-extended", &node->extended},
        {"interrupts", &node->interrupts},
        {"clock-frequency", &node->clock},
        {"timebase-frequency", &node->timebase},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(name, known[i].name) == 0)
            *known[i].to = property;
    if (strcmp(name, "stdout-path") == 0 && property.size <= PATH_SIZE)
        memcpy(walk->console, property.value, property.size);
}

/* Goes down, and adds the node's name to the path. False: too deep, or long. */
static bool enter(struct walk *walk)
{
    const char *name = (const char *)walk->at;
    const size_t length = strlen(walk->path), more = strlen(name);

    if (walk->depth == DEPTH_MAX || length + more + 2 > PATH_SIZE)
        return false;
    memset(&walk->node[walk->depth], 0, sizeof(walk->node[0]));
    walk->node[walk->depth++].path_length = length;
    if (walk->depth > 1) {
        walk->path[length] = '/';
        memcpy(walk->path + length + 1, name, more + 1);
    }
    walk->at += (more + 4) / 4 * 4;
    return true;
}

/* Takes the next token. False: it was the last, or none that is known. */
static bool step(struct walk *walk)
{
    struct property property;
    const char *name;

    walk->at += 4;
    switch (be32(walk->at - 4)) {
    case BEGIN_NODE:
        return enter(walk);
    case END_NODE:
        walk->depth--;
        take_node(walk, &walk->node[walk->depth]);
        walk->path[walk->node[walk->depth].path_length] = '\0';
        return walk->depth > 0;
    case PROPERTY:
        property.size = be32(walk->at);
        property.value = walk->at + 8;
        name = (const char *)walk->strings + be32(walk->at + 4);
        walk->at += 8 + (property.size + 3) / 4 * 4;
        take_property(walk, name, property);
        return true;
    default:
        return be32(walk->at - 4) == NOTHING;
    }
}

bool bare_tree_read(uint64_t tree)
{
    static struct walk walk;
    const uint8_t *header = (const uint8_t *)tree;

    if (be32(header) != MAGIC)
        return false;
    bare_machine.tree = tree;
    bare_machine.tree_size = be32(header + 4);
    walk.strings = header + be32(header + 12);
    /* Twice: the node that stdout-path names may stand before it. */
    for (int i = 0; i < 2; i++) {
        walk.at = header + be32(header + 8);
        while (step(&walk))
            ;
    }
    return bare_machine.clint != 0 &&
           (bare_machine.htif ||
            (bare_machine.uart != 0 && bare_machine.finisher != 0));
}
