/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Begins to write a file, and ends by a signal that comes then.
 *
 * usage: unfinished FILE SIGNAL
 */
#include "image/file.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct output_file output;

    if (argc != 3 || output_begin(&output, argv[1]) ||
        write(output.descriptor, "half", 4) != 4 ||
        access(output.temporary, F_OK)) {
        fputs("usage: unfinished FILE SIGNAL\n", stderr);
        return 2;
    }
    raise((int)strtol(argv[2], NULL, 10));
    return 1;
}
