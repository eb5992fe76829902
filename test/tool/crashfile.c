/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes a crash record to standard output. With an argument, it is as that
 * says: damaged, of another kind, or somewhere in a dump.
 */
#include "kernel/lib/crc32.h"

#include <bulkhead/health.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define DUMP_WORDS 1024
#define DUMP_AT 300

static struct bh_panic_record record = {
    .magic = BH_PANIC_MAGIC,
    .time = 123456789,
    .cause = 5,
    .pc = 0x80000004,
    .value = 0x90000123,
    .stack_pointer = 0x80020ff0,
    .return_address = 0x80000008,
    .reason = "trap in the kernel: load, pc 0x80000004, address 0x90000123",
};

static uint64_t dump[DUMP_WORDS];

static void seal(void)
{
    record.crc =
        crc32_update(0, &record, offsetof(struct bh_panic_record, crc));
}

/* What the checksum does not hide. Returns 0 if there is no such change. */
static int change(const char *how)
{
    if (strcmp(how, "assertion") == 0)
        record.cause = record.pc = record.value = record.stack_pointer =
            record.return_address = 0;
    else if (strcmp(how, "cause") == 0)
        record.cause = 99;
    else if (strcmp(how, "interrupt") == 0)
        record.cause = (uint64_t)1 << 63 | 7;
    else if (strcmp(how, "outside") == 0)
        record.pc = 0x8000000e; /* in .text, but behind all functions */
    else if (strcmp(how, "unaddressed") == 0)
        record.pc = record.return_address = 0;
    else if (strcmp(how, "magic") == 0)
        record.magic ^= 1;
    else if (strcmp(how, "control") == 0)
        record.reason[3] = 27;
    else if (strcmp(how, "endless") == 0)
        memset(record.reason, 'x', sizeof(record.reason));
    else
        return 0;
    return 1;
}

/* In front of the whole record, one with a wrong checksum. */
static void make_dump(uint32_t shift)
{
    uint8_t *at = (uint8_t *)&dump[DUMP_AT] + shift;

    memset(dump, 0xa5, sizeof(dump));
    memcpy(&dump[2], &record, sizeof(record));
    ((struct bh_panic_record *)&dump[2])->crc ^= 1;
    memcpy(at, &record, sizeof(record));
}

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    int changed = change(how);

    seal();
    if (strcmp(how, "dump") == 0 || strcmp(how, "odd") == 0) {
        make_dump(how[0] == 'o' ? 4 : 0);
        return fwrite(dump, sizeof(dump), 1, stdout) != 1 || fflush(stdout);
    }
    if (strcmp(how, "crc") == 0)
        record.crc ^= 0x100;
    else if (strcmp(how, "value") == 0)
        record.value++;
    else if (strcmp(how, "restarted") == 0)
        record.restarts = 2;
    else if (!changed && argc > 1)
        return 1;
    return fwrite(&record, sizeof(record), 1, stdout) != 1 || fflush(stdout);
}
