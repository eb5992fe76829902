/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes an image out of a system file or of a guest alone, if it must, in
 * memory that goes when this process does, and starts QEMU on it.
 */
#define _GNU_SOURCE
#include "run/machine.h"

#include "board.h"
#include "diag/diag.h"
#include "image/file.h"
#include "image/image.h"
#include "memory.h"
#include "read/read.h"
#include "run/child.h"
#include "run/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define QEMU "qemu-system-riscv64"
#define ARGUMENTS 40 /* more than QEMU is ever given by us */
#define MIB ((uint64_t)1 << 20)

/* More room than QEMU takes at the end of RAM for a device tree of its own. */
#define TREE_ROOM (4 * MIB)

/*
 * RAM for the machine. QEMU puts a device tree of its own at the end of RAM,
 * and refuses to start if the image reaches there: then it gets more RAM, which
 * the system does not use.
 */
static uint64_t machine_ram(const struct bh_config *config)
{
    uint64_t loaded = config->address - config->ram_start + config->size;
    uint64_t least = layout_round_up(loaded, TREE_ROOM) + TREE_ROOM;

    return config->ram_size > least ? config->ram_size : least;
}

/* What was asked for on the command line, whatever the system file says. */
static int apply_options(const char *path, const struct run_options *options,
                         struct model *model)
{
    struct position position = {path, 0};
    struct model_partition *first = model->partitions;

    if (options->record &&
        (model->partition_count != 1 || first->platform == PLATFORM_NONE)) {
        diag_error(&position, "record",
                   "cannot be recorded: that takes a system with one partition "
                   "and no other, not of platform 'none'");
        return -1;
    }
    for (size_t i = 0; i < model->partition_count; i++) {
        if (options->guest.no_rewrite || options->record)
            model->partitions[i].rewrite = false;
        if (options->guest.trap_null)
            model->partitions[i].null_page_traps = true;
    }
    return 0;
}

/* Puts the image of the system into memory. The path is the kernel's. */
static int make_image(const char *path, const struct run_options *options,
                      struct machine *machine)
{
    struct position position = {path, 0};
    struct build *build = &machine->build;
    const char *error;
    int descriptor;

    if (apply_options(path, options, &build->model) ||
        build_model(options->kernel, build))
        return -1;
    descriptor = memfd_create("bulkhead-image", 0);
    error = descriptor < 0 ? strerror(errno)
                           : image_write(descriptor, &build->kernel,
                                         &build->layout, build->blob, NULL);
    if (error) {
        diag_error(&position, "output", "cannot write an image: %s", error);
        return -1;
    }
    snprintf(machine->image, sizeof(machine->image), "/proc/self/fd/%d",
             descriptor);
    machine->file = machine->image;
    machine->symbols = build->kernel.path;
    machine->board = build->model.board;
    machine->ram_size = machine_ram((const void *)build->blob);
    collect_find(&machine->trace, (const void *)build->blob);
    return 0;
}

static int prepare_system(const char *path, const struct run_options *options,
                          struct machine *machine)
{
    struct position position = {path, 0};

    if (options->guest.memory != 0 || options->print_system) {
        diag_error(&position, "file",
                   "is no executable: --memory and --print-system are for one");
        return -1;
    }
    if (read_system(path, &machine->build.model))
        return -1;
    return make_image(path, options, machine);
}

static int prepare_guest(const char *path, const uint8_t *data, size_t size,
                         const struct run_options *options,
                         struct machine *machine)
{
    char *text = guest_describe(path, data, size, &options->guest);
    int status = text ? 0 : -1;

    if (text && options->print_system)
        fputs(text, stdout);
    else if (text)
        status = guest_read(path, text, &machine->build.model) ||
                         make_image(path, options, machine)
                     ? -1
                     : 0;
    free(text);
    return status;
}

/* An image is made: what it holds cannot be asked for any more. */
static bool can_change(const struct run_options *options)
{
    return options->guest.memory != 0 || options->guest.no_rewrite ||
           options->guest.trap_null || options->print_system || options->record;
}

/*
 * An image is run as it is, damaged or not, as long as it has a configuration:
 * the kernel judges it.
 */
static int prepare_image(const char *path, const struct image *image,
                         const char *damage, const struct run_options *options,
                         struct machine *machine)
{
    struct position position = {path, 0};
    const struct bh_config *config = (const void *)image->blob;

    if (can_change(options)) {
        diag_error(&position, "image",
                   "is an image, and run as it is: it can be neither changed "
                   "nor recorded");
        return -1;
    }
    machine->file = path;
    machine->symbols = path;
    machine->board = board_at(0);
    machine->ram_size = machine->board->ram_size_default;
    if (damage) {
        diag_warning(&position, "image", "%s", damage);
        return 0;
    }
    machine->board = board_with_ram(config->ram_start);
    machine->ram_size = machine_ram(config);
    collect_find(&machine->trace, config);
    if (!machine->board) {
        diag_error(&position, "image", "it is for no board that is known");
        return -1;
    }
    return 0;
}

static int prepare_elf(const char *path, const uint8_t *data, size_t size,
                       const struct run_options *options,
                       struct machine *machine)
{
    struct image image;
    const char *damage = image_find_blob(data, size, &image);
    int status;

    if (image.blob)
        status = prepare_image(path, &image, damage, options, machine);
    else
        status = prepare_guest(path, data, size, options, machine);
    free(image.blob);
    return status;
}

int machine_prepare(const char *path, const struct run_options *options,
                    struct machine *machine)
{
    struct position position = {path, 0};
    uint8_t *data;
    size_t size;
    int status;

    memset(machine, 0, sizeof(*machine));
    if (file_read(path, &data, &size)) {
        diag_error(&position, "file", "cannot read: %s", strerror(errno));
        return -1;
    }
    status = image_is_elf(data, size)
                 ? prepare_elf(path, data, size, options, machine)
                 : prepare_system(path, options, machine);
    free(data);
    if (status == 0 && options->trace && !machine->trace.header &&
        !options->print_system) {
        diag_error(&position, "trace",
                   "the system has no <trace>: there is nothing to record");
        status = -1;
    }
    return status;
}

void machine_free(struct machine *machine)
{
    free(machine->trace.header);
    build_free(&machine->build);
}

static int run_recorded(const char **argv, size_t count,
                        const struct run_options *options)
{
    struct record record;
    int status;

    if (record_begin(&record, options->record))
        return 1;
    argv[count++] = "-d";
    argv[count++] = "int";
    argv[count++] = "-D";
    argv[count++] = record.log;
    status = child_run((char *const *)(uintptr_t)argv, options->timeout);
    if (record_end(&record) && status == 0)
        status = 1;
    return status;
}

/* QEMU's RAM becomes a file that is read meanwhile. */
static int run_traced(const char **argv, size_t count,
                      const struct machine *machine,
                      const struct run_options *options)
{
    struct collect collect;
    char object[128];
    int status;

    if (collect_begin(&collect, &machine->trace, options->trace,
                      machine->ram_size))
        return 1;
    snprintf(object, sizeof(object),
             "memory-backend-file,id=ram,size=%llu,mem-path=%s,share=on",
             (unsigned long long)machine->ram_size, collect.ram);
    argv[count++] = "-object";
    argv[count++] = object;
    argv[count++] = "-machine";
    argv[count++] = "memory-backend=ram";
    status = child_run((char *const *)(uintptr_t)argv, options->timeout);
    if (collect_end(&collect) && status == 0)
        status = 1;
    return status;
}

int machine_run(const struct machine *machine,
                const struct run_options *options)
{
    char ram[32], icount[32];
    const char *const fixed[] = {QEMU,
                                 "-M",
                                 machine->board->qemu_machine,
                                 "-cpu",
                                 machine->board->qemu_cpu,
                                 "-smp",
                                 "1",
                                 "-m",
                                 ram,
                                 "-bios",
                                 "none",
                                 "-display",
                                 "none",
                                 "-monitor",
                                 "none",
                                 "-chardev",
                                 "stdio,id=c,signal=on",
                                 "-serial",
                                 "chardev:c",
                                 "-kernel",
                                 machine->file};
    size_t count = sizeof(fixed) / sizeof(fixed[0]);
    const char **argv = memory_allocate(
        ARGUMENTS + (size_t)options->argument_count, sizeof(*argv));
    int status;

    snprintf(ram, sizeof(ram), "%lluK",
             (unsigned long long)(machine->ram_size / 1024));
    memcpy(argv, fixed, sizeof(fixed));
    if (options->icount_shift >= 0) {
        snprintf(icount, sizeof(icount), "shift=%d,sleep=off",
                 options->icount_shift);
        argv[count++] = "-icount";
        argv[count++] = icount;
    }
    if (options->gdb) {
        argv[count++] = "-s";
        argv[count++] = "-S";
        fprintf(stderr,
                "bulkhead: QEMU waits for GDB: target remote :1234, symbols in "
                "%s\n",
                machine->symbols);
    }
    for (int i = 0; i < options->argument_count; i++)
        argv[count++] = options->arguments[i];
    if (options->record)
        status = run_recorded(argv, count, options);
    else if (options->trace)
        status = run_traced(argv, count, machine, options);
    else
        status = child_run((char *const *)(uintptr_t)argv, options->timeout);
    free(argv);
    return status;
}
