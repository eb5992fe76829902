/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dying so that a tool can read it: record first, then words on the console.
 */
#include "kernel/core/panic.h"
#include "kernel/arch/arch.h"
#include "kernel/board/board.h"
#include "kernel/core/console.h"
#include "kernel/lib/crc32.h"
#include "kernel/lib/format.h"
#include "kernel/lib/memory.h"
#include <stdarg.h>
#include <stddef.h>

#define NOINIT __attribute__((section(".noinit")))

/* Where a fresh machine has anything. */
#define RUNNING UINT64_C(0x676e696e6e757242)

struct bh_panic_record panic_record NOINIT;
static uint64_t running NOINIT;
bool panic_begun;
static bool may_restart;

static uint32_t digest(void)
{
    return crc32_update(0, &panic_record,
                        offsetof(struct bh_panic_record, crc));
}

void panic_init(bool restarts)
{
    char line[sizeof(panic_record.reason) + 32];

    if (panic_record.magic != BH_PANIC_MAGIC || panic_record.crc != digest()) {
        memset(&panic_record, 0, sizeof(panic_record));
        may_restart = restarts;
        return;
    }
    panic_record.restarts++;
    format(line, sizeof(line), "before restart %u: panic: %s",
           panic_record.restarts, panic_record.reason);
    console_print_now(line);
}

bool panic_is_restart(void)
{
    bool again = running == RUNNING;

    running = RUNNING;
    return again;
}

_Noreturn void panic(const char *text, ...)
{
    char line[sizeof(panic_record.reason) + 16];
    va_list list;

    /* A second panic, on the way of the first, must not hide it. */
    if (panic_begun)
        board_power_off(BOARD_END_FAILED);
    panic_begun = true;
    /* One that is complete is of before a restart; a trap's is not, yet. */
    if (panic_record.magic == BH_PANIC_MAGIC)
        memset(&panic_record, 0, sizeof(panic_record));
    va_start(list, text);
    format_list(panic_record.reason, sizeof(panic_record.reason), text, list);
    va_end(list);
    panic_record.time = arch_time();
    panic_record.magic = BH_PANIC_MAGIC;
    panic_record.restarts = 0;
    panic_record.crc = digest();

    format(line, sizeof(line), "panic: %s", panic_record.reason);
    console_print_now(line);
    if (may_restart)
        board_restart();
    board_power_off(BOARD_END_FAILED);
}

_Noreturn void panic_refuse(const char *what, const char *reason)
{
    char line[128];

    format(line, sizeof(line), "%s refused: %s", what, reason);
    console_print_now(line);
    board_power_off(BOARD_END_FAILED);
}
