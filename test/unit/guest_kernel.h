/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel made of C for tests of libbulkhead on the host: the two pages are
 * variables, `ecall` is a function, time stands still until someone waits. The
 * library is included whole; what a test asks of it comes back to host_ecall().
 */
#ifndef TEST_UNIT_GUEST_KERNEL_H
#define TEST_UNIT_GUEST_KERNEL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <bulkhead/abi.h>
#include <bulkhead/info.h>
#include <bulkhead/state.h>

static struct bh_state host_state;
static struct bh_info host_info;

#undef BH_STATE_PAGE_ADDRESS
#undef BH_INFO_PAGE_ADDRESS
#define BH_STATE_PAGE_ADDRESS ((uintptr_t)&host_state)
#define BH_INFO_PAGE_ADDRESS ((uintptr_t)&host_info)

/* Takes a call as the kernel would: a0 is the result, host_value is a1. */
static unsigned long host_ecall(unsigned long a7, unsigned long a6,
                                unsigned long a0, unsigned long a1,
                                unsigned long a2);
static unsigned long host_value;

/*
 * hypercall.h binds variables to registers and issues `ecall` in assembly. Here
 * the bindings vanish, and the instruction becomes a call with the registers
 * that it would have read.
 */
#define __asm__(binding)
#define __volatile__(...)                                                      \
    ("");                                                                      \
    a0 = host_ecall(a7, a6, a0, a1, a2);                                       \
    a1 = host_value
#include <bulkhead/hypercall.h>
#undef __asm__
#undef __volatile__

/* The time register is a variable as well. */
#define bh_time_now hart_time_now
#include <bulkhead/clock.h>
#undef bh_time_now

static uint64_t host_time;

static inline uint64_t bh_time_now(void)
{
    return host_time;
}

#include <bulkhead/lib.h>

#include "guest/lib/abi.c"
#include "guest/lib/clock.c"
#include "guest/lib/console.c"
#include "guest/lib/format.c"
#include "guest/lib/input.c"
#include "guest/lib/line.c"
#include "guest/lib/names.c"
#include "guest/lib/page.c"
#include "guest/lib/port.c"
#include "guest/lib/shared.c"
#include "guest/lib/timer.c"
#include "guest/lib/trap.c"

#define MTIP (UINT64_C(1) << BH_IRQ_TIMER)
#define MSIP (UINT64_C(1) << BH_IRQ_SOFTWARE)

/* The kernel's side. */
static struct {
    unsigned long a7, a6, a0, a1, a2; /* of the last call */
    long error, value;                /* what to answer, if `scripted` */
    bool scripted;
    bool console_denied;
    char console[1024]; /* what has been printed */
    size_t printed;
    size_t room; /* that the console has until the next slot */
    const char *typed;
    unsigned yields, polls, waits, timers;
    uint64_t deadline;
    uint32_t version;
    jmp_buf halted;
} host;

static void kernel_update(void)
{
    if (host_time >= host.deadline)
        host_state.mip |= MTIP;
    else
        host_state.mip &= ~MTIP;
}

/* Takes every interrupt that is pending, enabled and allowed. */
static void kernel_deliver(void)
{
    unsigned limit = 10;
    uint64_t due;

    kernel_update();
    while ((host_state.mstatus & BH_MSTATUS_MIE) != 0 &&
           (due = host_state.mip & host_state.mie) != 0) {
        assert_true(limit-- > 0);
        host_state.mstatus &= ~BH_MSTATUS_MIE;
        assert_int_equal(
            bh_trap_handler(BH_CAUSE_INTERRUPT | (uint64_t)__builtin_ctzl(due),
                            0x80000010, 0),
            0x80000010);
        host_state.mstatus |= BH_MSTATUS_MIE;
        kernel_update();
    }
}

static long kernel_write(const char *text, size_t size)
{
    const size_t taken = size < host.room ? size : host.room;

    memcpy(host.console + host.printed, text, taken);
    host.printed += taken;
    host.room -= taken;
    return (long)taken;
}

static long kernel_console(unsigned long function, char *text, size_t size)
{
    if (function == BH_CONSOLE_WRITE)
        return kernel_write(text, size);
    if (host.typed == NULL || *host.typed == '\0')
        return 0;
    if (*host.typed == '~') { /* nothing until the next slot */
        host.typed++;
        return 0;
    }
    *text = *host.typed++;
    return 1;
}

static long kernel_partition(unsigned long function)
{
    if (function == BH_PARTITION_HALT)
        longjmp(host.halted, 1);
    assert_int_equal(function, BH_PARTITION_YIELD);
    host.yields++;
    host.room = 16;
    return 0;
}

static long kernel_interrupt(unsigned long function)
{
    if (function == BH_INTERRUPT_POLL) {
        host.polls++;
        kernel_deliver();
        return 0;
    }
    assert_true(++host.waits < 100);
    kernel_update();
    if ((host_state.mip & host_state.mie) == 0) {
        assert_true((host_state.mie & MTIP) != 0);
        assert_true(host.deadline != BH_TIME_NEVER);
        host_time = host.deadline;
    }
    kernel_deliver();
    return 0;
}

static long kernel_base(unsigned long function, unsigned long argument)
{
    switch (function) {
    case BH_BASE_GET_IMPL_ID:
        return BH_SBI_IMPLEMENTATION_ID;
    case BH_BASE_GET_IMPL_VERSION:
        return host.version;
    default:
        assert_int_equal(function, BH_BASE_PROBE_EXTENSION);
        return argument == BH_EXT_TIME;
    }
}

static unsigned long host_ecall(unsigned long a7, unsigned long a6,
                                unsigned long a0, unsigned long a1,
                                unsigned long a2)
{
    host.a7 = a7;
    host.a6 = a6;
    host.a0 = a0;
    host.a1 = a1;
    host.a2 = a2;
    host_value = (unsigned long)host.value;
    if (host.scripted)
        return (unsigned long)host.error;
    if (a7 == BH_EXT_BASE) {
        host_value = (unsigned long)kernel_base(a6, a0);
    } else if (a7 == BH_EXT_CONSOLE) {
        if (host.console_denied)
            return (unsigned long)BH_E_DENIED;
        host_value = (unsigned long)kernel_console(a6, (char *)a0, a1);
    } else if (a7 == BH_EXT_PARTITION) {
        kernel_partition(a6);
    } else if (a7 == BH_EXT_TIME) {
        assert_int_equal(a6, BH_TIME_SET_TIMER);
        host.timers++;
        host.deadline = a0;
        kernel_update();
    } else {
        assert_int_equal(a7, BH_EXT_INTERRUPT);
        kernel_interrupt(a6);
    }
    return BH_OK;
}

void bh_exit(void)
{
    bh_flush();
    bh_partition_halt();
    abort();
}

static int start_over(void **state)
{
    (void)state;
    memset(&host, 0, sizeof(host));
    memset(&host_state, 0, sizeof(host_state));
    memset(&host_info, 0, sizeof(host_info));
    memset(&timer, 0, sizeof(timer));
    memset(&software, 0, sizeof(software));
    memset(&pending, 0, sizeof(pending));
    host.deadline = BH_TIME_NEVER;
    host.version = BH_ABI_VERSION;
    host.room = sizeof(host.console);
    host_time = 1000;
    host_info.magic = BH_INFO_MAGIC;
    host_info.tick_frequency = 10000000;
    return 0;
}

#define CASE(function) cmocka_unit_test_setup(function, start_over)

#endif
