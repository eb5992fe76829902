/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes the check of the configuration: any bytes, with the identity and the
 * CRC of a blob put in, must be refused or be safe to use, without a look at
 * what lies before or behind them. What is accepted is then read whole, in
 * every way that the kernel reads it.
 *
 * The blob lies at one address, always, so that the addresses in it keep their
 * meaning from run to run; the bytes around it are closed by the address
 * sanitizer. Mutation begins with a good blob: seeds are not needed.
 *
 * clang -fsanitize=fuzzer,address,undefined
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "kernel/lib/crc32.h"
#include "test/unit/fixture/fixture.h"
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <sys/mman.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#define BASE UINT64_C(0x200000000000)
#define ROOM ((size_t)1 << 20)
#define RAM_SIZE ((uint64_t)1 << 30) /* that the good blob has */

/* Fixed memory, all of it closed. */
static uint8_t *arena(void)
{
    static uint8_t *start;

    if (start == NULL) {
        void *fresh =
            mmap((void *)(uintptr_t)BASE, ROOM + 2 * FIXTURE_PAGE,
                 PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

        if (fresh == MAP_FAILED)
            abort();
        start = (uint8_t *)fresh + FIXTURE_PAGE;
    }
    ASAN_POISON_MEMORY_REGION((void *)(uintptr_t)BASE, ROOM + 2 * FIXTURE_PAGE);
    return start;
}

/* A good blob, moved from where the fixture has it to the arena. */
static size_t write_good_blob(uint8_t *data, size_t max_size)
{
    uint64_t from, size;

    fixture_build(3);
    from = fixture.config->address;
    size = fixture.config->size;
    if (size > max_size)
        return 0;
    memcpy(data, fixture.config, size);
    for (size_t at = 0; at + 8 <= size; at += 8) {
        uint64_t word;

        memcpy(&word, data + at, 8);
        if (word - from < fixture.config->ram_size)
            word += (uintptr_t)arena() - from;
        memcpy(data + at, &word, 8);
    }
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
                               unsigned seed)
{
    (void)seed;
    if (size < sizeof(struct bh_config))
        return write_good_blob(data, max_size);
    return LLVMFuzzerMutate(data, size, max_size);
}

/* What few mutations would hit: else all would end at the first checks. */
static void repair(struct bh_config *config, size_t size)
{
    config->magic = BH_CONFIG_MAGIC;
    config->version = BH_CONFIG_VERSION;
    config->address = (uintptr_t)config;
    config->size = size;
    config->ram_start = (uintptr_t)config;
    config->private_start = config->address + size;
    if (config->ram_size < size)
        config->ram_size = RAM_SIZE;
    config->crc = 0;
    config->crc = crc32_update(0, config, size);
}

static uint64_t sum; /* of what is read, so that it is read */

static void read_bytes(const void *start, uint64_t size)
{
    const uint8_t *bytes = start;

    for (uint64_t i = 0; i < size; i++)
        sum += bytes[i];
}

static void read_partition(const struct bh_config *config,
                           const struct bh_config_partition *partition)
{
    sum += strlen(partition->name);
    for (uint32_t i = 0; i < partition->region_count; i++)
        read_bytes(config_region(config, partition->region_first + i),
                   sizeof(struct bh_config_region));
    for (uint32_t i = 0; i < partition->segment_count; i++) {
        const struct bh_config_segment *segment =
            config_segment(config, partition->segment_first + i);

        read_bytes((const uint8_t *)config + segment->file_offset,
                   segment->file_size);
    }
    for (uint32_t i = 0; i < partition->device_count; i++)
        read_bytes(config_device(config, partition->device_first + i),
                   sizeof(struct bh_config_device));
    for (uint32_t i = 0; i < partition->port_count; i++) {
        const struct bh_config_port *port =
            config_port(config, partition->port_first + i);

        read_bytes(config_channel(config, port->channel),
                   sizeof(struct bh_config_channel));
    }
}

/* Reads what the kernel reads of a blob that it has accepted. */
static void use(const struct bh_config *config)
{
    sum += strlen(config->name);
    for (uint32_t i = 0; i < config->partitions.count; i++)
        read_partition(config, config_partition(config, i));
    for (uint32_t i = 0; i < config->plans.count; i++) {
        const struct bh_config_plan *plan = config_plan(config, i);

        sum += strlen(plan->name);
        for (uint32_t j = 0; j < plan->slot_count; j++) {
            const struct bh_config_slot *slot =
                config_slot(config, plan->slot_first + j);

            if (slot->partition != BH_SLOT_IDLE)
                sum += config_partition(config, slot->partition)->entry;
        }
    }
    read_bytes((const uint8_t *)config + config->tables.offset,
               (uint64_t)config->tables.count * BH_PAGE_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bh_config *config = (struct bh_config *)(void *)arena();

    if (size > ROOM)
        return 0;
    ASAN_UNPOISON_MEMORY_REGION(config, size);
    memcpy(config, data, size);
    config_error(config, size); /* as it came, and as long as it is */
    if (size >= sizeof(*config)) {
        uint64_t whole = (size + FIXTURE_PAGE - 1) & ~(FIXTURE_PAGE - 1);

        ASAN_UNPOISON_MEMORY_REGION(config, whole);
        memset((uint8_t *)config + size, 0, whole - size);
        repair(config, whole);
        if (config_error(config, whole) == NULL)
            use(config);
    }
    return 0;
}
