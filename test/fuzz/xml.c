/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes what reads system files: any bytes must lead to reports or to a model
 * that has been checked and can be printed. What follows a zero byte is what
 * the file `part.xml` has, beside the system file, for the system to include:
 * the only file that is written, and no other than those of its folder can be
 * read. Programs are not read: that would open files.
 *
 * clang -fsanitize=fuzzer,address,undefined; runs in the repository's root,
 * where the schema is. Mutation begins with a system; those of the examples and
 * tests are good seeds, too.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "read/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SCHEMA "schema/system.xsd"
#define FOLDER "build/test/fuzz/xml.parts/"
#define NAMESPACE "http://www.w3.org/2001/XInclude"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* A system of two files. */
static const char first[] =
    "<system name='s' xmlns:i='" NAMESPACE "'><board type='qemu-virt'/>"
    "<partitions><i:include href='part.xml'/><partition name='b' image='b'>"
    "<memory size='4KiB'/><ports><sampling-port name='p' message-size='8' "
    "direction='destination'/></ports></partition></partitions><channels>"
    "<sampling-channel name='c' message-size='8' refresh='1ms'>"
    "<source partition='a' port='p'/><destination partition='b' port='p'/>"
    "</sampling-channel></channels><plans><plan name='n' frame='9ms'>"
    "<slot partition='a' start='0ms' duration='2ms'/>"
    "<slot partition='b' start='2ms' duration='3ms'/></plan></plans></system>"
    "\0<partition name='a' image='a'><memory size='8KiB'/><ports>"
    "<sampling-port name='p' message-size='8' direction='source'/></ports>"
    "<health><on event='exception' action='propagate'/></health></partition>";

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed)
{
    (void)seed;
    if (size > 1 || sizeof(first) - 1 > max_size)
        return LLVMFuzzerMutate(data, size, max_size);
    memcpy(data, first, sizeof(first) - 1);
    return sizeof(first) - 1;
}

/* The file that a system can include. */
static void write_part(const uint8_t *text, size_t size)
{
    FILE *file = fopen(FOLDER "part.xml", "w");

    if (!file || fwrite(text, 1, size, file) != size || fclose(file))
        abort();
}

static FILE *nowhere;

/* Reports are printed, but not shown; the fuzzer has a stream of its own. */
static void prepare(void)
{
    FILE *schema;

    if (nowhere)
        return;
    schema = fopen(SCHEMA, "r");
    nowhere = fopen("/dev/null", "w");
    if (!schema || !nowhere || (mkdir(FOLDER, 0777) && errno != EEXIST)) {
        fputs("there is no " SCHEMA " in this directory\n", stderr);
        exit(1);
    }
    fclose(schema);
    stderr = nowhere;
}

/* What later steps rely on. */
static void hold(const struct model *model)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        for (size_t j = 0; j < model->partitions[i].port_count; j++) {
            if (model->partitions[i].ports[j].channel >= model->channel_count)
                abort();
        }
    }
    for (size_t i = 0; i < model->plan_count; i++) {
        const struct model_plan *plan = &model->plans[i];
        uint64_t now = 0;

        for (size_t j = 0; j < plan->slot_count; j++) {
            if (plan->slots[j].start < now ||
                plan->slots[j].partition >= model->partition_count)
                abort();
            now = plan->slots[j].start + plan->slots[j].duration;
        }
        if (now > plan->frame)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned long errors = diag_error_count();
    const uint8_t *end = size == 0 ? NULL : memchr(data, 0, size);
    struct model model;

    prepare();
    if (end) {
        write_part(end + 1, size - (size_t)(end - data) - 1);
        size = (size_t)(end - data);
    } else {
        remove(FOLDER "part.xml");
    }
    if (read_text(FOLDER "fuzz.xml", (const char *)data, size, SCHEMA,
                  &model) == 0) {
        check_meaning(&model);
        if (diag_error_count() == errors) {
            hold(&model);
            check_suspicious(&model);
            check_print_model(nowhere, &model);
            check_print_ages(nowhere, &model);
        }
    } else if (diag_error_count() == errors) {
        abort();
    }
    model_free(&model);
    return 0;
}
