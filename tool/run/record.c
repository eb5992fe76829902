/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads QEMU's log of traps as it is written, and keeps each site once; see
 * record.h.
 */
#define _GNU_SOURCE
#include "run/record.h"

#include "diag/diag.h"
#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CAUSE_ILLEGAL_INSTRUCTION 2

/* The opcode of all instructions on CSRs, and of `mret`, `wfi` and their kin */
#define OPCODE_MASK 0x7fu
#define OPCODE_SYSTEM 0x73u

#define ROOM_FIRST 4096

static int compare_sites(const void *a, const void *b)
{
    const struct record_site *x = a, *y = b;

    if (x->address != y->address)
        return x->address < y->address ? -1 : 1;
    return (x->instruction > y->instruction) -
           (x->instruction < y->instruction);
}

/* Sorts the sites and drops what is there twice. */
static void settle(struct record *record)
{
    size_t kept = 0;

    if (record->count == 0)
        return;
    qsort(record->sites, record->count, sizeof(*record->sites), compare_sites);
    for (size_t i = 1; i < record->count; i++) {
        if (compare_sites(&record->sites[kept], &record->sites[i]) != 0)
            record->sites[++kept] = record->sites[i];
    }
    record->count = kept + 1;
}

static void add_site(struct record *record, uint64_t address,
                     uint32_t instruction)
{
    if (record->count == record->room) {
        settle(record);
        if (record->count >= record->room / 2) {
            record->room = record->room == 0 ? ROOM_FIRST : 2 * record->room;
            record->sites = memory_resize(record->sites, record->room,
                                          sizeof(*record->sites));
        }
    }
    record->sites[record->count++] = (struct record_site){address, instruction};
}

/* Reads the number behind `name` in a line. Returns false if there is none. */
static bool read_field(const char *line, const char *name, int base,
                       uint64_t *value)
{
    const char *at = strstr(line, name);
    char *end;

    if (!at)
        return false;
    at += strlen(name);
    *value = strtoull(at, &end, base);
    return end != at;
}

/* The kernel itself never takes this trap: it is the guest's. */
static void take_line(struct record *record, const char *line)
{
    uint64_t async, cause, address, value;

    if (!read_field(line, ", async:", 10, &async) ||
        !read_field(line, ", cause:", 16, &cause) ||
        !read_field(line, ", epc:", 16, &address) ||
        !read_field(line, ", tval:", 16, &value))
        return;
    if (async == 0 && cause == CAUSE_ILLEGAL_INSTRUCTION &&
        (value & OPCODE_MASK) == OPCODE_SYSTEM)
        add_site(record, address, (uint32_t)value);
}

static void *read_log(void *context)
{
    struct record *record = context;
    FILE *log = fdopen(record->input, "r");
    char *line = NULL;
    size_t room = 0;

    while (log && getline(&line, &room, log) >= 0)
        take_line(record, line);
    free(line);
    if (log)
        fclose(log);
    else
        close(record->input);
    settle(record);
    return NULL;
}

/* A signal is for who waits for it, which is never the thread. */
static int start_reader(struct record *record)
{
    sigset_t all, mask;
    int error;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    error = pthread_create(&record->reader, NULL, read_log, record);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return error;
}

/* The child inherits one end of the pipe; the other is the reader's. */
static int open_log(struct record *record)
{
    int ends[2], error;

    if (pipe2(ends, O_CLOEXEC))
        return errno;
    record->input = ends[0];
    record->output_end = ends[1];
    snprintf(record->log, sizeof(record->log), "/proc/self/fd/%d", ends[1]);
    error = fcntl(ends[1], F_SETFD, 0) ? errno : start_reader(record);
    if (error) {
        close(ends[0]);
        close(ends[1]);
    }
    return error;
}

int record_begin(struct record *record, const char *path)
{
    struct position position = {path, 0};
    int error;

    memset(record, 0, sizeof(*record));
    record->path = path;
    if (output_begin(&record->output, path)) {
        diag_error(&position, "output", "cannot write: %s", strerror(errno));
        return -1;
    }
    error = open_log(record);
    if (error) {
        output_abandon(&record->output);
        diag_error(&position, "output", "cannot record: %s", strerror(error));
        return -1;
    }
    return 0;
}

static int print_sites(const struct record *record)
{
    FILE *out = fdopen(dup(record->output.descriptor), "w");
    int status;

    if (!out)
        return -1;
    fputs("# Privileged instructions that trapped in a recorded run:\n"
          "# address, instruction\n",
          out);
    for (size_t i = 0; i < record->count; i++)
        fprintf(out, "0x%" PRIx64 " 0x%08" PRIx32 "\n",
                record->sites[i].address, record->sites[i].instruction);
    status = ferror(out) ? -1 : 0;
    return fclose(out) ? -1 : status;
}

int record_end(struct record *record)
{
    struct position position = {record->path, 0};
    int status;

    close(record->output_end);
    pthread_join(record->reader, NULL);
    status = print_sites(record);
    if (status) {
        int error = errno;

        output_abandon(&record->output);
        errno = error;
    } else {
        status = output_commit(&record->output);
    }
    if (status)
        diag_error(&position, "output", "cannot write: %s", strerror(errno));
    free(record->sites);
    return status;
}
