/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file in memory, which goes when nobody has it open any more.
 */
#define _GNU_SOURCE
#include "run/ram.h"

#include "diag/diag.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int ram_begin(struct ram *ram, const char *path, uint64_t size)
{
    struct position position = {path, 0};
    int error;

    ram->size = size;
    ram->file = memfd_create("bulkhead-ram", 0);
    if (ram->file >= 0 && ftruncate(ram->file, (off_t)size) == 0) {
        snprintf(ram->path, sizeof(ram->path), "/proc/self/fd/%d", ram->file);
        return 0;
    }
    error = errno;
    if (ram->file >= 0)
        close(ram->file);
    diag_error(&position, "output", "cannot read the machine's memory: %s",
               strerror(error));
    return -1;
}

void ram_end(struct ram *ram)
{
    close(ram->file);
}
