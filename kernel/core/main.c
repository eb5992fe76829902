/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From reset to the first slot.
 */
#include "kernel/board/board.h"
#include "kernel/core/config.h"
#include "kernel/core/console.h"
#include "kernel/core/health.h"
#include "kernel/core/offer.h"
#include "kernel/core/panic.h"
#include "kernel/core/resume.h"
#include "kernel/core/sched.h"
#include "kernel/core/trace.h"
#include "kernel/core/upcall.h"
#include "kernel/lib/format.h"
#include "kernel/lib/memory.h"

/* The one hart that runs guests. */
static struct cpu the_cpu;

const struct bh_note_abi kernel_offer = {
    .abi_version = BH_ABI_VERSION,
    .extensions = (1u << BH_EXT_COUNT) - 1,
};

#define KERNEL_VERSION "0.1.0"

static void greet(const struct bh_config *config)
{
    const struct bh_config_plan *plan = config_plan(config, config->first_plan);
    char line[160];

    format(line, sizeof(line),
           "Bulkhead " KERNEL_VERSION ", system \"%s\": %u partitions, "
           "plan \"%s\", frame %lu us",
           config->name, config->partitions.count, plan->name,
           plan->frame / (config->tick_frequency / 1000000));
    console_print_now(line);
}

static void check(const struct bh_config *config)
{
    const char *error = config_error(config, arch_config_room());

    if (error == NULL)
        error = arch_config_error(config);
    if (error != NULL)
        panic_refuse("configuration", error);
}

struct arch_vcpu *upcall_main(void)
{
    const struct bh_config *config = arch_config();
    struct cpu *cpu = &the_cpu;
    uint32_t cause = panic_is_restart() ? BH_RESET_SYSTEM : BH_RESET_POWER_ON;

    board_console_init();
    check(config);
    arch_protect(config);
    console_init(config);
    trace_init(config);
    hypercall_trace();
    greet(config);
    panic_init(config->panic_action == BH_ACTION_SYSTEM_RESET);
    health_init();

    cpu->config = config;
    cpu->timer = BH_TIME_NEVER;
    for (uint32_t id = 0; id < config->partitions.count; id++)
        partition_init(cpu, id);
    for (uint32_t id = 0; id < config->partitions.count; id++)
        if (vcpus[id].partition->start_after == BH_START_BOOT)
            partition_apply(&vcpus[id], BH_PLAN_ACTION_COLD_RESET, cause, 0);
    /* The system's start is the one time that can take as long as it does. */
    for (uint32_t id = 0; id < config->partitions.count; id++)
        while (vcpus[id].blocked == BLOCKED_FILLING)
            partition_fill_step(&vcpus[id]);
    for (uint32_t id = 0; id < config->partitions.count; id++)
        health_settle(&vcpus[id]);
    sched_start(cpu, config->first_plan, arch_time());
    return upcall_resume(&vcpus[0]);
}

_Noreturn void upcall_kernel_trap(uint64_t cause, uint64_t pc, uint64_t value,
                                  uint64_t stack_pointer,
                                  uint64_t return_address)
{
    if (!panic_begun) { /* else the first one's stay */
        memset(&panic_record, 0, sizeof(panic_record));
        panic_record.cause = cause;
        panic_record.pc = pc;
        panic_record.value = value;
        panic_record.stack_pointer = stack_pointer;
        panic_record.return_address = return_address;
    }
    panic("trap in the kernel: %s, pc 0x%lx, address 0x%lx",
          arch_cause_name(cause), pc, value);
}

void upcall_interrupt_taken(const struct vcpu *self, uint32_t cause,
                            uint64_t pc)
{
    trace_record(BH_TRACE_INTERRUPT, self->id, cause, pc, 0);
}

bool upcall_console_has_room(struct vcpu *self, uint32_t writer)
{
    bool room = console_room(writer) > 0;

    if (!room)
        resume_spend(self);
    return room;
}

bool upcall_console_can_get(struct vcpu *self, uint32_t writer)
{
    bool typed = console_can_read(writer);

    if (!typed)
        resume_spend(self);
    return typed;
}

bool upcall_console_has_input(uint32_t writer)
{
    return console_has_input(writer);
}

void upcall_console_put(uint32_t writer, char c)
{
    console_write(writer, &c, 1);
}

int upcall_console_get(uint32_t writer)
{
    return console_read(writer);
}
