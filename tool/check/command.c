/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead check`: says what is wrong with a system file, and nothing if
 * nothing is.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "image/kernel.h"
#include "read/read.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

static void usage(FILE *out)
{
    fputs(
        "Usage: bulkhead check [OPTION]... SYSTEM.xml\n"
        "       bulkhead check --list\n"
        "Checks a system file and the programs that it names. Says nothing "
        "if nothing is\n"
        "wrong.\n"
        "\n"
        "  -p, --print          shows the system as it was understood\n"
        "  -a, --ages           shows how old messages are when they are read\n"
        "  -W no-CHECK          does not warn under the name of that check\n"
        "      --werror         makes errors of all warnings\n"
        "  -l, --list           shows the name of every check, and what it is "
        "for\n"
        "      --kernel FILE    the kernel that the programs must fit "
        "(default: the one\n"
        "                       that was built or installed with this "
        "program)\n"
        "  -h, --help           shows this text\n",
        out);
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

/* Reads the kernel only if it matters, or was asked for. */
static int check_kernel(const struct model *model, const char *path)
{
    struct kernel_file kernel;
    int status;

    if (!path && !check_needs_kernel(model))
        return 0;
    status = kernel_read(path, model->board, &kernel);
    if (status == 0)
        status = check_offer(model, &kernel.facts.offer);
    kernel_free(&kernel);
    return status;
}

struct options {
    bool list;
    bool print;
    bool ages;
    const char *kernel; /* or NULL */
};

static int check_file(const char *path, const struct options *options)
{
    struct model model;
    int status = read_system(path, &model);

    if (status == 0) {
        status = check_system(&model);
        if (model.board && check_kernel(&model, options->kernel))
            status = -1;
    }
    if (status == 0) {
        check_suspicious(&model);
        status = diag_error_count() == 0 ? 0 : -1;
    }
    if (status == 0) {
        if (options->print)
            check_print_model(stdout, &model);
        if (options->ages)
            check_print_ages(stdout, &model);
        status = finish_output();
    }
    model_free(&model);
    return status ? 1 : 0;
}

/* Takes `no-CHECK`; returns whether that is a check which warns. */
static bool suppress(const char *text)
{
    if (strncmp(text, "no-", 3) != 0 || !check_is_warning(text + 3)) {
        fprintf(stderr, "bulkhead check: -W takes 'no-' and a check that "
                        "warns\n");
        return false;
    }
    diag_suppress(text + 3);
    return true;
}

int check_command(int argc, char **argv)
{
    static const struct option known[] = {
        {"print", no_argument, NULL, 'p'},
        {"ages", no_argument, NULL, 'a'},
        {"werror", no_argument, NULL, 'e'},
        {"list", no_argument, NULL, 'l'},
        {"kernel", required_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {0};
    bool good = true;
    int option;

    while ((option = getopt_long(argc, argv, "paW:lh", known, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            return finish_output();
        }
        if (option == 'e')
            diag_make_errors();
        if (option == 'k')
            options.kernel = optarg;
        options.print |= option == 'p';
        options.ages |= option == 'a';
        options.list |= option == 'l';
        good &= option != '?' && (option != 'W' || suppress(optarg));
    }
    if (!good || argc - optind != (options.list ? 0 : 1) ||
        (options.list && (options.print || options.ages || options.kernel))) {
        usage(stderr);
        return 2;
    }
    if (!options.list)
        return check_file(argv[optind], &options);
    check_print_list(stdout);
    return finish_output();
}
