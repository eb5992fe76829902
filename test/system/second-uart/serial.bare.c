/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes to a second serial port, by looking and by interrupts, while the first
 * one is the console. Where there is none, to look for it is an access fault.
 */
#include "say.h"

#define SECOND 0x10009000
#define SECOND_SOURCE 9u
#define FIRST_SOURCE 10u

#define BIT(n) (UINT64_C(1) << (n))
#define CAUSE_LOAD_ACCESS 5

/* The PLIC's registers, for the first context (PLIC specification 1.0.0). */
#define PRIORITY(n) bare_word(bare_machine.plic + 4 * (uint64_t)(n))
#define ENABLE bare_word(bare_machine.plic + 0x2000)
#define CLAIM bare_word(bare_machine.plic + 0x200004)

/* TL16C550C data sheet (SLLS177), table 3 */
#define UART(n) bare_byte(SECOND + (n))
#define DATA 0
#define ENABLES 1
#define IDENTITY 2
#define LINE_CONTROL 3
#define LINE_STATUS 5
#define SCRATCH 7
#define TRANSMITTER_EMPTY 0x02
#define IDENTITY_BITS 0x0f
#define IDENTITY_NONE 0x01
#define DATA_READY 0x01
#define HOLDING_EMPTY 0x20
#define DIVISOR_ACCESS 0x80

static const char text[] = "by interrupts\n";

static volatile uint64_t printed, sources, faults;

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    uint32_t source;

    if (cause == CAUSE_LOAD_ACCESS) {
        faults++;
        frame->mepc += (*(const uint16_t *)frame->mepc & 3) == 3 ? 4 : 2;
        return;
    }
    source = *CLAIM;
    sources |= BIT(source);
    if ((*UART(IDENTITY) & IDENTITY_BITS) != TRANSMITTER_EMPTY)
        bare_printf("FAIL identity\n");
    if (text[printed] == '\0')
        *UART(ENABLES) = 0;
    else
        *UART(DATA) = (uint8_t)text[printed++];
    *CLAIM = source;
}

static void print(const char *words)
{
    for (; *words != '\0'; words++) {
        while ((*UART(LINE_STATUS) & HOLDING_EMPTY) == 0)
            ;
        *UART(DATA) = (uint8_t)*words;
    }
}

static void try_registers(void)
{
    uint8_t first = *bare_byte(bare_machine.uart + LINE_CONTROL);

    *UART(SCRATCH) = 0x5a;
    *bare_byte(bare_machine.uart + SCRATCH) = 0xa5;
    say_equal(*UART(SCRATCH), 0x5a, "registers of its own");
    *UART(LINE_CONTROL) = DIVISOR_ACCESS;
    *UART(DATA) = 7;
    say_equal(*UART(DATA), 7, "a divisor");
    *UART(LINE_CONTROL) = 3;
    say_equal(*bare_byte(bare_machine.uart + LINE_CONTROL), first,
              "the first is as it was");
    say_equal(*UART(LINE_STATUS) & DATA_READY, 0, "nothing is received");
    say_equal(*UART(IDENTITY) & IDENTITY_BITS, IDENTITY_NONE, "no interrupt");
}

int main(void)
{
    (void)*UART(LINE_STATUS);
    if (faults != 0) {
        say_equal(faults, 1, "there is no second one");
        return 0;
    }
    try_registers();
    print("by looking, ");
    bare_printf("meanwhile on the console\n");
    print("and no line is torn\n");
    for (uint32_t n = 1; n <= bare_machine.plic_sources; n++)
        *PRIORITY(n) = 1;
    *ENABLE = (uint32_t)(BIT(FIRST_SOURCE) | BIT(SECOND_SOURCE));
    BARE_SET(mie, BIT(BARE_EXTERNAL));
    *UART(ENABLES) = TRANSMITTER_EMPTY;
    bare_enable(BARE_MIE);
    while (*UART(ENABLES) != 0)
        __asm__ volatile("wfi" : : : "memory");
    bare_disable();
    say_equal(printed, sizeof(text) - 1, "all of it");
    say_equal(sources, BIT(SECOND_SOURCE), "by its own source");
    print("a line without an end");
    return 0;
}
