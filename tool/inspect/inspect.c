/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command: takes a system file or an image, has it judged, and prints it.
 * A system file is built in memory first, so that what is printed is what would
 * run; of an image nothing is believed.
 */
#include "inspect/inspect.h"

#include "build/build.h"
#include "diag/diag.h"
#include "image/file.h"
#include "image/image.h"
#include "inspect/print.h"
#include "layout/size.h"
#include "rewrite/rewrite.h"
#include "walk/walk.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static void print_blob(FILE *out, const struct bh_config *config)
{
    char size[SIZE_TEXT];

    fprintf(out, "System '%s', configuration version %u\n", config->name,
            config->version);
    fprintf(out, "  %s of RAM at 0x%llx, a clock of %llu Hz\n",
            size_text(size, config->ram_size),
            (unsigned long long)config->ram_start,
            (unsigned long long)config->tick_frequency);
    fprintf(out, "  console input goes to %s\n",
            config->console_input == BH_PARTITION_NONE
                ? "nobody"
                : print_partition_at(config, config->console_input)->name);
    print_trace(out, config);
    fprintf(out, "  CRC of the configuration %08x, of its kernel %08llx\n",
            config->crc, (unsigned long long)config->kernel_digest);
    fprintf(out, "  %u page tables, walked: they give what is listed here\n",
            config->tables.count);
    for (uint32_t i = 0; i < config->plans.count; i++)
        print_plan(out, config, i);
    for (uint32_t i = 0; i < config->partitions.count; i++)
        print_partition(out, config, i);
    print_channels(out, config);
    print_memory(out, config);
    print_pmp(out, config);
}

static void print_record(void *context, const struct rewrite_record *record)
{
    const bool *sites = context;

    rewrite_print_table(stdout, record);
    if (*sites)
        rewrite_print_sites(stdout, record);
}

/* Prints what is recorded of rewriting; returns what is wrong with it. */
static const char *print_rewriting(const char *record, size_t size, bool sites)
{
    if (!record)
        return NULL;
    fputs("\nRewriting\n", stdout);
    return rewrite_parse_record(record, size, print_record, &sites);
}

/* An image and its file, for reports. */
struct subject {
    const struct bh_config *config;
    struct position position;
};

static void report_finding(void *context, const struct walk_finding *finding)
{
    const struct subject *subject = context;

    diag_error(&subject->position, finding->check,
               "partition '%s': guest address 0x%llx, physical address 0x%llx "
               "%s",
               print_partition_at(subject->config, finding->partition)->name,
               (unsigned long long)finding->address,
               (unsigned long long)finding->physical, finding->text);
}

static int inspect_image(const char *path, const uint8_t *data, size_t size,
                         bool sites)
{
    struct subject subject = {.position = {path, 0}};
    struct image image;
    const char *error = image_find_blob(data, size, &image);
    int status = -1;

    subject.config = (const void *)image.blob;
    if (error)
        diag_error(&subject.position, "image", "%s", error);
    else if (walk_blob(image.blob, report_finding, &subject) == 0)
        status = 0;
    if (status == 0) {
        const char *record = image_find_record(data, size, &size);

        print_blob(stdout, subject.config);
        error = print_rewriting(record, size, sites);
        if (error) {
            diag_error(&subject.position, "image", "%s", error);
            status = -1;
        }
    }
    free(image.blob);
    return status;
}

static int inspect_system(const char *path, const char *kernel, bool sites)
{
    struct build build;
    int status = build_system(path, kernel, &build);

    if (status == 0) {
        char *record = rewrite_write_record(&build.model);

        print_blob(stdout, (const void *)build.blob);
        print_rewriting(record, record ? strlen(record) : 0, sites);
        free(record);
    }
    build_free(&build);
    return status;
}

static int inspect_file(const char *path, const char *kernel, bool sites)
{
    struct position position = {path, 0};
    uint8_t *data;
    size_t size;
    int status;

    if (file_read(path, &data, &size)) {
        diag_error(&position, "file", "cannot read: %s", strerror(errno));
        return -1;
    }
    if (image_is_elf(data, size))
        status = inspect_image(path, data, size, sites);
    else
        status = inspect_system(path, kernel, sites);
    free(data);
    if (status == 0 && (fflush(stdout) || ferror(stdout))) {
        diag_error(&position, "output", "cannot print: %s", strerror(errno));
        status = -1;
    }
    return status;
}

static void usage(FILE *out)
{
    fputs(
        "Usage: bulkhead inspect [--kernel FILE] [--sites] FILE\n"
        "Shows the plan, the partitions and what they may touch, the channels "
        "and the\n"
        "memory of FILE, which is a system file or an image.\n"
        "\n"
        "      --kernel FILE    the kernel to lay a system file out for\n"
        "      --sites          shows each instruction that was rewritten, or "
        "not\n"
        "  -h, --help           shows this text\n",
        out);
}

int inspect_command(int argc, char **argv)
{
    static const struct option options[] = {
        {"kernel", required_argument, NULL, 'k'},
        {"sites", no_argument, NULL, 's'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    const char *kernel = NULL;
    bool sites = false;
    int option;

    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (option) {
        case 'k':
            kernel = optarg;
            break;
        case 's':
            sites = true;
            break;
        case 'h':
            usage(stdout);
            return 0;
        default:
            usage(stderr);
            return 2;
        }
    }
    if (argc - optind != 1) {
        usage(stderr);
        return 2;
    }
    return inspect_file(argv[optind], kernel, sites) ? 1 : 0;
}
