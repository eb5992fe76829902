/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interrupt controller as a real-time operating system sets it up, and a
 * console that prints by interrupts: each time that the transmitter is empty,
 * the next character is stored.
 */
#include "say.h"

#include <bulkhead/text.h>
#include <stddef.h>

#define BIT(n) (UINT64_C(1) << (n))
#define SOURCES_MAX 128 /* what RTEMS 6.2 has room for */

/* The PLIC's registers, for the first context (PLIC specification 1.0.0). */
#define PRIORITY(n) bare_word(bare_machine.plic + 4 * (uint64_t)(n))
#define PENDING(n) bare_word(bare_machine.plic + 0x1000 + (n) / 32 * 4)
#define ENABLE(n) bare_word(bare_machine.plic + 0x2000 + (n) / 32 * 4)
#define THRESHOLD bare_word(bare_machine.plic + 0x200000)
#define CLAIM bare_word(bare_machine.plic + 0x200004)

#define UART(n) bare_byte(bare_machine.uart + (n))
#define DATA 0
#define ENABLES 1
#define IDENTITY 2 /* read */
#define FIFOS 2    /* written */
#define LINE_CONTROL 3
#define MODEM_CONTROL 4
#define LINE_STATUS 5
#define TRANSMITTER_EMPTY 0x02 /* in ENABLES, and in IDENTITY */
#define IDENTITY_NONE 0x01
#define IDENTITY_BITS 0x0f /* the others say that there are FIFOs */
#define HOLDING_EMPTY 0x20

static const char text[] = "ok printed by interrupts, character by character\n";

static volatile size_t printed;
static volatile uint64_t interrupts, wrong_causes, wrong_claims;
static volatile uint64_t wrong_identities, second_claims;

/* The next character; behind the last one the UART's interrupt goes off. */
static void transmit(void)
{
    if ((*UART(IDENTITY) & IDENTITY_BITS) != TRANSMITTER_EMPTY)
        wrong_identities++;
    if (text[printed] == '\0')
        *UART(ENABLES) = 0;
    else
        *UART(DATA) = (uint8_t)text[printed++];
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    uint32_t source;

    (void)frame;
    interrupts++;
    wrong_causes += cause != (BARE_INTERRUPT | BARE_EXTERNAL);
    source = *CLAIM;
    if (source == bare_machine.uart_source)
        transmit();
    else
        wrong_claims++;
    /* Claimed and not completed, it is not given out again. */
    second_claims += *CLAIM != 0;
    *CLAIM = source;
    __asm__ volatile("fence o, i" : : : "memory");
}

static void try_tree(void)
{
    const struct bare_machine *machine = &bare_machine;

    say_equal(machine->plic, 0xc000000, "PLIC");
    say_equal(machine->plic_cells[0], machine->hart_phandle, "its hart");
    say_equal(machine->plic_cells[1], BARE_EXTERNAL, "its interrupt");
    say(machine->plic_sources >= machine->uart_source &&
            machine->plic_sources < SOURCES_MAX,
        "its sources");
    say_equal(machine->uart_source, 10, "console's source");
}

/* All sources off, and all of them with a priority. */
static void set_up(void)
{
    uint32_t wrong = 0;

    for (uint32_t n = 1; n <= bare_machine.plic_sources; n++)
        *PRIORITY(n) = 0;
    for (uint32_t n = 0; n <= bare_machine.plic_sources; n += 32)
        *ENABLE(n) = 0;
    *THRESHOLD = 0;
    for (uint32_t n = 1; n <= bare_machine.plic_sources; n++) {
        *PRIORITY(n) = 1;
        wrong += *PRIORITY(n) != 1;
    }
    say_equal(wrong, 0, "priorities");
    say_equal(*THRESHOLD, 0, "threshold");
    say_equal(*ENABLE(bare_machine.uart_source), 0, "all off");
    say_equal(*CLAIM, 0, "nothing to claim");
}

static bool is_pending(void)
{
    const uint64_t source = bare_machine.uart_source;

    return (*PENDING(source) >> source % 32 & 1) != 0;
}

static bool is_external(void)
{
    return (BARE_READ(mip) & BIT(BARE_EXTERNAL)) != 0;
}

/* The interrupt goes by enable, priority and threshold to the hart, or not. */
static void try_gates(void)
{
    const uint64_t source = bare_machine.uart_source;

    say(!is_pending() && !is_external(), "not pending");
    *UART(LINE_CONTROL) = 3;
    *UART(FIFOS) = 0;
    *UART(MODEM_CONTROL) = 0x0b;
    *UART(ENABLES) = TRANSMITTER_EMPTY;
    say(is_pending(), "pending");
    say(!is_external(), "not for a hart that has it off");
    say_equal(*CLAIM, 0, "which can not claim it");
    *ENABLE(source) = (uint32_t)BIT(source % 32);
    *THRESHOLD = 0; /* until then QEMU's does not look */
    say(is_external(), "for a hart that has it on");
    *THRESHOLD = 1;
    say(!is_external(), "but not below its threshold");
    *THRESHOLD = 0;
    *PRIORITY(source) = 0;
    say(!is_external(), "nor without a priority");
    *PRIORITY(source) = 1;
    say_equal(interrupts, 0, "none is taken while off");
}

int main(void)
{
    try_tree();
    set_up();
    try_gates();
    BARE_SET(mie, BIT(BARE_EXTERNAL));
    bare_enable(BARE_MIE);
    while (*UART(ENABLES) != 0)
        __asm__ volatile("wfi" : : : "memory");
    bare_disable();
    say_equal(printed, sizeof(text) - 1, "all of it");
    say_equal(interrupts, sizeof(text), "an interrupt for each");
    say_equal(wrong_causes, 0, "causes");
    say_equal(wrong_claims, 0, "claims");
    say_equal(wrong_identities, 0, "identities");
    say_equal(second_claims, 0, "none claimed twice");
    say_equal(*UART(IDENTITY) & IDENTITY_BITS, IDENTITY_NONE, "then no more");
    say(!is_external(), "not at the hart either");
    return 0;
}
