/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `bulkhead check`: says what is wrong with a system file, and nothing if
 * nothing is.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "read/read.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

static void usage(FILE *out)
{
    fputs("Usage: bulkhead check [--print] SYSTEM.xml\n"
          "       bulkhead check --list\n"
          "Checks a system file and the programs that it names. Says nothing "
          "if nothing is\n"
          "wrong.\n"
          "\n"
          "  -p, --print   shows the system as it was understood\n"
          "  -l, --list    shows the name of every check, and what it is for\n"
          "  -h, --help    shows this text\n",
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

static int check_file(const char *path, bool print)
{
    struct model model;
    int status = 1;

    if (read_system(path, &model) == 0 && check_system(&model) == 0) {
        if (print)
            check_print_model(stdout, &model);
        status = finish_output();
    }
    model_free(&model);
    return status;
}

int check_command(int argc, char **argv)
{
    static const struct option options[] = {
        {"print", no_argument, NULL, 'p'},
        {"list", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
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
        } else {
            usage(stderr);
            return 2;
        }
    }
    if (argc - optind != (list ? 0 : 1) || (list && print)) {
        usage(stderr);
        return 2;
    }
    if (!list)
        return check_file(argv[optind], print);
    check_print_list(stdout);
    return finish_output();
}
