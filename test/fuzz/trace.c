/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes what reads traces: any bytes, with a good beginning put in, must be
 * refused with a report, or be printed in every way without a fault.
 *
 * clang -fsanitize=fuzzer,address,undefined; mutation begins with a good trace.
 */
#include "diag/diag.h"
#include "trace/print.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* A small trace with each kind of record. */
static struct {
    struct trace_header header;
    struct trace_partition partitions[2];
    struct trace_port ports[1];
    struct trace_plan plans[1];
    struct trace_slot slots[2];
    struct bh_trace_record records[2 * BH_TRACE_KINDS];
} good = {
    .header = {TRACE_FILE_MAGIC, TRACE_FILE_VERSION, 0x3ff, 10000000, 5, "fuzz",
               2, 1, 1, 2},
    .partitions = {{"one", 0, 1}, {"two", 1, 0}},
    .ports = {{"port"}},
    .plans = {{"plan", 100, 0, 2}},
    .slots = {{0, 50, 0, 0}, {50, 100, 1, 0}},
};

static void make_good(void)
{
    for (unsigned int i = 0; i < 2 * BH_TRACE_KINDS; i++)
        good.records[i] = (struct bh_trace_record){
            10 + i, (uint16_t)(i % BH_TRACE_KINDS), 0, i == BH_TRACE_KINDS, i,
            0};
    good.records[3].kind = TRACE_LOST;
    good.records[12].kind = TRACE_RESTART;
    good.records[12].a = 12;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned int seed)
{
    (void)seed;
    if (size >= sizeof(good.header))
        return LLVMFuzzerMutate(data, size, max_size);
    if (max_size < sizeof(good))
        return 0;
    make_good();
    memcpy(data, &good, sizeof(good));
    return sizeof(good);
}

static void print(FILE *out, const struct trace *trace)
{
    const struct trace_filter all = {0, BH_TRACE_NOBODY, 0, UINT64_MAX};
    const struct trace_filter some = {0x155, 0, 3, 12};

    trace_print_records(out, trace, &all);
    trace_print_records(out, trace, &some);
    trace_print_statistics(out, trace, &all);
    trace_print_statistics(out, trace, &some);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned long errors = diag_error_count();
    static FILE *nowhere;
    struct trace trace;
    uint8_t *copy;

    if (!nowhere) {
        nowhere = fopen("/dev/null", "w");
        if (!nowhere)
            abort();
        stderr = nowhere;
    }
    copy = malloc(size + 1);
    if (!copy)
        abort();
    memcpy(copy, data, size);
    /* What few mutations would hit: else all would end there. */
    if (size >= sizeof(good.header))
        memcpy(copy, &good.header, 16);
    if (trace_parse("fuzz", copy, size, &trace) == 0)
        print(nowhere, &trace);
    else if (diag_error_count() == errors)
        abort();
    free(copy);
    return 0;
}
