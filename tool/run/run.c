/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command: makes an image out of a system file, if it must, in memory that
 * goes when this process does, and starts QEMU on it.
 */
#define _GNU_SOURCE
#include "run/run.h"

#include "board.h"
#include "build/build.h"
#include "diag/diag.h"
#include "image/file.h"
#include "image/image.h"
#include "memory.h"
#include "run/child.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define QEMU "qemu-system-riscv64"
#define ARGUMENTS 32 /* more than QEMU is ever given by us */
#define MIB ((uint64_t)1 << 20)

/* More room than QEMU takes at the end of RAM for a device tree of its own. */
#define TREE_ROOM (4 * MIB)

struct options {
    const char *kernel;
    double timeout; /* seconds, or 0 */
    bool icount;
    bool gdb;
    char **arguments; /* for QEMU */
    int argument_count;
};

/* What to run. */
struct machine {
    char image[64];      /* path of an image that is in memory only */
    const char *file;    /* the path that QEMU opens */
    const char *symbols; /* where GDB finds the kernel's */
    const struct board *board;
    uint64_t ram_size;
};

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

/* Puts the image of a system file into memory. The path is the kernel's. */
static int prepare_system(const char *path, const struct options *options,
                          struct build *build, struct machine *machine)
{
    struct position position = {path, 0};
    const char *error;
    int descriptor;

    if (build_system(path, options->kernel, build))
        return -1;
    descriptor = memfd_create("bulkhead-image", 0);
    error = descriptor < 0 ? strerror(errno)
                           : image_write(descriptor, &build->kernel,
                                         &build->layout, build->blob);
    if (error) {
        diag_error(&position, "output", "cannot write an image: %s", error);
        return -1;
    }
    snprintf(machine->image, sizeof(machine->image), "/proc/self/fd/%d",
             descriptor);
    machine->symbols = build->kernel.path;
    machine->board = build->model.board;
    machine->ram_size = machine_ram((const void *)build->blob);
    return 0;
}

static const struct board *find_board(uint64_t ram_start)
{
    const struct board *board;

    for (size_t i = 0; (board = board_at(i)) != NULL; i++) {
        if (board->ram_start == ram_start)
            break;
    }
    return board;
}

/*
 * An image is run as it is, damaged or not, as long as it has a configuration:
 * the kernel judges it.
 */
static int prepare_image(const char *path, const uint8_t *data, size_t size,
                         struct machine *machine)
{
    struct position position = {path, 0};
    struct image image;
    const char *error = image_find_blob(data, size, &image);
    const struct bh_config *config = (const void *)image.blob;
    bool found = config != NULL;

    machine->symbols = path;
    machine->board = board_at(0);
    machine->ram_size = machine->board->ram_size_default;
    if (!found) {
        diag_error(&position, "image", "%s", error);
    } else if (error) {
        diag_warning(&position, "image", "%s", error);
    } else {
        machine->board = find_board(config->ram_start);
        machine->ram_size = machine_ram(config);
    }
    free(image.blob);
    if (found && !machine->board) {
        diag_error(&position, "image", "it is for no board that is known");
        return -1;
    }
    return found ? 0 : -1;
}

static int prepare(const char *path, const struct options *options,
                   struct build *build, struct machine *machine)
{
    struct position position = {path, 0};
    uint8_t *data;
    size_t size;
    int status;

    if (file_read(path, &data, &size)) {
        diag_error(&position, "file", "cannot read: %s", strerror(errno));
        return -1;
    }
    machine->file = path;
    if (image_is_elf(data, size)) {
        status = prepare_image(path, data, size, machine);
    } else {
        status = prepare_system(path, options, build, machine);
        machine->file = machine->image;
    }
    free(data);
    return status;
}

/* Starts QEMU with what it needs and what the caller adds. */
static int start(const struct machine *machine, const struct options *options)
{
    char ram[32];
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
    if (options->icount) {
        argv[count++] = "-icount";
        argv[count++] = "shift=0,sleep=off";
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
    status = child_run((char *const *)(uintptr_t)argv, options->timeout);
    free(argv);
    return status;
}

static void usage(FILE *out)
{
    fputs(
        "Usage: bulkhead run [OPTION]... FILE [-- QEMU-ARGUMENT...]\n"
        "Runs FILE, which is a system file or an image, in QEMU. Its console "
        "is this\n"
        "terminal; Ctrl-C ends it.\n"
        "\n"
        "      --timeout SECONDS  ends the machine after that time, with exit "
        "status 124\n"
        "      --icount           counts instructions as time: runs repeat "
        "exactly\n"
        "      --gdb              waits for GDB on port 1234\n"
        "      --kernel FILE      the kernel for a system file\n"
        "  -h, --help             shows this text\n"
        "\n"
        "The exit status is the machine's: 0 when each partition halted by "
        "itself, 1 when\n"
        "one was stopped, 2 when the kernel refused to run.\n",
        out);
}

/* Reads seconds: a number above 0. Returns false if `text` is none. */
static bool parse_timeout(const char *text, double *seconds)
{
    char *end;

    errno = 0;
    *seconds = strtod(text, &end);
    return end != text && *end == '\0' && errno == 0 && *seconds > 0 &&
           *seconds < 1e9;
}

/* Returns the index of FILE in `argv`, or -1, or 0 when there is no more. */
static int parse(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {
        {"timeout", required_argument, NULL, 't'},
        {"icount", no_argument, NULL, 'i'},
        {"gdb", no_argument, NULL, 'g'},
        {"kernel", required_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            return 0;
        } else if (option == 'i') {
            options->icount = true;
        } else if (option == 'g') {
            options->gdb = true;
        } else if (option == 'k') {
            options->kernel = optarg;
        } else if (option != 't') {
            return -1;
        } else if (!parse_timeout(optarg, &options->timeout)) {
            fprintf(stderr, "bulkhead: '%s' is no number of seconds\n", optarg);
            return -1;
        }
    }
    /* Only what stands behind `--` is for QEMU. */
    if (optind >= argc ||
        (argc - optind > 1 && strcmp(argv[optind - 1], "--") != 0))
        return -1;
    options->arguments = argv + optind + 1;
    options->argument_count = argc - optind - 1;
    return optind;
}

int run_command(int argc, char **argv)
{
    struct options options = {0};
    struct machine machine = {0};
    struct build build = {0};
    int file = parse(argc, argv, &options);
    int status = 1;

    if (file < 0)
        usage(stderr);
    if (file <= 0)
        return file < 0 ? 2 : 0;
    if (prepare(argv[file], &options, &build, &machine) == 0)
        status = start(&machine, &options);
    build_free(&build);
    return status;
}
