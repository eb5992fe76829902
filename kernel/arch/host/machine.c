/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine around the processor made of C: console and power, and the sleep
 * that moves the clock.
 */
#include "kernel/arch/host/host.h"
#include <stdio.h>
#include <stdlib.h>

struct host host;

void host_fail(const char *reason)
{
    fprintf(stderr, "kernel/arch/host: %s\n", reason);
    abort();
}

void host_reset(const struct bh_config *config)
{
    host = (struct host){
        .config = config,
        .config_room = UINT64_MAX,
        .waits_left = 1000000,
        .end = HOST_RUNS,
    };
}

void host_type(const char *text, size_t size)
{
    host.typed = text;
    host.typed_left = size;
}

/* Leaves by the jump that a test has prepared. */
static _Noreturn void stop(int how)
{
    host.end = how;
    if (host.off == NULL)
        host_fail("the machine ends where no test expects it");
    longjmp(*host.off, 1);
}

void arch_wait(void)
{
    if (host.waits_left-- == 0)
        stop(HOST_SLEEPS);
    if (host.time < host.timer)
        host.time = host.timer;
    host.time += host.late;
}

void board_console_init(void)
{
    host.console_set_up = true;
}

bool board_console_ready(void)
{
    host.burst = host.console_busy ? 0 : BOARD_CONSOLE_BURST;
    return !host.console_busy;
}

void board_console_put(char c)
{
    if (!host.console_set_up || host.burst == 0)
        host_fail("character for a console that is not ready");
    if (host.printed_size == HOST_PRINTED_SIZE)
        host_fail("more printed than there is room for");
    host.burst--;
    host.printed[host.printed_size++] = c;
}

int board_console_get(void)
{
    if (host.typed_left == 0)
        return -1;
    host.typed_left--;
    return (unsigned char)*host.typed++;
}

_Noreturn void board_restart(void)
{
    stop(HOST_RESTARTS);
}

_Noreturn void board_power_off(enum board_end end)
{
    stop((int)end);
}

/* NULL as `self`: from reset. */
static struct arch_vcpu *run(struct vcpu *self)
{
    struct arch_vcpu *volatile next = NULL;
    jmp_buf off;

    host.off = &off;
    if (setjmp(off) == 0)
        next = self == NULL ? upcall_main() : upcall_resume(self);
    host.off = NULL;
    return next;
}

struct arch_vcpu *host_main(void)
{
    return run(NULL);
}

struct arch_vcpu *host_resume(struct vcpu *self)
{
    return run(self);
}
