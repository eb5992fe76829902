/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of a partition: filled from its pristine image, started, ended, and
 * started again. Filling takes long; it is done piece by piece, in the slots of
 * the partition itself, so that a reset costs nobody else.
 */
#include "kernel/core/partition.h"
#include "kernel/core/config.h"
#include "kernel/core/console.h"
#include "kernel/core/offer.h"
#include "kernel/core/panic.h"
#include "kernel/core/trace.h"
#include "kernel/lib/memory.h"

struct vcpu vcpus[BH_PARTITIONS_MAX];

/* Whether a partition in that state runs only when somebody has it run. */
static bool is_still(uint32_t state)
{
    return state == BH_STATE_IDLE || state == BH_STATE_SUSPENDED ||
           state == BH_STATE_HALTED;
}

static void set_state(struct vcpu *self, uint32_t state)
{
    ASSERT(self->state <= BH_STATE_HALTED);
    self->cpu->still_count -= is_still(self->state);
    self->cpu->still_count += is_still(state);
    self->state = state;
    self->info->state = state;
    trace_record(BH_TRACE_PARTITION, self->id, state, 0, 0);
    self->blocked = (self->blocked & ~BLOCKED_STILL) |
                    (is_still(state) ? BLOCKED_STILL : 0);
    arch_vcpu_leave(self);
}

uint64_t partition_clock(const struct vcpu *self, uint64_t clock)
{
    const struct cpu *cpu = self->cpu;
    uint64_t now = arch_time();

    if (clock == BH_CLOCK_HARDWARE)
        return now;
    return self == cpu->loaded && !cpu->rests
               ? self->executed + now - cpu->run_since
               : self->executed;
}

/* The information page is the kernel's: it is filled once. */
static bool is_info(const struct vcpu *self,
                    const struct bh_config_segment *segment)
{
    return segment->physical == self->partition->info;
}

/* Fills at most `most` bytes of a segment from `offset` on: how many. */
static uint64_t fill(const struct bh_config *config,
                     const struct bh_config_segment *segment, uint64_t offset,
                     uint64_t most)
{
    uint8_t *to = (uint8_t *)arch_memory(segment->physical) + offset;
    const uint8_t *from = (const uint8_t *)config + segment->file_offset;
    uint64_t size =
        segment->size - offset < most ? segment->size - offset : most;
    uint64_t copied = 0;

    if (offset < segment->file_size) {
        copied = segment->file_size - offset;
        if (copied > size)
            copied = size;
        memcpy(to, from + offset, copied);
    }
    memset(to + copied, 0, size - copied);
    return size;
}

void partition_init(struct cpu *cpu, uint32_t id)
{
    const struct bh_config *config = cpu->config;
    const struct bh_config_partition *partition = config_partition(config, id);
    struct vcpu *self = &vcpus[id];

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
        .alarm = BH_TIME_NEVER,
        .config = config,
        .partition = partition,
        .info = arch_memory(partition->info),
        .blocked = BLOCKED_STILL,
        .traced = trace_wants(BH_TRACE_INTERRUPT),
        .id = id,
    };
    cpu->still_count++;
    /* What is shared is of no partition, and so no start of one clears it. */
    for (uint32_t i = 0; i < self->region_count; i++)
        if ((self->regions[i].access & BH_ACCESS_SHARED) != 0)
            memset(arch_memory(self->regions[i].physical), 0,
                   self->regions[i].size);
    for (uint32_t i = 0; i < partition->segment_count; i++) {
        const struct bh_config_segment *segment =
            config_segment(config, partition->segment_first + i);

        if (is_info(self, segment))
            fill(config, segment, 0, segment->size);
    }
    self->info->abi_version = kernel_offer.abi_version;
}

static void reset(struct vcpu *self, uint32_t mode, uint32_t cause,
                  uint64_t status)
{
    struct cpu *cpu = self->cpu;
    struct bh_info *info = self->info;

    if (self->state != BH_STATE_IDLE) {
        console_end_line(self->id);
        console_end_line(CONSOLE_SECOND + self->id);
        info->reset_count++;
    }
    if (cpu->loaded == self) {
        cpu_account(cpu, arch_time());
        cpu->loaded = NULL;
    }
    /* Memory that has not been filled wholly has nothing to keep. */
    if (mode == BH_STATE_COLD_START ||
        self->fill_segment < self->partition->segment_count) {
        mode = BH_STATE_COLD_START;
        self->fill_segment = 0;
        self->fill_offset = 0;
    }
    info->reset_cause = cause;
    info->reset_status = status;
    info->missed_ticks = 0;
    memset(info->timer_missed, 0, sizeof(info->timer_missed));
    self->limits[LIMIT_DEADLINE] = self->limits[LIMIT_WATCHDOG] = BH_TIME_NEVER;
    self->posted = 0;
    self->blocked = BLOCKED_FILLING;
    set_state(self, mode);
}

/* From now on `self` is watched, if it is normal and has a watchdog. */
static void watch(struct vcpu *self)
{
    if (self->partition->watchdog == 0 || self->state != BH_STATE_NORMAL)
        return;
    self->limits[LIMIT_WATCHDOG] = arch_time() + self->partition->watchdog;
    self->alarm = self->others = 0; /* to be reckoned before it goes on */
}

/* `self` has started: those that are to start after it, do. */
static void set_normal(struct vcpu *self)
{
    set_state(self, BH_STATE_NORMAL);
    watch(self);
    for (uint32_t id = 0; id < self->config->partitions.count; id++)
        if (vcpus[id].partition->start_after == self->id &&
            vcpus[id].state == BH_STATE_IDLE)
            reset(&vcpus[id], BH_STATE_COLD_START, BH_RESET_START, 0);
}

static void start(struct vcpu *self)
{
    uint32_t flags = self->partition->flags;

    self->pending = 0;
    memset(self->sources, 0, sizeof(self->sources));
    memset(self->seen, 0, sizeof(self->seen));
    self->timer = BH_TIME_NEVER;
    self->clocks[BH_CLOCK_HARDWARE].deadline = BH_TIME_NEVER;
    self->clocks[BH_CLOCK_EXECUTION].deadline = BH_TIME_NEVER;
    self->others = self->alarm = BH_TIME_NEVER;
    self->executed = 0;
    self->hooks = ((flags & BH_PARTITION_SLOT_EVENT) != 0 ? HOOK_SLOT : 0) |
                  (trace_wants(BH_TRACE_SLOT) ? HOOK_TRACE : 0);
    arch_vcpu_reset(self);
    self->blocked = 0;
    if (!offer_serves(self->partition->abi_version,
                      self->partition->extensions))
        partition_post(self, BH_EVENT_INCOMPATIBLE, 0, 0);
    else if ((flags & BH_PARTITION_STARTS_NORMAL) != 0)
        set_normal(self);
}

void partition_fill_step(struct vcpu *self)
{
    const struct bh_config_segment *segment = config_segment(
        self->config, self->partition->segment_first + self->fill_segment);

    if (self->fill_segment == self->partition->segment_count) {
        start(self);
        return;
    }
    self->fill_offset +=
        is_info(self, segment)
            ? segment->size
            : fill(self->config, segment, self->fill_offset, PARTITION_STEP);
    if (self->fill_offset == segment->size) {
        self->fill_segment++;
        self->fill_offset = 0;
    }
}

void partition_halt(struct vcpu *self, bool stopped)
{
    set_state(self, BH_STATE_HALTED);
    console_end_line(self->id);
    console_end_line(CONSOLE_SECOND + self->id);
    self->cpu->any_stopped = self->cpu->any_stopped || stopped;
}

long partition_apply(struct vcpu *self, uint32_t action, uint32_t cause,
                     uint64_t status)
{
    switch (action) {
    case BH_PLAN_ACTION_NONE:
        return BH_OK;
    case BH_PLAN_ACTION_COLD_RESET:
        reset(self, BH_STATE_COLD_START, cause, status);
        break;
    case BH_PLAN_ACTION_WARM_RESET:
        reset(self, BH_STATE_WARM_START, cause, status);
        break;
    case BH_PLAN_ACTION_SUSPEND:
        if (is_still(self->state))
            return BH_E_STATE;
        self->suspended_state = self->state;
        set_state(self, BH_STATE_SUSPENDED);
        break;
    case BH_PLAN_ACTION_RESUME:
        if (self->state != BH_STATE_SUSPENDED)
            return BH_E_STATE;
        set_state(self, self->suspended_state);
        watch(self);
        break;
    case BH_PLAN_ACTION_HALT:
        if (self->state == BH_STATE_HALTED)
            return BH_E_STATE;
        partition_halt(self, false);
        break;
    default:
        return BH_E_INVALID_PARAM;
    }
    return BH_OK;
}

/* BH_OK, or why a call of `self` cannot be about partition `id`. */
static long find_error(const struct vcpu *self, uint64_t id, uint32_t right)
{
    if (id >= self->config->partitions.count)
        return BH_E_INVALID_PARAM;
    return id == self->id || (self->partition->rights & right) != 0
               ? BH_OK
               : BH_E_DENIED;
}

struct result partition_control(const struct vcpu *self, uint64_t id,
                                uint32_t action, uint64_t status)
{
    long error = find_error(self, id, BH_RIGHT_CONTROL);

    if (error == BH_OK)
        error = partition_apply(&vcpus[id], action, BH_RESET_REQUEST, status);
    return result_error(error);
}

struct result partition_get_status(const struct vcpu *self, uint64_t id,
                                   struct bh_partition_status *status)
{
    long error = find_error(self, id, BH_RIGHT_STATUS);
    const struct vcpu *other;

    if (error != BH_OK)
        return result_error(error);
    other = &vcpus[id];
    *status = (struct bh_partition_status){
        .state = other->state,
        .reset_cause = other->info->reset_cause,
        .reset_count = other->info->reset_count,
        .reset_status = other->info->reset_status,
        .slot_count = other->info->slot_count,
        .executed = partition_clock(other, BH_CLOCK_EXECUTION),
    };
    return result_value(0);
}

struct result partition_set_mode(struct vcpu *self, uint64_t mode)
{
    bool warm = mode == BH_STATE_WARM_START;

    if (mode > BH_STATE_NORMAL)
        return result_error(BH_E_INVALID_PARAM);
    if (self->state == (warm ? BH_STATE_COLD_START : BH_STATE_NORMAL) &&
        (warm || mode == BH_STATE_NORMAL))
        return result_error(BH_E_STATE);
    if (mode == BH_STATE_IDLE)
        partition_halt(self, false);
    else if (mode == BH_STATE_NORMAL)
        set_normal(self);
    else
        reset(self, (uint32_t)mode, BH_RESET_REQUEST, 0);
    return result_value(0);
}
