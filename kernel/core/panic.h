/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel broke: it leaves a record that a tool can read, says why, and
 * stops the machine. A guest's mistake never comes here.
 */
#ifndef KERNEL_CORE_PANIC_H
#define KERNEL_CORE_PANIC_H

#include <stdint.h>

/* Marks a record as written: "BHpanic!". */
#define PANIC_MAGIC 0x2163696e61704842

/*
 * The crash record, at the symbol `panic_record`. Zero magic: none. The
 * registers are those of the trap, or 0 for an assertion.
 */
struct panic_record {
    uint64_t magic;
    uint64_t time; /* ticks */
    uint64_t cause;
    uint64_t pc;
    uint64_t value; /* of the trap: address or instruction */
    uint64_t stack_pointer;
    uint64_t return_address;
    char reason[128]; /* NUL-terminated */
};
extern struct panic_record panic_record;

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
