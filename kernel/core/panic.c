/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dying so that a tool can read it: record first, then words on the console.
 */
#include "kernel/core/panic.h"
#include "kernel/arch/arch.h"
#include "kernel/board/board.h"
#include "kernel/core/console.h"
#include "kernel/lib/format.h"
#include <stdarg.h>

struct panic_record panic_record;

_Noreturn void panic(const char *text, ...)
{
    char line[sizeof(panic_record.reason) + 16];
    va_list list;

    /* A second panic, on the way of the first, must not hide it. */
    if (panic_record.magic == PANIC_MAGIC)
        board_power_off(BOARD_END_FAILED);
    va_start(list, text);
    format_list(panic_record.reason, sizeof(panic_record.reason), text, list);
    va_end(list);
    panic_record.time = arch_time();
    panic_record.magic = PANIC_MAGIC;

    format(line, sizeof(line), "panic: %s", panic_record.reason);
    console_print_now(line);
    board_power_off(BOARD_END_FAILED);
}

_Noreturn void panic_refuse(const char *what, const char *reason)
{
    char line[128];

    format(line, sizeof(line), "%s refused: %s", what, reason);
    console_print_now(line);
    board_power_off(BOARD_END_FAILED);
}
