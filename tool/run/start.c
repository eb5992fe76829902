/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts QEMU on a machine, and watches it as far as that was asked for.
 */
#include "run/machine.h"

#include "board.h"
#include "memory.h"
#include "run/child.h"
#include "run/crash.h"
#include "run/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QEMU "qemu-system-riscv64"
#define ARGUMENTS 40 /* more than QEMU is ever given by us */

static int run_plainly(const char **argv, const struct run_options *options)
{
    return child_run((char *const *)(uintptr_t)argv, options->timeout);
}

static int run_recorded(const char **argv, size_t count,
                        const struct run_options *options)
{
    struct record record;
    int status;

    if (record_begin(&record, options->record))
        return 1;
    argv[count++] = "-d";
    argv[count++] = "int";
    argv[count++] = "-D";
    argv[count++] = record.log;
    status = run_plainly(argv, options);
    if (record_end(&record) && status == 0)
        status = 1;
    return status;
}

static int run_traced(const char **argv, const struct machine *machine,
                      const struct ram *ram, const struct run_options *options)
{
    struct collect collect;
    int status;

    if (collect_begin(&collect, &machine->trace, options->trace, ram))
        return 1;
    status = run_plainly(argv, options);
    if (collect_end(&collect) && status == 0)
        status = 1;
    return status;
}

/* QEMU's RAM becomes a file that is read meanwhile, and afterwards. */
static int run_watched(const char **argv, size_t count,
                       const struct machine *machine,
                       const struct run_options *options)
{
    char object[128];
    struct ram ram;
    int status;

    if ((options->crash && crash_begin(options->crash)) ||
        ram_begin(&ram, options->trace ? options->trace : options->crash,
                  machine->ram_size))
        return 1;
    snprintf(object, sizeof(object),
             "memory-backend-file,id=ram,size=%llu,mem-path=%s,share=on",
             (unsigned long long)machine->ram_size, ram.path);
    argv[count++] = "-object";
    argv[count++] = object;
    argv[count++] = "-machine";
    argv[count++] = "memory-backend=ram";
    if (options->trace)
        status = run_traced(argv, machine, &ram, options);
    else if (options->record)
        status = run_recorded(argv, count, options);
    else
        status = run_plainly(argv, options);
    if (options->crash &&
        crash_end(options->crash, &ram, machine->kernel_size) && status == 0)
        status = 1;
    ram_end(&ram);
    return status;
}

int machine_run(const struct machine *machine,
                const struct run_options *options)
{
    char ram[32], icount[32];
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
    if (options->icount_shift >= 0) {
        snprintf(icount, sizeof(icount), "shift=%d,sleep=off",
                 options->icount_shift);
        argv[count++] = "-icount";
        argv[count++] = icount;
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
    if (options->trace || options->crash)
        status = run_watched(argv, count, machine, options);
    else if (options->record)
        status = run_recorded(argv, count, options);
    else
        status = run_plainly(argv, options);
    free(argv);
    return status;
}
