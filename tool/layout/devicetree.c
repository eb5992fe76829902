/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device tree of a virtual platform: what a guest for its machine reads to
 * find its memory, clock, console and power switch. It names the emulated
 * devices and those of the board that the partition has, and nothing else.
 */
#include "board.h"
#include "diag/diag.h"
#include "layout/internal.h"
#include "memory.h"

#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than any tree below takes; the page count follows from the real size. */
#define TREE_ROOM 16384

#define UART_CLOCK 3686400 /* Hz, as QEMU virt has it */
#define IRQ_SOFTWARE 3
#define IRQ_TIMER 7
#define IRQ_EXTERNAL 11
#define PLIC_SOURCES 53 /* and so the kernel has it */
#define UART_SOURCE 10
#define FINISHER_POWEROFF 0x5555
#define FINISHER_REBOOT 0x7777

enum phandle { PHANDLE_INTC = 1, PHANDLE_FINISHER, PHANDLE_PLIC };

/* The tree being written; the first error sticks. */
struct tree {
    void *data;
    int error;
};

static void note(struct tree *tree, int error)
{
    if (!tree->error)
        tree->error = error;
}

static void begin(struct tree *tree, const char *name)
{
    note(tree, fdt_begin_node(tree->data, name));
}

static void begin_at(struct tree *tree, const char *name, uint64_t address)
{
    char full[64];

    snprintf(full, sizeof(full), "%s@%llx", name, (unsigned long long)address);
    begin(tree, full);
}

static void end(struct tree *tree)
{
    note(tree, fdt_end_node(tree->data));
}

static void put_cell(struct tree *tree, const char *name, uint32_t value)
{
    note(tree, fdt_property_u32(tree->data, name, value));
}

/* A list of strings: `size` bytes, each string with its NUL. */
static void put_list(struct tree *tree, const char *name, const char *list,
                     size_t size)
{
    note(tree, fdt_property(tree->data, name, list, (int)size));
}

static void put_text(struct tree *tree, const char *name, const char *text)
{
    put_list(tree, name, text, strlen(text) + 1);
}

static void put_empty(struct tree *tree, const char *name)
{
    note(tree, fdt_property(tree->data, name, NULL, 0));
}

static void put_reg(struct tree *tree, uint64_t address, uint64_t size)
{
    fdt64_t reg[2] = {cpu_to_fdt64(address), cpu_to_fdt64(size)};

    note(tree, fdt_property(tree->data, "reg", reg, sizeof(reg)));
}

static void put_cell_counts(struct tree *tree, uint32_t address, uint32_t size)
{
    put_cell(tree, "#address-cells", address);
    put_cell(tree, "#size-cells", size);
}

static void write_cpus(struct tree *tree, uint64_t frequency)
{
    begin(tree, "cpus");
    put_cell_counts(tree, 1, 0);
    put_cell(tree, "timebase-frequency", (uint32_t)frequency);
    begin(tree, "cpu@0");
    put_text(tree, "device_type", "cpu");
    put_cell(tree, "reg", 0);
    put_text(tree, "status", "okay");
    put_text(tree, "compatible", "riscv");
    put_text(tree, "riscv,isa", "rv64imafdc");
    begin(tree, "interrupt-controller");
    put_cell(tree, "#interrupt-cells", 1);
    put_empty(tree, "interrupt-controller");
    put_text(tree, "compatible", "riscv,cpu-intc");
    put_cell(tree, "phandle", PHANDLE_INTC);
    end(tree);
    end(tree);
    end(tree);
}

/* Names `count` interrupts of the hart. */
static void put_interrupts(struct tree *tree, const uint32_t *numbers,
                           size_t count)
{
    fdt32_t cells[4];

    for (size_t i = 0; i < count; i++) {
        cells[2 * i] = cpu_to_fdt32(PHANDLE_INTC);
        cells[2 * i + 1] = cpu_to_fdt32(numbers[i]);
    }
    note(tree, fdt_property(tree->data, "interrupts-extended", cells,
                            (int)(2 * count * sizeof(cells[0]))));
}

static void write_device(struct tree *tree, const struct model_device *device)
{
    static const char clint[] = "sifive,clint0\0riscv,clint0";
    static const char plic[] = "sifive,plic-1.0.0\0riscv,plic0";
    static const char finisher[] = "sifive,test1\0sifive,test0\0syscon";
    static const uint32_t local[] = {IRQ_SOFTWARE, IRQ_TIMER};
    static const uint32_t external[] = {IRQ_EXTERNAL};

    switch (device->kind) {
    case BH_DEVICE_CLINT:
        begin_at(tree, "clint", device->address);
        put_list(tree, "compatible", clint, sizeof(clint));
        put_interrupts(tree, local, 2);
        break;
    case BH_DEVICE_PLIC:
        begin_at(tree, "plic", device->address);
        put_list(tree, "compatible", plic, sizeof(plic));
        put_empty(tree, "interrupt-controller");
        put_cell(tree, "#interrupt-cells", 1);
        put_cell(tree, "#address-cells", 0);
        put_interrupts(tree, external, 1);
        put_cell(tree, "riscv,ndev", PLIC_SOURCES);
        put_cell(tree, "phandle", PHANDLE_PLIC);
        break;
    case BH_DEVICE_UART16550:
    case BH_DEVICE_SECOND_UART:
        begin_at(tree, "serial", device->address);
        put_text(tree, "compatible", "ns16550a");
        put_cell(tree, "clock-frequency", UART_CLOCK);
        put_cell(tree, "interrupt-parent", PHANDLE_PLIC);
        put_cell(tree, "interrupts",
                 device->kind == BH_DEVICE_UART16550 ? UART_SOURCE
                                                     : SECOND_UART_SOURCE);
        break;
    case BH_DEVICE_HTIF:
        return; /* has no address, and so stands elsewhere */
    default:
        begin_at(tree, "test", device->address);
        put_list(tree, "compatible", finisher, sizeof(finisher));
        put_cell(tree, "phandle", PHANDLE_FINISHER);
        break;
    }
    put_reg(tree, device->address, device->size);
    end(tree);
}

/* A device's interrupts, at the virtual PLIC, which has the same numbers. */
static void put_sources(struct tree *tree,
                        const struct model_assigned *assigned)
{
    fdt32_t *cells = memory_allocate(assigned->interrupt_count + 1, 4);

    for (size_t i = 0; i < assigned->interrupt_count; i++)
        cells[i] = cpu_to_fdt32((uint32_t)assigned->interrupts[i]);
    if (assigned->interrupt_count > 0) {
        put_cell(tree, "interrupt-parent", PHANDLE_PLIC);
        note(tree, fdt_property(tree->data, "interrupts", cells,
                                (int)(4 * assigned->interrupt_count)));
    }
    free(cells);
}

/* The devices of the board that the partition has, if they have a binding. */
static void write_assigned(struct tree *tree, const struct model *model,
                           const struct model_partition *partition)
{
    for (size_t i = 0; i < partition->assigned_count; i++) {
        const struct model_assigned *assigned = &partition->assigned[i];
        const struct board_device *device;

        if (!assigned->name)
            continue;
        device = board_find_device(model->board, assigned->name);
        if (!device->compatible)
            continue;
        begin_at(tree, device->name, assigned->address);
        put_text(tree, "compatible", device->compatible);
        put_reg(tree, assigned->address, device->size);
        if (partition->platform == PLATFORM_VIRT)
            put_sources(tree, assigned);
        end(tree);
    }
}

static void write_switch(struct tree *tree, const char *name,
                         const char *compatible, uint32_t value)
{
    begin(tree, name);
    put_text(tree, "compatible", compatible);
    put_cell(tree, "regmap", PHANDLE_FINISHER);
    put_cell(tree, "offset", 0);
    put_cell(tree, "value", value);
    end(tree);
}

/*
 * To a device that masters the bus, RAM is where the board has it: from there
 * to where the partition sees it (Devicetree specification 0.4, 2.3.9).
 */
static void put_dma_ranges(struct tree *tree,
                           const struct model_partition *partition)
{
    fdt64_t ranges[3] = {0, cpu_to_fdt64(partition->memory_address),
                         cpu_to_fdt64(partition->memory_size)};

    note(tree, fdt_property(tree->data, "dma-ranges", ranges, sizeof(ranges)));
}

void device_tree_set_physical(const struct model_partition *partition,
                              uint8_t *tree)
{
    fdt64_t physical = cpu_to_fdt64(partition->memory_physical);
    int node = fdt_path_offset(tree, "/soc");

    fdt_setprop_inplace_namelen_partial(tree, node, "dma-ranges",
                                        sizeof("dma-ranges") - 1, 0, &physical,
                                        sizeof(physical));
}

/*
 * Memory that is shared is none of the partition's RAM: an operating system
 * leaves it alone, and a driver finds it (Devicetree specification 0.4, 3.5).
 */
static void write_shared(struct tree *tree, const struct model *model,
                         const struct model_partition *partition)
{
    const size_t index = (size_t)(partition - model->partitions);
    bool begun = false;

    for (size_t i = 0; i < model->shared_count; i++) {
        const struct model_shared *shared = &model->shared[i];
        const struct model_party *party = layout_party(shared, index);

        if (!party)
            continue;
        if (!begun) {
            begin(tree, "reserved-memory");
            put_cell_counts(tree, 2, 2);
            put_empty(tree, "ranges");
        }
        begun = true;
        begin_at(tree, "shared-memory", party->address);
        put_text(tree, "compatible", "bulkhead,shared-memory");
        put_text(tree, "label", shared->name);
        put_reg(tree, party->address, shared->size);
        put_empty(tree, "no-map");
        if (!(party->access & BH_ACCESS_WRITE))
            put_empty(tree, "read-only");
        end(tree);
    }
    if (begun)
        end(tree);
}

static void write_tree(struct tree *tree, const struct model *model,
                       const struct model_partition *partition)
{
    static const char virt[] = "bulkhead,virt\0riscv-virtio";
    static const char spike[] = "bulkhead,spike\0ucbbar,spike-bare-dev";
    const bool has_htif = partition->platform == PLATFORM_SPIKE;

    begin(tree, "");
    put_cell_counts(tree, 2, 2);
    put_list(tree, "compatible", has_htif ? spike : virt,
             has_htif ? sizeof(spike) : sizeof(virt));
    put_text(tree, "model", has_htif ? "Bulkhead spike" : "Bulkhead virt");
    begin(tree, "chosen");
    put_text(tree, "stdout-path", has_htif ? "/htif" : "/soc/serial@10000000");
    end(tree);
    begin_at(tree, "memory", partition->memory_address);
    put_text(tree, "device_type", "memory");
    put_reg(tree, partition->memory_address, partition->memory_size);
    end(tree);
    write_shared(tree, model, partition);
    write_cpus(tree, model->board->tick_frequency);
    begin(tree, "soc");
    put_cell_counts(tree, 2, 2);
    put_text(tree, "compatible", "simple-bus");
    put_empty(tree, "ranges");
    if (partition->assigned_count > 0)
        put_dma_ranges(tree, partition);
    for (size_t i = 0; i < partition->device_count; i++)
        write_device(tree, &partition->devices[i]);
    write_assigned(tree, model, partition);
    end(tree);
    if (has_htif) {
        begin(tree, "htif");
        put_text(tree, "compatible", "ucb,htif0");
        end(tree);
    } else {
        write_switch(tree, "poweroff", "syscon-poweroff", FINISHER_POWEROFF);
        write_switch(tree, "reboot", "syscon-reboot", FINISHER_REBOOT);
    }
    end(tree);
}

int device_tree_make(const struct model *model,
                     struct model_partition *partition)
{
    struct tree tree = {.data = memory_allocate(1, TREE_ROOM)};

    if (partition->platform == PLATFORM_NONE) {
        free(tree.data);
        return 0;
    }
    note(&tree, fdt_create(tree.data, TREE_ROOM));
    note(&tree, fdt_finish_reservemap(tree.data));
    write_tree(&tree, model, partition);
    note(&tree, fdt_finish(tree.data));
    partition->device_tree = tree.data;
    if (tree.error) {
        diag_error(&partition->position, "device-tree",
                   "the device tree of partition '%s' cannot be written: %s",
                   partition->name, fdt_strerror(tree.error));
        return -1;
    }
    partition->device_tree_size = fdt_totalsize(tree.data);
    partition->argument = DEVICE_TREE_ADDRESS;
    return 0;
}
