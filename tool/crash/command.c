/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command: a record out of whatever file has one, for people.
 */
#include "crash/command.h"

#include "crash/record.h"
#include "diag/diag.h"
#include "elf/elf.h"
#include "image/file.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INTERRUPT ((uint64_t)1 << 63)

static void usage(FILE *out)
{
    fputs("Usage: bulkhead crash [OPTION]... FILE\n"
          "Shows the record that the kernel leaves when it breaks. FILE is one "
          "that\n"
          "`bulkhead run --crash FILE` has written, or a dump of the machine's "
          "memory, of\n"
          "which the first record is shown.\n"
          "\n"
          "      --kernel FILE  names the functions: that kernel, or an image "
          "with it\n"
          "  -h, --help         shows this text\n",
          out);
}

/* The words of the RISC-V privileged specification, table of mcause. */
static const char *cause_name(uint64_t cause)
{
    static const char *const names[] = {
        "instruction address misaligned",
        "instruction access fault",
        "illegal instruction",
        "breakpoint",
        "load address misaligned",
        "load access fault",
        "store/AMO address misaligned",
        "store/AMO access fault",
        "environment call from U-mode",
        "environment call from S-mode",
        NULL,
        "environment call from M-mode",
        "instruction page fault",
        "load page fault",
        NULL,
        "store/AMO page fault",
    };

    if (cause & INTERRUPT)
        return "interrupt";
    return cause < sizeof(names) / sizeof(names[0]) && names[cause]
               ? names[cause]
               : "other cause";
}

/* The symbol before the byte at `address`, if that is in what it begins. */
static const struct elf_symbol *find_symbol(const struct elf_program *kernel,
                                            uint64_t address)
{
    const struct elf_symbol *best = NULL;

    for (size_t i = 0; i < kernel->symbol_count; i++) {
        const struct elf_symbol *symbol = &kernel->symbols[i];

        if ((symbol->kind == ELF_FUNCTION || symbol->kind == ELF_LABEL) &&
            symbol->address <= address && address < symbol->end &&
            (!best || symbol->address > best->address))
            best = symbol;
    }
    if (best && best->size != 0 && address - best->address >= best->size)
        return NULL;
    return best;
}

/*
 * `before` is by how much the byte that names the function lies in front: a
 * call may be the last instruction of its function.
 */
static void print_code(const char *what, uint64_t address, uint64_t before,
                       const struct elf_program *kernel)
{
    const struct elf_symbol *symbol = find_symbol(kernel, address - before);

    printf("%-15s 0x%" PRIx64, what, address);
    if (symbol && crash_is_text(symbol->name, SIZE_MAX))
        printf(" %s+0x%" PRIx64, symbol->name, address - symbol->address);
    putchar('\n');
}

static void print_record(const struct bh_panic_record *record,
                         const struct elf_program *kernel)
{
    printf("Reason          %s\n", record->reason);
    printf("Time            %" PRIu64 " ticks\n", record->time);
    printf("Restarts since  %" PRIu32 "\n", record->restarts);
    if ((record->cause | record->pc | record->value | record->stack_pointer |
         record->return_address) == 0) {
        printf("Cause           no trap: the kernel's own check\n");
        return;
    }
    printf("Cause           %" PRIu64 ": %s\n", record->cause & ~INTERRUPT,
           cause_name(record->cause));
    print_code("Pc", record->pc, 0, kernel);
    printf("Value           0x%" PRIx64 "\n", record->value);
    printf("Stack pointer   0x%" PRIx64 "\n", record->stack_pointer);
    print_code("Return address", record->return_address, 1, kernel);
}

/* Returns 0, or -1 after reporting why not; `*data` is to be freed then. */
static int read_file(const char *path, uint8_t **data, size_t *size)
{
    struct position position = {path, 0};

    if (file_read(path, data, size) == 0)
        return 0;
    diag_error(&position, "file", "cannot read: %s", strerror(errno));
    return -1;
}

static int read_kernel(const char *path, struct elf_program *kernel)
{
    struct position position = {path, 0};
    const char *error;
    uint8_t *data;
    size_t size;

    if (read_file(path, &data, &size))
        return -1;
    error = elf_read_symbols(data, size, kernel);
    if (error)
        diag_error(&position, "kernel-image", "%s", error);
    free(data);
    return error ? -1 : 0;
}

static int show(const char *path, const uint8_t *data, size_t size,
                const struct elf_program *kernel)
{
    struct position position = {path, 0};
    size_t offset = 0;
    const char *error = crash_find(data, size, &offset);

    if (error) {
        diag_error(&position, "crash", "%s", error);
        return -1;
    }
    print_record((const void *)(data + offset), kernel);
    if (fflush(stdout) || ferror(stdout)) {
        diag_error(&position, "output", "cannot print: %s", strerror(errno));
        return -1;
    }
    return 0;
}

/* Returns the index of FILE in `argv`, or -1, or 0 when there is no more. */
static int parse(int argc, char **argv, const char **kernel)
{
    static const struct option known[] = {
        {"kernel", required_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (option == 'h') {
            usage(stdout);
            return 0;
        }
        if (option != 'k')
            return -1;
        *kernel = optarg;
    }
    return argc - optind == 1 ? optind : -1;
}

int crash_command(int argc, char **argv)
{
    struct elf_program kernel = {0};
    const char *kernel_path = NULL;
    int file = parse(argc, argv, &kernel_path), status = -1;
    uint8_t *data = NULL;
    size_t size;

    if (file < 0)
        usage(stderr);
    if (file <= 0)
        return file < 0 ? 2 : fflush(stdout) || ferror(stdout);
    if ((!kernel_path || read_kernel(kernel_path, &kernel) == 0) &&
        read_file(argv[file], &data, &size) == 0)
        status = show(argv[file], data, size, &kernel);
    free(data);
    elf_free_program(&kernel);
    return status ? 1 : 0;
}
