/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of a partition: filled from its pristine image, started, ended.
 */
#include "kernel/core/partition.h"
#include "kernel/core/config.h"
#include "kernel/core/console.h"
#include "kernel/core/panic.h"
#include "kernel/core/trace.h"
#include "kernel/lib/memory.h"

struct vcpu vcpus[BH_PARTITIONS_MAX];

static void fill_memory(const struct bh_config *config,
                        const struct bh_config_partition *partition)
{
    for (uint32_t i = 0; i < partition->segment_count; i++) {
        const struct bh_config_segment *segment =
            config_segment(config, partition->segment_first + i);
        uint8_t *to = arch_memory(segment->physical);

        memcpy(to, (const uint8_t *)config + segment->file_offset,
               segment->file_size);
        memset(to + segment->file_size, 0, segment->size - segment->file_size);
    }
}

static void set_state(struct vcpu *self, uint32_t state)
{
    self->state = state;
    self->info->state = state;
    trace_record(BH_TRACE_PARTITION, self->id, state, 0, 0);
}

void partition_start(struct cpu *cpu, uint32_t id)
{
    const struct bh_config *config = cpu->config;
    const struct bh_config_partition *partition = config_partition(config, id);
    struct vcpu *self = &vcpus[id];

    fill_memory(config, partition);
    *self = (struct vcpu){
        .arch = arch_vcpu(id),
        .cpu = cpu,
        .regions = config_region(config, partition->region_first),
        .text_region = config_region(config, partition->region_first),
        .data_region = config_region(config, partition->region_first),
        .region_count = partition->region_count,
        .devices = config_device(config, partition->device_first),
        .device_count = partition->device_count,
        .ports = config_port(config, partition->port_first),
        .channels = config_channel(config, 0),
        .port_count = partition->port_count,
        .timer = BH_TIME_NEVER,
        .alarm = BH_TIME_NEVER,
        .others = BH_TIME_NEVER,
        .clocks = {{BH_TIME_NEVER, 0}, {BH_TIME_NEVER, 0}},
        .config = config,
        .partition = partition,
        .info = arch_memory(partition->info),
        .hooks = trace_wants(BH_TRACE_SLOT) ? HOOK_TRACE : 0,
        .id = id,
    };
    arch_vcpu_reset(self);
    if (trace_wants(BH_TRACE_INTERRUPT))
        arch_vcpu_trace(self);
    set_state(self, BH_STATE_NORMAL);
}

void partition_halt(struct vcpu *self, bool stopped)
{
    struct cpu *cpu = self->cpu;

    ASSERT(self->state == BH_STATE_NORMAL);
    set_state(self, BH_STATE_HALTED);
    self->blocked = BLOCKED_HALTED;
    console_end_line(self->id);
    cpu->halted_count++;
    cpu->any_stopped = cpu->any_stopped || stopped;
    arch_vcpu_leave(self);
}

struct result partition_get_state(const struct vcpu *self, uint64_t id)
{
    if (id >= self->config->partitions.count)
        return result_error(BH_E_INVALID_PARAM);
    if (id != self->id)
        return result_error(BH_E_DENIED);
    return result_value((long)self->state);
}

void partition_yield(struct vcpu *self)
{
    self->blocked |= BLOCKED_YIELDED;
    arch_vcpu_leave(self);
}

void partition_wait(struct vcpu *self)
{
    self->blocked |= BLOCKED_WAITING;
    arch_vcpu_leave(self);
}
