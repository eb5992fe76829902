/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a system file to an image: each step in its turn, and none after the
 * first one that failed.
 */
#define _POSIX_C_SOURCE 200809L
#include "build/build.h"

#include "check/check.h"
#include "diag/diag.h"
#include "image/blob.h"
#include "image/file.h"
#include "image/image.h"
#include "read/read.h"
#include "rewrite/rewrite.h"
#include "walk/walk.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reports a finding at the line of the partition that it is about. */
static void report_finding(void *context, const struct walk_finding *finding)
{
    const struct model *model = context;
    const struct model_partition *partition =
        &model->partitions[finding->partition];

    diag_error(&partition->position, finding->check,
               "partition '%s': guest address 0x%llx, physical address 0x%llx "
               "%s",
               partition->name, (unsigned long long)finding->address,
               (unsigned long long)finding->physical, finding->text);
}

/* The proof: what was written is judged by what did not write it. */
static int judge_blob(struct build *build)
{
    const char *error = blob_error(build->blob, build->layout.header.size);

    if (error) {
        diag_error(&build->model.position, "blob", "%s", error);
        return -1;
    }
    return walk_blob(build->blob, report_finding, &build->model) ? -1 : 0;
}

int build_model(const char *kernel, struct build *build)
{
    if (check_system(&build->model) ||
        kernel_read(kernel, build->model.board, &build->kernel) ||
        check_offer(&build->model, &build->kernel.facts.offer))
        return -1;
    rewrite_system(&build->model);
    if (layout_system(&build->model, &build->kernel.facts, &build->layout))
        return -1;
    build->blob = blob_write(&build->model, &build->layout);
    return judge_blob(build);
}

int build_system(const char *path, const char *kernel, struct build *build)
{
    memset(build, 0, sizeof(*build));
    return read_system(path, &build->model) ? -1 : build_model(kernel, build);
}

void build_free(struct build *build)
{
    free(build->blob);
    layout_free(&build->layout, build->model.partition_count);
    kernel_free(&build->kernel);
    model_free(&build->model);
}

static int write_output(struct build *build, const char *path)
{
    struct position position = {path, 0};
    struct output_file output;
    const char *error;
    char *record;

    if (output_begin(&output, path)) {
        diag_error(&position, "output", "cannot write: %s", strerror(errno));
        return -1;
    }
    record = rewrite_write_record(&build->model);
    error = image_write(output.descriptor, &build->kernel, &build->layout,
                        build->blob, record);
    free(record);
    if (error) {
        output_abandon(&output);
        diag_error(&position, "output", "cannot write: %s", error);
        return -1;
    }
    if (output_commit(&output)) {
        diag_error(&position, "output", "cannot write: %s", strerror(errno));
        return -1;
    }
    return 0;
}

/* Says what was done to the programs that are not for this kernel. */
static int print_rewriting(const struct model *model, bool each)
{
    struct position position = {"standard output", 0};

    for (size_t i = 0; i < model->partition_count; i++) {
        struct rewrite_record record = rewrite_record_of(&model->partitions[i]);

        if (model->partitions[i].platform == PLATFORM_NONE &&
            !model->partitions[i].rewrite)
            continue;
        rewrite_print_table(stdout, &record);
        if (each)
            rewrite_print_sites(stdout, &record);
    }
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    diag_error(&position, "output", "cannot print: %s", strerror(errno));
    return -1;
}

static void usage(FILE *out)
{
    fputs(
        "Usage: bulkhead build [OPTION]... SYSTEM.xml -o IMAGE\n"
        "Builds the bootable image of a system, and says what of its programs "
        "was\n"
        "rewritten.\n"
        "\n"
        "  -o, --output IMAGE   the file to write\n"
        "      --kernel FILE    the kernel to put in (default: the one that\n"
        "                       was built or installed with this program)\n"
        "      --sites          shows each instruction that was rewritten, or "
        "not\n"
        "  -q, --quiet          shows nothing of that\n"
        "  -h, --help           shows this text\n",
        out);
}

struct options {
    const char *output;
    const char *kernel;
    bool sites;
    bool quiet;
};

static int build_file(const char *path, const struct options *options)
{
    struct build build;
    int status = build_system(path, options->kernel, &build);

    if (status == 0)
        status = write_output(&build, options->output);
    if (status == 0 && !options->quiet)
        status = print_rewriting(&build.model, options->sites);
    build_free(&build);
    return status ? 1 : 0;
}

int build_command(int argc, char **argv)
{
    static const struct option known[] = {
        {"output", required_argument, NULL, 'o'},
        {"kernel", required_argument, NULL, 'k'},
        {"sites", no_argument, NULL, 's'},
        {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {0};
    int option;

    while ((option = getopt_long(argc, argv, "o:qh", known, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            return 0;
        } else if (option == 'o') {
            options.output = optarg;
        } else if (option == 'k') {
            options.kernel = optarg;
        } else if (option == 's') {
            options.sites = true;
        } else if (option == 'q') {
            options.quiet = true;
        } else {
            usage(stderr);
            return 2;
        }
    }
    if (!options.output || argc - optind != 1 ||
        (options.sites && options.quiet)) {
        usage(stderr);
        return 2;
    }
    return build_file(argv[optind], &options);
}
