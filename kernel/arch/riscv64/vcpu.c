/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtual hart: its reset, its exceptions and interrupts, its mstatus, and
 * its turn on the real one.
 */
#include "kernel/arch/riscv64/vcpu.h"
#include "kernel/arch/riscv64/device.h"
#include "kernel/lib/memory.h"
#include <stddef.h>

_Static_assert(offsetof(struct arch_vcpu, x[1]) == VCPU_X(1), "entry.S");
_Static_assert(offsetof(struct arch_vcpu, vcpu) == VCPU_VCPU, "entry.S");
_Static_assert(offsetof(struct arch_vcpu, stack) == VCPU_STACK, "entry.S");
_Static_assert(offsetof(struct arch_vcpu, leave) == VCPU_LEAVE, "entry.S");
_Static_assert(offsetof(struct vcpu, pending) == CORE_PENDING, "entry.S");
_Static_assert(offsetof(struct vcpu, text_region) == CORE_TEXT_REGION &&
                   offsetof(struct vcpu, devices) == CORE_DEVICES &&
                   offsetof(struct vcpu, device_count) == CORE_DEVICE_COUNT,
               "entry.S");
_Static_assert(offsetof(struct bh_config_region, address) == REGION_ADDRESS &&
                   offsetof(struct bh_config_region, size) == REGION_SIZE &&
                   offsetof(struct bh_config_region, physical) ==
                       REGION_PHYSICAL,
               "entry.S");
_Static_assert(offsetof(struct bh_config_device, address) == DEVICE_ADDRESS &&
                   offsetof(struct bh_config_device, size) == DEVICE_SIZE &&
                   offsetof(struct bh_config_device, kind) == DEVICE_KIND &&
                   sizeof(struct bh_config_device) == 1 << DEVICE_LOG_SIZE,
               "entry.S");
_Static_assert(offsetof(struct bh_state, mscratch) -
                       offsetof(struct bh_state, mstatus) ==
                   offsetof(struct state_registers, mscratch),
               "state.h");
_Static_assert(VIRQ_SOFTWARE == MIP_MSIP && VIRQ_TIMER == MIP_MTIP &&
                   VIRQ_EXTERNAL == MIP_MEIP,
               "core's lines are mip");
_Static_assert(offsetof(struct arch_vcpu, state) == VCPU_STATE, "entry.S");
_Static_assert(offsetof(struct arch_vcpu, flag) == VCPU_FLAG, "entry.S");
_Static_assert(offsetof(struct arch_vcpu, whole) == VCPU_WHOLE, "entry.S");
_Static_assert(offsetof(struct arch_vcpu, fixed) == VCPU_FIXED, "entry.S");
_Static_assert(offsetof(struct arch_vcpu, f[0]) == VCPU_F(0), "entry.S");
_Static_assert(offsetof(struct arch_vcpu, fcsr) == VCPU_FCSR, "entry.S");

extern char kernel_stack_top[];

static struct arch_vcpu arch_vcpus[BH_PARTITIONS_MAX];

const char *const arch_register_names[ARCH_REGISTERS] = {
    "pc",  "ra", "sp", "gp", "tp", "t0",      "t1",  "t2",    "s0",
    "s1",  "a0", "a1", "a2", "a3", "a4",      "a5",  "a6",    "a7",
    "s2",  "s3", "s4", "s5", "s6", "s7",      "s8",  "s9",    "s10",
    "s11", "t3", "t4", "t5", "t6", "mstatus", "mie", "mtvec", "mepc",
};

struct arch_vcpu *arch_vcpu(uint32_t id)
{
    return &arch_vcpus[id];
}

void arch_vcpu_leave(struct vcpu *self)
{
    self->arch->leave = 1;
}

void arch_vcpu_reset(struct vcpu *self)
{
    struct arch_vcpu *arch = self->arch;
    struct bh_state *page = arch_memory(self->partition->state);
    struct state_registers *state = (void *)&page->mstatus;

    *arch = (struct arch_vcpu){
        .vcpu = self,
        .stack = kernel_stack_top,
        .state = state,
        .flag = &state->mstatus,
        .whole = &state->mstatus,
        .fixed = MSTATUS_UXL_64,
        .satp = self->partition->satp,
        .extras = self->traced ? VCPU_TRACED : 0,
    };
    *state = (struct state_registers){.mstatus = MSTATUS_UXL_64};
    arch->x[PC] = self->partition->entry;
    arch->x[11] = self->partition->argument; /* a1; a0, the hart id, is 0 */
    if (self->partition->flag != 0) {
        arch->flag = arch_memory(self->partition->flag);
        *arch->flag = 0;
        arch->whole = NULL;
        arch->extras |= VCPU_HAS_FLAG;
    }
    self->timer_shown = self->partition->timer != 0
                            ? arch_memory(self->partition->timer)
                            : &arch->unseen;
    device_reset(self);
    *self->timer_shown = self->timer;
    /* The guest's code has been written as data. */
    __asm__ volatile("fence.i" : : : "memory");
}

void arch_vcpu_registers(const struct vcpu *self, uint64_t *registers, bool all)
{
    const uint64_t saved = VCPU_SAVED_FIRST | 1 << PC;
    const struct arch_vcpu *arch = self->arch;

    memcpy(registers, arch->x, sizeof(arch->x));
    if (!all) {
#pragma GCC unroll 32
        for (int i = 0; i < 32; i++)
            if ((saved >> i & 1) == 0)
                registers[i] = 0;
    }
    registers[32] = arch->state->mstatus | (*arch->flag & MSTATUS_MIE);
    registers[33] = arch->state->mie;
    registers[34] = arch->state->mtvec;
    registers[35] = arch->state->mepc;
}

void arch_vcpu_show_pending(struct vcpu *self)
{
    self->arch->state->mip = self->pending;
    if ((self->arch->extras & VCPU_HAS_FLAG) != 0)
        vflag_settle(self);
}

void arch_vcpu_set_line(struct vcpu *self, uint32_t line, bool up)
{
    if (self->arch->has_plic)
        vplic_set_level(self, BH_LINE_SOURCE + line, up);
    else if (up)
        virq_raise(self, VIRQ_LINE(line));
    else
        virq_lower(self, VIRQ_LINE(line));
}

/* Enters the guest's handler (privileged specification, 3.1.6.1, 3.1.7). */
static inline void enter_handler(struct arch_vcpu *arch, uint64_t cause,
                                 uint64_t value)
{
    struct state_registers *state = arch->state;
    uint64_t flag = *arch->flag;
    uint64_t mtvec = state->mtvec;
    uint64_t mstatus = state->mstatus & ~(MSTATUS_MPIE | MSTATUS_MIE);
    uint64_t pc = mtvec & ~3UL;

    if ((flag & MSTATUS_MIE) != 0)
        mstatus |= MSTATUS_MPIE;
    if ((cause & CAUSE_INTERRUPT) != 0 && (mtvec & 3) == 1)
        pc += 4 * (cause & ~CAUSE_INTERRUPT);
    *arch->flag = flag & ~MSTATUS_MIE;
    state->mstatus = mstatus | MSTATUS_MPP;
    state->mepc = arch->x[PC];
    state->mcause = cause;
    state->mtval = value;
    arch->x[PC] = pc;
}

/* What the devices of `self` have to say is in its lines then. */
static __attribute__((noinline)) bool poll_devices(struct vcpu *self)
{
    if ((self->arch->extras & VCPU_HAS_UART) != 0)
        vuart_update(self, true);
    if ((self->arch->extras & VCPU_HAS_DEVICES) != 0)
        plic_poll(self);
    return (self->pending & self->arch->state->mie) != 0;
}

bool arch_vcpu_interrupt_pending(struct vcpu *self)
{
    if ((self->arch->extras & (VCPU_HAS_UART | VCPU_HAS_DEVICES)) != 0)
        return poll_devices(self);
    return (self->pending & self->arch->state->mie) != 0;
}

/* 3.1.9: external before software before timer; and then the lines. */
static inline uint64_t first_of(uint64_t ready)
{
    uint64_t number = BH_LINE_FIRST;

    if ((ready & MIP_MEIP) != 0)
        return CAUSE_EXTERNAL_INTERRUPT;
    if ((ready & MIP_MSIP) != 0)
        return CAUSE_SOFTWARE_INTERRUPT;
    if ((ready & MIP_MTIP) != 0)
        return CAUSE_TIMER_INTERRUPT;
    while ((ready >> number & 1) == 0)
        number++;
    return number;
}

/*
 * Lets the interrupt in that comes first, if the guest takes one now; returns
 * whether it does.
 */
static inline bool deliver(struct vcpu *self, struct arch_vcpu *arch)
{
    struct state_registers *state = arch->state;
    uint64_t ready = self->pending & state->mie;
    uint64_t number = CAUSE_TIMER_INTERRUPT;

    arch->leave = 0;
    state->mip = self->pending;
    if (ready == 0 || (*arch->flag & MSTATUS_MIE) == 0)
        return false;
    if ((ready & ~(uint64_t)MIP_MTIP) != 0)
        number = first_of(ready);
    enter_handler(arch, CAUSE_INTERRUPT | number, 0);
    return true;
}

static __attribute__((noinline)) struct arch_vcpu *
deliver_with_extras(struct vcpu *self, struct arch_vcpu *arch)
{
    if ((arch->extras & VCPU_HAS_UART) != 0)
        vuart_update(self, false);
    if ((arch->extras & VCPU_HAS_DEVICES) != 0)
        plic_enter(self);
    if ((arch->extras & VCPU_HAS_FLAG) != 0 && !vflag_check(self))
        return NULL;
    if (deliver(self, arch) && (arch->extras & VCPU_TRACED) != 0)
        upcall_interrupt_taken(self, (uint32_t)arch->state->mcause,
                               arch->state->mepc);
    if ((arch->extras & VCPU_HAS_FLAG) != 0)
        vflag_settle(self);
    return arch;
}

struct arch_vcpu *arch_vcpu_deliver(struct vcpu *self)
{
    struct arch_vcpu *arch = self->arch;

    if (arch->extras == 0) {
        deliver(self, arch);
        return arch;
    }
    if (arch->extras == VCPU_HAS_FLAG && vflag_is_checked(self)) {
        deliver(self, arch); /* the same as with more of them, but quicker */
        return vflag_settle(self);
    }
    return deliver_with_extras(self, arch);
}

bool vcpu_exception(struct vcpu *self, uint32_t kind, uint64_t cause,
                    uint64_t value)
{
    struct health_event event = {kind, cause, value};

    /* A handler that cannot be fetched would be entered for ever. */
    if (cause == CAUSE_FETCH_ACCESS &&
        self->arch->x[PC] == (self->arch->state->mtvec & ~3UL) &&
        self->partition->action[kind] == BH_ACTION_PROPAGATE)
        event.kind = BH_EVENT_UNHANDLED;
    if (health_raise(self, &event) != BH_ACTION_PROPAGATE)
        return false;
    enter_handler(self->arch, cause, value);
    return true;
}

bool arch_vcpu_ecall(struct vcpu *self)
{
    if (self->partition->action[BH_EVENT_EXCEPTION] != BH_ACTION_PROPAGATE)
        return false;
    /* On the way of a hypercall, mepc is behind the ecall, and still live. */
    self->arch->x[PC] = csr_read(mepc) - 4;
    enter_handler(self->arch, CAUSE_ECALL_M, 0);
    csr_write(mepc, self->arch->x[PC]);
    return true;
}

static uint64_t hart_fs(void)
{
    return (csr_read(mstatus) & MSTATUS_FS) >> MSTATUS_FS_SHIFT;
}

static void set_hart_fs(uint64_t fs)
{
    csr_clear(mstatus, MSTATUS_FS);
    csr_set(mstatus, fs << MSTATUS_FS_SHIFT);
}

static inline void set_fs(struct arch_vcpu *arch, uint32_t fs)
{
    arch->fs = fs;
    arch->fixed = MSTATUS_UXL_64 | (uint64_t)fs << MSTATUS_FS_SHIFT;
    if (fs == FS_DIRTY)
        arch->fixed |= MSTATUS_SD;
}

/*
 * Notes that the FP registers of `arch`, which the hart has, have changed; the
 * hart's own FS is then free to show the next change.
 */
static inline void take_fs(struct arch_vcpu *arch)
{
    if (hart_fs() != FS_DIRTY)
        return;
    set_fs(arch, FS_DIRTY);
    arch->state->mstatus |= arch->fixed; /* fast paths read it there */
    arch->fp_unsaved = true;
    set_hart_fs(FS_CLEAN);
}

/* Gives the hart the FP registers of `arch`, if the guest has them on. */
static __attribute__((noinline)) void enter_fpu(struct arch_vcpu *arch)
{
    if (arch->fs == FS_OFF) {
        csr_clear(mstatus, MSTATUS_FS);
        return;
    }
    set_hart_fs(FS_CLEAN);
    if ((arch->in_hart & HART_FP) == 0) {
        fpu_load(arch);
        arch->in_hart |= HART_FP;
        set_hart_fs(FS_CLEAN);
    }
}

/* Keeps what the hart has newer than `arch`, on or off. */
static void leave_fpu(struct arch_vcpu *arch)
{
    take_fs(arch);
    if (arch->fp_unsaved) {
        set_hart_fs(FS_CLEAN);
        fpu_save(arch);
        arch->fp_unsaved = false;
    }
    arch->in_hart &= ~HART_FP;
}

uint64_t vcpu_read_mstatus(struct vcpu *self)
{
    struct arch_vcpu *arch = self->arch;

    take_fs(arch);
    return ((arch->state->mstatus | (*arch->flag & MSTATUS_MIE)) &
            MSTATUS_KEPT) |
           arch->fixed;
}

void vcpu_write_mstatus(struct vcpu *self, uint64_t value)
{
    struct arch_vcpu *arch = self->arch;
    uint32_t fs = (uint32_t)((value & MSTATUS_FS) >> MSTATUS_FS_SHIFT);
    uint64_t mpp = value & MSTATUS_MPP;

    /* MPP is WARL: M and U are there, and another value leaves it (3.1.6.1) */
    if (mpp != 0 && mpp != MSTATUS_MPP)
        value = (value & ~MSTATUS_MPP) | (arch->state->mstatus & MSTATUS_MPP);
    take_fs(arch);
    if (fs != arch->fs) {
        set_fs(arch, fs);
        enter_fpu(arch);
    }
    value = (value & MSTATUS_KEPT) | arch->fixed;
    arch->state->mstatus = value;
    if (arch->whole == NULL) {
        arch->state->mstatus = value & ~MSTATUS_MIE;
        *arch->flag = value & MSTATUS_MIE;
    }
    if ((self->pending & arch->state->mie) != 0)
        arch_vcpu_leave(self); /* an interrupt may be let in */
}

void arch_switch(struct vcpu *previous, struct vcpu *next)
{
    static uint64_t nowhere;
    uint64_t failed;

    /* FS off does not mean that the hart has nothing of the previous one's. */
    if (previous == NULL || previous->arch->in_hart != 0 ||
        next->arch->fs != FS_OFF) {
        if (previous == NULL || (previous->arch->in_hart & HART_DEVICES) != 0)
            plic_leave();
        if (previous != NULL)
            leave_fpu(previous->arch);
        enter_fpu(next->arch);
    }
    csr_write(satp, next->arch->satp);
    /* Address-space identifiers may be fewer than partitions, or none. */
    __asm__ volatile("sfence.vma" : : : "memory");
    /* A reservation must not outlive its guest's turn. */
    __asm__ volatile("sc.d %0, zero, (%1)"
                     : "=r"(failed)
                     : "r"(&nowhere)
                     : "memory");
}
