/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel broke: it leaves a record that a tool can read, says why, and
 * stops the machine. A guest's mistake never comes here.
 */
#ifndef KERNEL_CORE_PANIC_H
#define KERNEL_CORE_PANIC_H

#include <bulkhead/health.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The crash record, and whether this run of the kernel is writing it. Both are
 * for upcall_kernel_trap(), too, which knows the registers.
 */
extern struct bh_panic_record panic_record;
extern bool panic_begun;

/*
 * Tells of the record that an earlier run has left. A panic restarts the
 * machine if that is wanted and there is none: never twice.
 */
void panic_init(bool restarts);

/*
 * Whether the machine was restarted, since it was switched on: told once, by
 * what its RAM still has.
 */
bool panic_is_restart(void);

/* Stops with a reason. */
_Noreturn void panic(const char *text, ...)
    __attribute__((format(printf, 1, 2)));

/* Stops before any guest has run: `what` was refused for `reason`. */
_Noreturn void panic_refuse(const char *what, const char *reason);

#define PANIC_TEXT(x) #x
#define PANIC_LINE(x) PANIC_TEXT(x)

/* States what the code below relies on; stays on in the shipped kernel. */
#define ASSERT(condition)                                                      \
    ((condition)                                                               \
         ? (void)0                                                             \
         : panic("%s", __FILE__ ":" PANIC_LINE(__LINE__) ": " #condition))

#endif
