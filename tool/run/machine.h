/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine: what QEMU runs, made of whatever file the user has named, and
 * QEMU on it.
 */
#ifndef TOOL_RUN_MACHINE_H
#define TOOL_RUN_MACHINE_H

#include "build/build.h"
#include "run/collect.h"
#include "run/guest.h"

struct run_options {
    const char *kernel; /* for a system file or a guest, or NULL */
    double timeout;     /* seconds, or 0 */
    int icount_shift;   /* an instruction takes 2 to that many ns; or -1 */
    bool gdb;
    bool print_system;
    struct guest_options guest;
    const char *record; /* where to list sites that trapped, or NULL */
    const char *trace;  /* where to write the system's trace, or NULL */
    const char *crash;  /* where to write a crash record, or NULL */
    char **arguments;   /* for QEMU */
    int argument_count;
};

/* What to run. */
struct machine {
    struct build build;  /* empty for an image */
    char image[64];      /* path of an image that is in memory only */
    const char *file;    /* the path that QEMU opens */
    const char *symbols; /* where GDB finds the kernel's */
    const struct board *board;
    uint64_t ram_size;
    uint64_t kernel_size; /* bytes at the start of RAM, where no guest writes */
    struct collect_source trace;
};

/*
 * Makes `machine` of a system file, an image, or a guest's executable, unless
 * the system file of that is only to be printed. Returns 0, or -1 after
 * reporting each error. Either way `machine_free` frees what it holds.
 */
int machine_prepare(const char *path, const struct run_options *options,
                    struct machine *machine);

void machine_free(struct machine *machine);

/*
 * Starts QEMU with what it needs and what the caller adds, and waits for its
 * end. Returns the exit status of the command.
 */
int machine_run(const struct machine *machine,
                const struct run_options *options);

#endif
