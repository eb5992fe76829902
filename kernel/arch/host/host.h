/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A processor and a board made of C, for tests: no instructions, no memory but
 * the host's, and a clock that stands still until somebody waits. This is how a
 * test steers them and sees what core asked of them.
 */
#ifndef KERNEL_ARCH_HOST_HOST_H
#define KERNEL_ARCH_HOST_HOST_H

#include "kernel/board/board.h"
#include "kernel/core/upcall.h"
#include <setjmp.h>

/* A virtual hart. Interrupts are core's lines: bits VIRQ_... */
struct arch_vcpu {
    uint64_t registers[ARCH_REGISTERS]; /* 0: where it executes, 1: argument */
    struct vcpu *vcpu;                  /* whose this is */
    bool leave;                         /* arch_vcpu_leave() was called */
    uint32_t shown;                     /* lines that it sees pending, as mip */
    uint64_t shown_timer;               /* deadline that it sees, ticks */
    bool masked;         /* takes no interrupt now, as mstatus.MIE = 0 */
    uint32_t enabled;    /* lines that it has enabled one by one, as mie */
    uint32_t taken;      /* line that interrupted it last, or 0 */
    uint32_t interrupts; /* that it was given */
    bool watched;        /* arch_vcpu_watch() was called */
    bool own_ecalls;     /* has an exception handler for them */
    uint32_t ecalls;     /* that it was given */
};

/* How the machine ended: one of enum board_end, or one of these. */
#define HOST_RUNS (-1)     /* it has not */
#define HOST_SLEEPS (-2)   /* it waited for `waits_left` interrupts */
#define HOST_RESTARTS (-3) /* it is started anew */

#define HOST_PRINTED_SIZE 16384

/* The machine. A test may change everything between two upcalls. */
struct host {
    const struct bh_config *config; /* what arch_config() finds */
    uint64_t config_room;           /* what arch_config_room() says, bytes */
    const char *config_error;       /* what arch_config_error() says */
    bool is_protected;              /* arch_protect() was called */

    uint64_t time;       /* the clock, ticks */
    uint64_t pace;       /* by so much each look at the clock moves it, ticks */
    uint64_t timer;      /* deadline of the timer, ticks */
    uint32_t timer_sets; /* how often it was set */
    uint64_t late;       /* by so much arch_wait() returns too late, ticks */
    uint32_t waits_left; /* arch_wait() calls before the machine ends */

    uint64_t done; /* what arch_interrupts_done() was told, in all */

    struct vcpu *loaded; /* whose memory the hart has, NULL: nobody's yet */
    uint32_t switches;   /* arch_switch() calls */

    bool console_set_up;   /* board_console_init() was called */
    bool console_busy;     /* takes no characters now */
    uint32_t burst;        /* characters it takes before it is asked again */
    const char *typed;     /* what board_console_get() has yet to give */
    size_t typed_left;     /* of it, characters */
    uint32_t printed_size; /* what it was given, and its length */
    char printed[HOST_PRINTED_SIZE];

    jmp_buf *off; /* where board_power_off() goes, NULL: it aborts */
    int end;      /* HOST_RUNS, HOST_SLEEPS or enum board_end */
};
extern struct host host;

/* Puts the machine into its state after reset, with `config` in memory. */
void host_reset(const struct bh_config *config);

/* Somebody types `size` characters, instead of what is still to be read. */
void host_type(const char *text, size_t size);

/*
 * upcall_main() and upcall_resume() on a machine that may end meanwhile: NULL
 * if it did, and host.end says how.
 */
struct arch_vcpu *host_main(void);
struct arch_vcpu *host_resume(struct vcpu *self);

/* Aborts: core broke a rule of arch.h or board.h, or a test one of these. */
_Noreturn void host_fail(const char *reason);

#endif
