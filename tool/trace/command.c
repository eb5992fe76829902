/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command: which trace, and what of it.
 */
#include "trace/command.h"

#include "diag/diag.h"
#include "image/file.h"
#include "read/internal.h"
#include "trace/print.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* What was asked for; names and times wait for the trace. */
struct options {
    bool statistics;
    uint32_t kinds;
    const char *partition, *from, *to;
};

static void usage(FILE *out)
{
    fputs(
        "Usage: bulkhead trace [OPTION]... FILE\n"
        "Shows a trace that `bulkhead run --trace FILE` has written: a line "
        "for each\n"
        "record, with the time since the start in microseconds.\n"
        "\n"
        "      --statistics      shows what it comes to: starts and execution "
        "time of\n"
        "                        slots, hypercalls, port traffic, events\n"
        "      --partition NAME  only records of that partition\n"
        "      --kind KIND       only records of that kind; can be given "
        "again\n"
        "      --from TIME       only from that time since the start on, such "
        "as 20ms\n"
        "      --to TIME         only before that time\n"
        "  -h, --help            shows this text\n"
        "\n"
        "The kinds:",
        out);
    for (uint32_t i = 0; i < BH_TRACE_KINDS; i++)
        fprintf(out, " %s", trace_kind_name(i));
    fputs(".\n", out);
}

static bool parse_kind(const char *text, uint32_t *kinds)
{
    for (uint32_t i = 0; i < BH_TRACE_KINDS; i++) {
        if (strcmp(text, trace_kind_name(i)) == 0) {
            *kinds |= 1u << i;
            return true;
        }
    }
    fprintf(stderr, "bulkhead: '%s' is no kind of record\n", text);
    return false;
}

static bool parse_option(int option, struct options *options)
{
    switch (option) {
    case 's':
        options->statistics = true;
        return true;
    case 'p':
        options->partition = optarg;
        return true;
    case 'k':
        return parse_kind(optarg, &options->kinds);
    case 'f':
        options->from = optarg;
        return true;
    case 't':
        options->to = optarg;
        return true;
    default:
        return false;
    }
}

/* Returns the index of FILE in `argv`, or -1, or 0 when there is no more. */
static int parse(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {
        {"statistics", no_argument, NULL, 's'},
        {"partition", required_argument, NULL, 'p'},
        {"kind", required_argument, NULL, 'k'},
        {"from", required_argument, NULL, 'f'},
        {"to", required_argument, NULL, 't'},
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
    if (argc - optind != 1)
        return -1;
    if (options->statistics && options->kinds != 0) {
        fputs("bulkhead: statistics are of records of all kinds\n", stderr);
        return -1;
    }
    return optind;
}

static bool find_partition(const struct trace *trace, const char *name,
                           uint32_t *partition)
{
    for (uint32_t i = 0; i < trace->header->partitions; i++) {
        if (strcmp(trace->partitions[i].name, name) == 0) {
            *partition = i;
            return true;
        }
    }
    return false;
}

/* Gives words of the command line their meaning in this trace. */
static int make_filter(const char *path, const struct trace *trace,
                       const struct options *options,
                       struct trace_filter *filter)
{
    struct position position = {path, 0};
    uint64_t frequency = trace->header->frequency;

    *filter =
        (struct trace_filter){options->kinds, BH_TRACE_NOBODY, 0, UINT64_MAX};
    if (options->partition &&
        !find_partition(trace, options->partition, &filter->partition)) {
        diag_error(&position, "trace", "has no partition '%s'",
                   options->partition);
        return -1;
    }
    if ((options->from &&
         value_parse_time(options->from, frequency, &filter->from)) ||
        (options->to &&
         value_parse_time(options->to, frequency, &filter->to))) {
        diag_error(&position, "trace",
                   "--from and --to take a time such as 2.5ms, in whole ticks");
        return -1;
    }
    return 0;
}

static int show(const char *path, const uint8_t *data, size_t size,
                const struct options *options)
{
    struct position position = {path, 0};
    struct trace_filter filter;
    struct trace trace;

    if (trace_parse(path, data, size, &trace) ||
        make_filter(path, &trace, options, &filter))
        return -1;
    if (options->statistics)
        trace_print_statistics(stdout, &trace, &filter);
    else
        trace_print_records(stdout, &trace, &filter);
    if (fflush(stdout) || ferror(stdout)) {
        diag_error(&position, "output", "cannot print: %s", strerror(errno));
        return -1;
    }
    return 0;
}

int trace_command(int argc, char **argv)
{
    struct options options = {0};
    int file = parse(argc, argv, &options), status;
    uint8_t *data;
    size_t size;

    if (file < 0)
        usage(stderr);
    if (file <= 0)
        return file < 0 ? 2 : fflush(stdout) || ferror(stdout);
    if (file_read(argv[file], &data, &size)) {
        struct position position = {argv[file], 0};

        diag_error(&position, "file", "cannot read: %s", strerror(errno));
        return 1;
    }
    status = show(argv[file], data, size, &options);
    free(data);
    return status ? 1 : 0;
}
