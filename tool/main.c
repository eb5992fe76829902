/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host command: finds the command that was asked for, and leaves the rest
 * to it. A command that did its work exits with 0, one that found something
 * wrong with 1, one that was not called properly with 2.
 */
#include "build/build.h"
#include "check/check.h"
#include "crash/command.h"
#include "inspect/inspect.h"
#include "run/run.h"
#include "trace/command.h"

#include <stdio.h>
#include <string.h>

#define EXIT_USAGE 2

/* Tool and kernel have one version; a test compares them. */
#define VERSION "0.1.0"

static const struct {
    const char *name;
    const char *summary;
    int (*function)(int argc, char **argv);
} commands[] = {
    {"check", "says what is wrong with a system file", check_command},
    {"build", "makes a bootable image of a system", build_command},
    {"run", "runs a system in QEMU", run_command},
    {"trace", "shows what a run has recorded", trace_command},
    {"crash", "shows why the kernel has broken", crash_command},
    {"inspect", "shows what a system or an image is", inspect_command},
};

static void usage(FILE *out)
{
    fputs("Usage: bulkhead COMMAND [ARGUMENT]...\n"
          "The host tool of the separation kernel Bulkhead. The commands:\n"
          "\n",
          out);
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fputs("\n"
          "  -h, --help     shows this text; after a command, the command's\n"
          "      --version  shows the version\n",
          out);
}

static int finish_output(void)
{
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}

int main(int argc, char **argv)
{
    char name[32];

    if (argc < 2) {
        usage(stderr);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        snprintf(name, sizeof(name), "bulkhead %s", commands[i].name);
        argv[1] = name; /* for the messages of getopt_long */
        return commands[i].function(argc - 1, argv + 1);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        usage(stdout);
        return finish_output();
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("bulkhead %s\n", VERSION);
        return finish_output();
    }
    fprintf(stderr, "bulkhead: there is no command '%s'\n", argv[1]);
    usage(stderr);
    return EXIT_USAGE;
}
