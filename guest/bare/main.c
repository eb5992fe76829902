/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the first function in C to the end of the machine, and the console in
 * between.
 */
#include "guest/bare/bare.h"
#include "guest/bare/frame.h"

#include <bulkhead/text.h>
#include <stdarg.h>

_Static_assert(sizeof(struct bare_frame) == FRAME_SIZE, "start.S");
_Static_assert(offsetof(struct bare_frame, f) == FRAME_FLOAT, "start.S");
_Static_assert(offsetof(struct bare_frame, fcsr) == FRAME_FCSR, "start.S");
_Static_assert(offsetof(struct bare_frame, mstatus) == FRAME_MSTATUS,
               "start.S");
_Static_assert(offsetof(struct bare_frame, mepc) == FRAME_MEPC, "start.S");
_Static_assert(offsetof(struct bare_frame, mcause) == FRAME_MCAUSE, "start.S");
_Static_assert(FRAME_SIZE % 16 == 0, "the frame would misalign the stack");

#define FINISHER_PASS 0x5555u
#define FINISHER_FAIL 0x3333u

#define UART_DATA 0
#define UART_LINE_STATUS 5
#define UART_HOLDING_EMPTY 0x20

_Noreturn void bare_main(uint64_t tree)
{
    if (!bare_tree_read(tree))
        bare_exit(2);
    bare_exit(main());
}

_Noreturn void bare_exit(int status)
{
    uint32_t word = FINISHER_PASS;

    if (bare_machine.htif)
        bare_htif_call((uint64_t)(unsigned int)status << 1 | 1);

    if (status != 0)
        word = (uint32_t)status << 16 | FINISHER_FAIL;
    if (bare_machine.finisher != 0)
        *bare_word(bare_machine.finisher) = word;
    for (;;)
        __asm__ volatile("wfi");
}

static void put(void *context, char character)
{
    (void)context;
    if (character == '\n')
        put(context, '\r');
    if (bare_machine.htif) {
        bare_htif_put(character);
        return;
    }
    while ((*bare_byte(bare_machine.uart + UART_LINE_STATUS) &
            UART_HOLDING_EMPTY) == 0)
        ;
    *bare_byte(bare_machine.uart + UART_DATA) = (uint8_t)character;
}

void bare_printf(const char *format, ...)
{
    va_list list;

    va_start(list, format);
    bh_format_to(put, NULL, format, list);
    va_end(list);
}
