/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes what reads system files: any bytes must lead to reports or to a model
 * that has been checked and can be printed. Programs are not read: that would
 * open files.
 *
 * clang -fsanitize=fuzzer,address,undefined; runs in the repository's root,
 * where the schema is. The systems of the examples and tests are good seeds.
 */
#include "check/internal.h"
#include "diag/diag.h"
#include "read/read.h"

#include <stdlib.h>

#define SCHEMA "schema/system.xsd"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FILE *nowhere;

/* Reports are printed, but not shown; the fuzzer has a stream of its own. */
static void prepare(void)
{
    FILE *schema;

    if (nowhere)
        return;
    schema = fopen(SCHEMA, "r");
    nowhere = fopen("/dev/null", "w");
    if (!schema || !nowhere) {
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
    struct model model;

    prepare();
    if (read_text("fuzz.xml", (const char *)data, size, SCHEMA, &model) == 0) {
        check_meaning(&model);
        if (diag_error_count() == errors) {
            hold(&model);
            check_print_model(nowhere, &model);
        }
    } else if (diag_error_count() == errors) {
        abort();
    }
    model_free(&model);
    return 0;
}
