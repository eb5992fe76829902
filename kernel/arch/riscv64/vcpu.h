/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processor state of a virtual hart: what entry.S saves and loads, and what
 * the guest does not see in its state page.
 *
 * The first part of this header serves assembly; vcpu.c holds it to the
 * structure by static assertions.
 */
#ifndef KERNEL_ARCH_RISCV64_VCPU_H
#define KERNEL_ARCH_RISCV64_VCPU_H

#include "kernel/arch/riscv64/csr.h"

/* Offset of register n, and of the program counter in the place of x0. */
#define VCPU_X(n) ((n)*UL(8))
#define VCPU_PC VCPU_X(0)
#define VCPU_VCPU 256
#define VCPU_STACK 264
#define VCPU_LEAVE 272
#define VCPU_STATE 280
#define VCPU_FLAG 288
#define VCPU_WHOLE 296
#define VCPU_FIXED 304
#define VCPU_F(n) (312 + (n)*UL(8))
#define VCPU_FCSR VCPU_F(32)

/* In struct vcpu. */
#define CORE_PENDING 8
#define CORE_TEXT_REGION 40
#define CORE_DEVICES 56
#define CORE_DEVICE_COUNT 64

/* In struct bh_config_region and bh_config_device. */
#define REGION_ADDRESS 0
#define REGION_SIZE 8
#define REGION_PHYSICAL 16
#define DEVICE_ADDRESS 0
#define DEVICE_SIZE 8
#define DEVICE_KIND 12
#define DEVICE_LOG_SIZE 4 /* of the structure */

/* What an M-mode program can set in mstatus of a hart with M and U, but FS. */
#define MSTATUS_KEPT (MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPP | MSTATUS_TW)

/* Registers that an exception finds saved, by bit: those C does not keep. */
#define VCPU_SAVED_FIRST 0x0003fde6
#define VCPU_SAVED_ALL UL(0xffffffff)

#ifndef __ASSEMBLER__
#include "kernel/core/upcall.h"
#include <bulkhead/state.h>

/* The registers in the state page: what stands there is a claim. */
struct state_registers {
    uint64_t mstatus, mie, mip, mtvec, mepc, mcause, mtval, mscratch;
};

struct arch_vcpu {
    uint64_t x[32];    /* x[0] is the program counter */
    struct vcpu *vcpu; /* whose this is */
    void *stack;       /* the hart's kernel stack, empty */
    uint32_t leave;    /* leave by upcall_resume() */
    uint32_t fs;       /* mstatus.FS as the guest has set it: FS_... */
    struct state_registers *state;
    uint64_t *flag;  /* word that has MIE: mstatus, or in the flag page */
    uint64_t *whole; /* mstatus if MIE is in it, or NULL */
    uint64_t fixed;  /* of mstatus: what `fs` and the kind of hart say */
    uint64_t f[32];
    uint64_t fcsr;
    uint64_t unseen;     /* its timer, if it has no place to read it */
    uint64_t mcounteren; /* of the virtual hart: kept, without effect */
    uint64_t checked;    /* slot in which the flag page was found intact */
    uint64_t satp;       /* the partition's, or without its flag page */
    uint32_t extras;     /* VCPU_HAS_...: what delivery must see to */
    uint32_t in_hart;    /* HART_...: what a switch must see to */
    bool fp_unsaved;     /* and newer ones, whatever its FS says */
    bool has_plic;       /* which has the lines that only a partition has */
};

/* Program counter in vcpu.x[] */
#define PC 0

#define VCPU_HAS_FLAG 0x1u    /* a flag page */
#define VCPU_HAS_UART 0x2u    /* a UART that may interrupt */
#define VCPU_TRACED 0x4u      /* its interrupts are told to core */
#define VCPU_HAS_DEVICES 0x8u /* of the board, which may interrupt it */

#define HART_FP 0x1u      /* the hart has these f and fcsr */
#define HART_DEVICES 0x2u /* and is told of devices */

/*
 * An exception that the virtual hart takes, or the health monitor does. True if
 * the guest goes on, in its handler.
 */
bool vcpu_exception(struct vcpu *self, uint32_t kind, uint64_t cause,
                    uint64_t value);

/*
 * The flag page of a rewritten guest. settle: takes it away while an interrupt
 * waits that the guest has enabled, and gives it back; the guest's registers.
 * check: what else the guest has written there since its last slot is its null
 * pointer's doing, and an exception; false if it does not go on. emulate:
 * carries out the instructions that use the page, while it is away.
 */
enum vflag_result { VFLAG_DONE, VFLAG_NOT_SAVED, VFLAG_OTHER };

struct arch_vcpu *vflag_move(struct vcpu *self, uint64_t satp);
bool vflag_check(struct vcpu *self);
enum vflag_result vflag_emulate(struct vcpu *self, uint64_t bits,
                                uint64_t saved);

static inline struct arch_vcpu *vflag_settle(struct vcpu *self)
{
    const struct bh_config_partition *partition = self->partition;
    bool waits = (self->pending & self->arch->state->mie) != 0;
    uint64_t satp = waits ? partition->satp_masked : partition->satp;

    return satp == self->arch->satp ? self->arch : vflag_move(self, satp);
}

static inline bool vflag_is_checked(const struct vcpu *self)
{
    return self->info->slot_count == self->arch->checked;
}

/* mstatus of the virtual hart, sanitised. */
uint64_t vcpu_read_mstatus(struct vcpu *self);
void vcpu_write_mstatus(struct vcpu *self, uint64_t value);

/* Copies the FP registers of the hart to and from `arch`; FS must be on. */
void fpu_save(struct arch_vcpu *arch);
void fpu_load(const struct arch_vcpu *arch);
#endif

#endif
