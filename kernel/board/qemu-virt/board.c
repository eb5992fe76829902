/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's `virt` machine: an NS16550A at 0x1000_0000 (TL16C550C data sheet,
 * SLLS177) and SiFive's test finisher at 0x10_0000.
 */
#include "kernel/board/board.h"
#include <stdint.h>

#define UART ((volatile uint8_t *)0x10000000)
#define UART_DATA 0 /* RBR, THR; divisor low with DLAB */
#define UART_IER 1  /* divisor high with DLAB */
#define UART_FCR 2
#define UART_LCR 3
#define UART_LSR 5

#define FCR_ENABLE_AND_CLEAR 0x07
#define LCR_8N1 0x03
#define LCR_DLAB 0x80
#define LSR_DATA_READY 0x01
#define LSR_FIFO_EMPTY 0x20

/* 3.6864 MHz / (16 * 115200) */
#define DIVISOR 2

#define FINISHER ((volatile uint32_t *)0x100000)
#define FINISHER_PASS 0x5555u
#define FINISHER_FAIL 0x3333u
#define FINISHER_RESET 0x7777u

void board_console_init(void)
{
    UART[UART_IER] = 0;
    UART[UART_LCR] = LCR_DLAB;
    UART[UART_DATA] = DIVISOR;
    UART[UART_IER] = 0;
    UART[UART_LCR] = LCR_8N1;
    UART[UART_FCR] = FCR_ENABLE_AND_CLEAR;
}

bool board_console_ready(void)
{
    return (UART[UART_LSR] & LSR_FIFO_EMPTY) != 0;
}

void board_console_put(char c)
{
    UART[UART_DATA] = (uint8_t)c;
}

int board_console_get(void)
{
    if ((UART[UART_LSR] & LSR_DATA_READY) == 0)
        return -1;
    return UART[UART_DATA];
}

_Noreturn void board_restart(void)
{
    *FINISHER = FINISHER_RESET;
    for (;;)
        __asm__ volatile("wfi");
}

_Noreturn void board_power_off(enum board_end end)
{
    *FINISHER = end == BOARD_END_DONE ? FINISHER_PASS
                                      : ((uint32_t)end << 16) | FINISHER_FAIL;
    for (;;)
        __asm__ volatile("wfi");
}
