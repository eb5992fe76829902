/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes a small trace to standard output: two partitions, two plans, and each
 * kind of record, with figures that are easy to reckon. With an argument, it is
 * damaged in that one place. With `call EXTENSION FUNCTION`, the first record
 * is of that hypercall.
 */
#include "trace/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICKS(us) (1000 + 10 * (uint64_t)(us))
#define RECORDS (sizeof(file.records) / sizeof(file.records[0]))
#define CALL(extension, function) (uint32_t)((extension) << 16 | (function))

static struct {
    struct trace_header header;
    struct trace_partition partitions[2];
    struct trace_port ports[3];
    struct trace_plan plans[2];
    struct trace_slot slots[4];
    struct bh_trace_record records[35];
} file = {
    .header = {.magic = TRACE_FILE_MAGIC,
               .version = TRACE_FILE_VERSION,
               .kinds = (1u << BH_TRACE_KINDS) - 1,
               .frequency = 10000000,
               .start = 1000,
               .system = "golden",
               .partitions = 2,
               .ports = 3,
               .plans = 2,
               .slots = 4},
    .partitions = {{"first", 0, 1}, {"second", 1, 2}},
    .ports = {{"out"}, {"in"}, {"back"}},
    .plans = {{"normal", 10000, 0, 3}, {"safe", 10000, 3, 1}},
    .slots = {{0, 4000, 0, 0},
              {4000, 6000, 1, 0},
              {6000, 10000, 0, 0},
              {0, 8000, 1, 0}},
};

static size_t count;

static void add(uint64_t time, uint16_t kind, uint16_t partition,
                uint32_t detail, uint64_t a, uint64_t b)
{
    file.records[count++] =
        (struct bh_trace_record){time, kind, partition, detail, a, b};
}

/* A slot of plan `plan` that was to begin at `start` us. */
static void slot(uint64_t time, uint32_t plan, uint32_t index, uint64_t start)
{
    const struct trace_slot *of =
        &file.slots[file.plans[plan].slot_first + index];

    add(time, BH_TRACE_SLOT, (uint16_t)of->partition, plan << 16 | index,
        TICKS(start), TICKS(start) + of->end - of->start);
}

/* A frame that begins at `start` us, its slots 0.2, 0 and `late` us late. */
static void frame(uint64_t start, uint64_t late)
{
    slot(TICKS(start) + 2, 0, 0, start);
    add(TICKS(start + 300), BH_TRACE_IDLE, BH_TRACE_NOBODY, 0, 0, 0);
    slot(TICKS(start + 400) - 5, 0, 1, start + 400); /* in the guard */
    slot(TICKS(start + 600) + late, 0, 2, start + 600);
    add(TICKS(start + 700), BH_TRACE_IDLE, BH_TRACE_NOBODY, 0, 0, 0);
    add(TICKS(start + 800), BH_TRACE_RUN, 1, 0, 0, 0);
    add(TICKS(start + 950), BH_TRACE_RUN, 0, 0, 0, 0);
}

static void make_records(void)
{
    add(TICKS(1), BH_TRACE_PARTITION, 0, BH_STATE_NORMAL, 0, 0);
    add(TICKS(2), BH_TRACE_PARTITION, 1, BH_STATE_NORMAL, 0, 0);
    add(TICKS(3), BH_TRACE_PLAN, BH_TRACE_NOBODY, 0, TICKS(10), 0);
    frame(10, 4);
    frame(1010, 6);
    slot(TICKS(2010), 0, 0, 2010);
    add(TICKS(2020), BH_TRACE_PORT, 0, 0, 24, 1);
    add(TICKS(2020), BH_TRACE_HYPERCALL, 0, CALL(4, 0), 0, BH_OK);
    add(TICKS(2021), BH_TRACE_HYPERCALL, 0, CALL(4, 0), 0, (uint64_t)BH_E_FULL);
    add(TICKS(2022), BH_TRACE_PORT, 1, 1, 100, 3);
    add(TICKS(2023), BH_TRACE_PORT, 1, 1, 50, 1);
    add(TICKS(2024), BH_TRACE_HYPERCALL, 1, CALL(250, 7), 0x12, (uint64_t)-2L);
    add(TICKS(2025), BH_TRACE_INTERRUPT, 0, 7, 0x80001234, 0);
    add(TICKS(2026), BH_TRACE_INTERRUPT, 0, 7, 0x80001238, 0);
    add(TICKS(2027), BH_TRACE_HEALTH, 1, BH_EVENT_MEMORY_VIOLATION, 5, 0x8);
    add(TICKS(2028), BH_TRACE_GUEST, 1, 77, 255, 0);
    add(TICKS(2029), BH_TRACE_PARTITION, 1, BH_STATE_HALTED, 0, 0);
    add(TICKS(2030), BH_TRACE_PLAN, BH_TRACE_NOBODY, 1, TICKS(2030), 0);
    slot(TICKS(2030), 1, 0, 2030);
    add(TICKS(2040), TRACE_LOST, BH_TRACE_NOBODY, 0, 123456, 0);
    slot(TICKS(3010), 0, 0, 3010);
    add(2000, TRACE_RESTART, BH_TRACE_NOBODY, 0, 2000, 0);
    add(2010, BH_TRACE_PARTITION, 0, BH_STATE_NORMAL, 0, 0);
}

/* Changes the field called `name`; returns 0 if there is none. */
static int damage(const char *name)
{
#define DAMAGE(field, value)                                                   \
    if (strcmp(name, #field) == 0)                                             \
    return (file.field) = (value), 1
    DAMAGE(header.magic, 0);
    DAMAGE(header.version, 2);
    DAMAGE(header.frequency, 0);
    DAMAGE(header.system[0], 27);
    DAMAGE(header.partitions, 33);
    DAMAGE(header.plans, 0);
    DAMAGE(header.ports, 0xffffffff);
    DAMAGE(header.slots, 0x7fffffff);
    DAMAGE(partitions[1].name[0], 0);
    DAMAGE(partitions[1].port_first, 2);
    DAMAGE(partitions[1].port_count, 0xffffffff);
    DAMAGE(ports[2].name[1], '\n');
    DAMAGE(plans[0].slot_count, 4);
    DAMAGE(plans[1].name[5], 1);
    DAMAGE(slots[2].partition, 2);
    DAMAGE(slots[1].end, 0);
    DAMAGE(records[0].kind, BH_TRACE_KINDS);
    DAMAGE(records[0].partition, 2);
    DAMAGE(records[0].time, 999);
    DAMAGE(records[2].detail, 2);
    DAMAGE(records[3].detail, 3);
    DAMAGE(records[18].detail, 1);
    DAMAGE(records[20].time, 5);
    return 0;
}

int main(int argc, char **argv)
{
    make_records();
    if (argc == 4 && strcmp(argv[1], "call") == 0) {
        file.records[0] = (struct bh_trace_record){
            TICKS(1),
            BH_TRACE_HYPERCALL,
            0,
            CALL(strtol(argv[2], NULL, 10), strtol(argv[3], NULL, 10)),
            0,
            0};
        argc = 1;
    }
    if (count != RECORDS || (argc > 1 && !damage(argv[1]))) {
        fprintf(stderr, "%zu records of %zu; no %s?\n", count, RECORDS,
                argc > 1 ? argv[1] : "argument");
        return 1;
    }
    return fwrite(&file, sizeof(file), 1, stdout) != 1 || fflush(stdout);
}
