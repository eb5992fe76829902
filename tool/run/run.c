/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command: what the user asks for, and the order in which it is done.
 */
#define _POSIX_C_SOURCE 200809L
#include "run/run.h"

#include "diag/diag.h"
#include "read/internal.h"
#include "read/read.h"
#include "run/machine.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* QEMU's own limit. */
#define ICOUNT_SHIFT_MAX 10

static void usage(FILE *out)
{
    fputs(
        "Usage: bulkhead run [OPTION]... FILE [-- QEMU-ARGUMENT...]\n"
        "Runs FILE in QEMU: a system file, an image, or a program for a bare "
        "machine,\n"
        "which gets a partition of its own. The console is this terminal; "
        "Ctrl-C ends it.\n"
        "\n"
        "      --timeout SECONDS  ends the machine after that time, with exit "
        "status 124\n"
        "      --icount[=SHIFT]   counts instructions as time: runs repeat "
        "exactly. One\n"
        "                         takes 2^SHIFT ns (default: 0)\n"
        "      --gdb              waits for GDB on port 1234\n"
        "      --kernel FILE      the kernel for a system file or a program\n"
        "      --memory SIZE      the program's RAM (default: 64MiB, or what "
        "it needs)\n"
        "      --platform NAME    the program's machine: virt (default) or "
        "spike\n"
        "      --print-system     shows the program's system file, and ends\n"
        "      --no-rewrite       leaves programs as they are: what is "
        "privileged, traps\n"
        "      --trap-null        has no page at address 0, whatever that "
        "costs\n"
        "      --record FILE      lists what has trapped, for trap-sites; "
        "implies\n"
        "                         --no-rewrite\n"
        "      --trace FILE       writes what the system records by <trace>, "
        "for\n"
        "                         `bulkhead trace`\n"
        "      --crash FILE       writes why the kernel has broken, if it "
        "does, "
        "for\n"
        "                         `bulkhead crash`\n"
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
    if (end != text && *end == '\0' && errno == 0 && *seconds > 0 &&
        *seconds < 1e9)
        return true;
    fprintf(stderr, "bulkhead: '%s' is no number of seconds\n", text);
    return false;
}

static bool parse_shift(const char *text, int *shift)
{
    char *end;
    long value = 0;

    if (text) {
        value = strtol(text, &end, 10);
        if (*text < '0' || *text > '9' || *end != '\0' ||
            value > ICOUNT_SHIFT_MAX) {
            fprintf(stderr, "bulkhead: '%s' is no number from 0 to %d\n", text,
                    ICOUNT_SHIFT_MAX);
            return false;
        }
    }
    *shift = (int)value;
    return true;
}

static bool parse_memory(const char *text, uint64_t *memory)
{
    if (value_parse_size(text, memory) == VALUE_OK && *memory != 0)
        return true;
    fprintf(stderr, "bulkhead: '%s' is no size of memory, such as 64MiB\n",
            text);
    return false;
}

static bool parse_platform(const char *text, enum model_platform *platform)
{
    for (*platform = PLATFORM_VIRT; *platform <= PLATFORM_SPIKE; ++*platform) {
        if (strcmp(text, read_platform_name(*platform)) == 0)
            return true;
    }
    fprintf(stderr, "bulkhead: '%s' is no platform: virt or spike\n", text);
    return false;
}

static bool parse_option(int option, struct run_options *options)
{
    switch (option) {
    case 'c':
        options->crash = optarg;
        return true;
    case 'g':
        options->gdb = true;
        return true;
    case 'i':
        return parse_shift(optarg, &options->icount_shift);
    case 'k':
        options->kernel = optarg;
        return true;
    case 'm':
        return parse_memory(optarg, &options->guest.memory);
    case 'n':
        options->guest.trap_null = true;
        return true;
    case 'f':
        return parse_platform(optarg, &options->guest.platform);
    case 'p':
        options->print_system = true;
        return true;
    case 'r':
        options->record = optarg;
        return true;
    case 'T':
        options->trace = optarg;
        options->guest.trace = true;
        return true;
    case 't':
        return parse_timeout(optarg, &options->timeout);
    case 'w':
        options->guest.no_rewrite = true;
        return true;
    default:
        return false;
    }
}

/* Returns the index of FILE in `argv`, or -1, or 0 when there is no more. */
static int parse(int argc, char **argv, struct run_options *options)
{
    static const struct option known[] = {
        {"timeout", required_argument, NULL, 't'},
        {"icount", optional_argument, NULL, 'i'},
        {"gdb", no_argument, NULL, 'g'},
        {"kernel", required_argument, NULL, 'k'},
        {"memory", required_argument, NULL, 'm'},
        {"platform", required_argument, NULL, 'f'},
        {"print-system", no_argument, NULL, 'p'},
        {"no-rewrite", no_argument, NULL, 'w'},
        {"trap-null", no_argument, NULL, 'n'},
        {"record", required_argument, NULL, 'r'},
        {"trace", required_argument, NULL, 'T'},
        {"crash", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            return 0;
        }
        if (!parse_option(option, options))
            return -1;
    }
    if (options->record && options->trace) {
        fputs("bulkhead: one run is recorded or traced, not both\n", stderr);
        return -1;
    }
    /* Only what stands behind `--` is for QEMU. */
    if (optind >= argc ||
        (argc - optind > 1 && strcmp(argv[optind - 1], "--") != 0))
        return -1;
    options->arguments = argv + optind + 1;
    options->argument_count = argc - optind - 1;
    return optind;
}

/* Whether all that was printed has got there. */
static int finish_output(void)
{
    struct position position = {"standard output", 0};

    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    diag_error(&position, "output", "cannot print: %s", strerror(errno));
    return 1;
}

int run_command(int argc, char **argv)
{
    struct run_options options = {.icount_shift = -1,
                                  .guest = {.platform = PLATFORM_VIRT}};
    struct machine machine;
    int file = parse(argc, argv, &options);
    int status = 1;

    if (file < 0)
        usage(stderr);
    if (file <= 0)
        return file < 0 ? 2 : finish_output();
    if (machine_prepare(argv[file], &options, &machine) == 0)
        status = options.print_system ? finish_output()
                                      : machine_run(&machine, &options);
    machine_free(&machine);
    return status;
}
