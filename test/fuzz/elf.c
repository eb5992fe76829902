/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes what reads programs: any bytes must lead to a report or to segments
 * that lie in the partition's memory, in order, and have an entry point.
 *
 * clang -fsanitize=fuzzer,address,undefined; any small program is a good seed.
 */
#include "elf/elf.h"
#include "diag/diag.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads each byte of a segment; returns whether it is as it must be. */
static bool is_good(const struct model_partition *partition,
                    const struct elf_segment *segment)
{
    uint64_t offset = segment->address - partition->memory_address;
    volatile uint8_t sum = 0;

    for (uint64_t i = 0; i < segment->file_size; i++)
        sum = (uint8_t)(sum + segment->data[i]);
    return segment->size > 0 && segment->file_size <= segment->size &&
           segment->address % 8 == 0 && offset < partition->memory_size &&
           segment->size <= partition->memory_size - offset;
}

static void hold(const struct model_partition *partition)
{
    const struct elf_program *program = &partition->program;
    bool found = false;

    if (program->segment_count == 0)
        abort();
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        if (!is_good(partition, segment))
            abort();
        /* Neighbours share a word at most: the one that both begin in. */
        if (i > 0 &&
            segment->address + 8 < segment[-1].address + segment[-1].size)
            abort();
        found = found || ((segment->access & BH_ACCESS_EXECUTE) &&
                          program->entry - segment->address < segment->size);
    }
    if (!found || program->entry % 2 != 0)
        abort();
}

static void try_memory(const uint8_t *data, size_t size, uint64_t address,
                       uint64_t memory)
{
    unsigned long errors = diag_error_count();
    char name[] = "fuzz", image[] = "fuzz.elf";
    struct model_partition partition = {.image_position = {"fuzz.xml", 1},
                                        .name = name,
                                        .image = image,
                                        .memory_address = address,
                                        .memory_size = memory};

    if (elf_parse_program(data, size, &partition) == 0)
        hold(&partition);
    else if (diag_error_count() == errors || partition.program_loaded)
        abort();
    elf_free_program(&partition.program);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;

    /* Reports are not shown; the fuzzer has a stream of its own. */
    if (!nowhere) {
        nowhere = fopen("/dev/null", "w");
        if (!nowhere)
            abort();
        stderr = nowhere;
    }
    try_memory(data, size, 0x80000000, 0x10000);
    try_memory(data, size, 0, UINT64_MAX);
    return 0;
}
