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
        "Usage: bulkhead check [--print] [--kernel FILE] SYSTEM.xml\n"
        "       bulkhead check --list\n"
        "Checks a system file and the programs that it names. Says nothing "
        "if nothing is\n"
        "wrong.\n"
        "\n"
        "  -p, --print          shows the system as it was understood\n"
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

static int check_file(const char *path, const char *kernel, bool print)
{
    struct model model;
    int status = read_system(path, &model);

    if (status == 0) {
        status = check_system(&model);
        if (model.board && check_kernel(&model, kernel))
            status = -1;
    }
    if (status == 0) {
        if (print)
            check_print_model(stdout, &model);
        status = finish_output();
    }
    model_free(&model);
    return status ? 1 : 0;
}

int check_command(int argc, char **argv)
{
    static const struct option options[] = {
        {"print", no_argument, NULL, 'p'},
        {"list", no_argument, NULL, 'l'},
        {"kernel", required_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    const char *kernel = NULL;
    bool list = false, print = false;
    int option;

    while ((option = getopt_long(argc, argv, "plh", options, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            return finish_output();
        } else if (option == 'p') {
            print = true;
        } else if (option == 'l') {
            list = true;
        } else if (option == 'k') {
            kernel = optarg;
        } else {
            usage(stderr);
            return 2;
        }
    }
    if (argc - optind != (list ? 0 : 1) || (list && (print || kernel))) {
        usage(stderr);
        return 2;
    }
    if (!list)
        return check_file(argv[optind], kernel, print);
    check_print_list(stdout);
    return finish_output();
}
