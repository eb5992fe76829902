/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes an image out of a system file or of a guest alone, if it must, in
 * memory that goes when this process does.
 */
#define _GNU_SOURCE
#include "run/machine.h"

#include "board.h"
#include "diag/diag.h"
#include "image/file.h"
#include "image/image.h"
#include "read/read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

/* Behind the configuration lies what guests can write. */
static uint64_t machine_kernel_size(const struct bh_config *config)
{
    return config->address - config->ram_start;
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
    machine->kernel_size = machine_kernel_size((const void *)build->blob);
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
    machine->kernel_size = KERNEL_SIZE_MAX; /* no guest will run */
    if (damage) {
        diag_warning(&position, "image", "%s", damage);
        return 0;
    }
    machine->board = board_with_ram(config->ram_start);
    machine->ram_size = machine_ram(config);
    machine->kernel_size = machine_kernel_size(config);
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
