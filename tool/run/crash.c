/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looks for a crash record in memory that the kernel has to itself.
 */
#define _POSIX_C_SOURCE 200809L
#include "run/crash.h"

#include "crash/record.h"
#include "diag/diag.h"
#include "image/file.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int refuse(const char *path, int error)
{
    struct position position = {path, 0};

    diag_error(&position, "output", "cannot write: %s", strerror(error));
    return -1;
}

int crash_begin(const char *path)
{
    struct output_file output;

    if (output_begin(&output, path))
        return refuse(path, errno);
    output_abandon(&output);
    if (unlink(path) && errno != ENOENT)
        return refuse(path, errno);
    return 0;
}

static int write_record(const char *path, const struct bh_panic_record *record)
{
    struct output_file output;
    ssize_t written;
    int error;

    if (output_begin(&output, path))
        return refuse(path, errno);
    written = write(output.descriptor, record, sizeof(*record));
    if (written == (ssize_t)sizeof(*record))
        return output_commit(&output) ? refuse(path, errno) : 0;
    error = written < 0 ? errno : ENOSPC;
    output_abandon(&output);
    return refuse(path, error);
}

int crash_end(const char *path, const struct ram *ram, uint64_t kernel_size)
{
    size_t size = kernel_size < ram->size ? kernel_size : ram->size;
    const uint8_t *memory =
        mmap(NULL, size, PROT_READ, MAP_SHARED, ram->file, 0);
    size_t offset;
    int status = 0;

    if (memory == MAP_FAILED)
        return refuse(path, errno);
    if (crash_find(memory, size, &offset) == NULL)
        status = write_record(path, (const void *)(memory + offset));
    munmap((void *)(uintptr_t)memory, size);
    return status;
}
