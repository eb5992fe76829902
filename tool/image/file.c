/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole files; see file.h. An output file appears under its name by one rename,
 * so that nobody ever finds half of it.
 */
#define _POSIX_C_SOURCE 200809L
#include "image/file.h"

#include "memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".XXXXXX"
#define FILE_MODE 0666

/* More than any image or kernel: a bigger file is refused. */
#define FILE_SIZE_MAX ((size_t)1 << 30)

static const int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP};
#define FATAL_SIGNALS (sizeof(fatal_signals) / sizeof(fatal_signals[0]))

/* What the signal handler removes; written only while it is not installed. */
static const char *unfinished;
static struct sigaction saved_actions[FATAL_SIGNALS];
static struct sigaction saved_limit;

static void remove_unfinished(int number)
{
    unlink(unfinished);
    signal(number, SIG_DFL);
    raise(number);
}

static void guard(const char *path)
{
    struct sigaction action = {.sa_handler = remove_unfinished};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    unfinished = path;
    sigaction(SIGXFSZ, &ignore, &saved_limit); /* then write() says so */
    for (size_t i = 0; i < FATAL_SIGNALS; i++)
        sigaction(fatal_signals[i], &action, &saved_actions[i]);
}

static void unguard(void)
{
    for (size_t i = 0; i < FATAL_SIGNALS; i++)
        sigaction(fatal_signals[i], &saved_actions[i], NULL);
    sigaction(SIGXFSZ, &saved_limit, NULL);
}

static int read_all(int descriptor, uint8_t *data, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t got = read(descriptor, data + done, size - done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            if (got == 0)
                errno = EIO; /* it has shrunk */
            return -1;
        }
        done += (size_t)got;
    }
    return 0;
}

int file_read(const char *path, uint8_t **data, size_t *size)
{
    /* A pipe without a writer is none to wait for. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat facts;
    int status = -1, error;

    *data = NULL;
    *size = 0;
    if (descriptor < 0)
        return -1;
    if (fstat(descriptor, &facts) == 0) {
        if (!S_ISREG(facts.st_mode)) {
            errno = S_ISDIR(facts.st_mode) ? EISDIR : EINVAL;
        } else if ((uint64_t)facts.st_size > FILE_SIZE_MAX) {
            errno = EFBIG;
        } else {
            *size = (size_t)facts.st_size;
            *data = memory_allocate(1, *size);
            status = read_all(descriptor, *data, *size);
        }
    }
    error = errno;
    close(descriptor);
    if (status) {
        free(*data);
        *data = NULL;
    }
    errno = error;
    return status;
}

int output_begin(struct output_file *output, const char *path)
{
    size_t size = strlen(path) + sizeof(SUFFIX);
    mode_t mask = umask(0);
    struct stat status;
    int error;

    umask(mask);
    /* What is no file, such as a device, must not be replaced by one. */
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EPERM;
        return -1;
    }
    output->path = path;
    output->temporary = memory_allocate(1, size);
    snprintf(output->temporary, size, "%s%s", path, SUFFIX);
    output->descriptor = mkstemp(output->temporary);
    if (output->descriptor < 0) {
        error = errno;
        free(output->temporary);
        errno = error;
        return -1;
    }
    guard(output->temporary);
    if (fchmod(output->descriptor, FILE_MODE & ~mask)) {
        error = errno;
        output_abandon(output);
        errno = error;
        return -1;
    }
    return 0;
}

int output_commit(struct output_file *output)
{
    int status = close(output->descriptor), error;

    output->descriptor = -1;
    if (status == 0)
        status = rename(output->temporary, output->path);
    error = errno;
    if (status) {
        output_abandon(output);
    } else {
        unguard();
        free(output->temporary);
    }
    errno = error;
    return status;
}

void output_abandon(struct output_file *output)
{
    if (output->descriptor >= 0)
        close(output->descriptor);
    unlink(output->temporary);
    unguard();
    free(output->temporary);
}
