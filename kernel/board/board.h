/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel asks of a board: a console and an end.
 */
#ifndef KERNEL_BOARD_BOARD_H
#define KERNEL_BOARD_BOARD_H

#include <stdbool.h>

/* Bytes that the console takes at once when it says that it is ready. */
#define BOARD_CONSOLE_BURST 16

/* How the machine ends, and QEMU's exit status with it. */
enum board_end {
    BOARD_END_DONE = 0,    /* every partition halted by itself */
    BOARD_END_STOPPED = 1, /* the health monitor halted at least one */
    BOARD_END_FAILED = 2,  /* the kernel refused to go on */
};

/* Sets up the console: 115200 baud, 8 bits, no parity. */
void board_console_init(void);

/* True if BOARD_CONSOLE_BURST characters can be put without waiting. */
bool board_console_ready(void);

/* Puts one character; only after board_console_ready() said yes. */
void board_console_put(char c);

/* The next character typed, or -1. */
int board_console_get(void);

/* Starts the machine anew, image and all, but with what its RAM has. */
_Noreturn void board_restart(void);

/* Ends the machine; where it cannot be switched off, it stands still. */
_Noreturn void board_power_off(enum board_end end);

#endif
