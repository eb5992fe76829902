/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ring of the trace. It may be read while a record is written, by somebody
 * who looks into the machine's memory: `head` moves when a record is complete.
 */
#include "kernel/core/trace.h"
#include "kernel/arch/arch.h"

uint32_t trace_kinds;
static struct bh_trace_ring *ring;

void trace_init(const struct bh_config *config)
{
    if (config->trace_records == 0)
        return;
    ring = arch_memory(config->trace_buffer);
    *ring = (struct bh_trace_ring){
        .magic = BH_TRACE_MAGIC,
        .version = BH_TRACE_VERSION,
        .capacity = config->trace_records,
        .events = config->trace_events,
        .start = arch_time(),
    };
    trace_kinds = config->trace_events;
}

bool trace_from(uint64_t *from, uint64_t *count)
{
    uint64_t head = ring != NULL ? ring->head : 0;

    if (*from > head)
        return false;
    if (ring != NULL && head - *from > ring->capacity)
        *from = head - ring->capacity;
    *count = head - *from;
    return true;
}

void trace_copy(uint64_t from, uint64_t count, struct bh_trace_record *to)
{
    const struct bh_trace_record *records = (const void *)(ring + 1);

    for (uint64_t i = 0; i < count; i++)
        to[i] = records[(from + i) & (ring->capacity - 1)];
}

void trace_write(uint32_t kind, uint32_t partition, uint32_t detail, uint64_t a,
                 uint64_t b)
{
    struct bh_trace_record *records = (void *)(ring + 1);
    uint64_t head = ring->head;

    records[head & (ring->capacity - 1)] = (struct bh_trace_record){
        arch_time(), (uint16_t)kind, (uint16_t)partition, detail, a, b};
    __atomic_store_n(&ring->head, head + 1, __ATOMIC_RELEASE);
}
