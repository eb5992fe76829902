/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program whose console is its host: it prints more than the console holds at
 * once, and uses the rest of the page as memory.
 */
#include "say.h"

#define LINES 40
#define UNKNOWN UINT64_C(0x0703000000000005) /* device 7 */

static uint64_t wrong_traps;

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)cause;
    frame->mepc += 4;
    wrong_traps++;
}

static void try_machine(void)
{
    const struct bare_machine *machine = &bare_machine;

    say(machine->htif, "HTIF");
    say(machine->plic == 0, "no PLIC");
    say(machine->uart == 0, "no UART");
    say(machine->finisher == 0, "no finisher");
    say_equal(machine->clint, 0x2000000, "CLINT");
    say_equal(machine->clint_cells[0], machine->hart_phandle, "CLINT's hart");
    say_equal(machine->memory_start, 0x80000000, "memory");
}

/* Loads and stores of each width, beside the words of the host. */
static void try_page(void)
{
    volatile uint64_t *word = bare_htif_rest;
    volatile uint64_t *last = &bare_htif_rest[BARE_HTIF_REST - 1];
    const uint64_t at = (uint64_t)word;

    say_equal(*word, 0, "zeros at the start");
    *word = 0x1122334455667788;
    *last = UINT64_MAX;
    *bare_word(at + 4) = 0xaabbccdd;
    *bare_byte(at + 1) = 0xee;
    *(volatile uint16_t *)(at + 2) = 0x8001;
    say_equal(*word, 0xaabbccdd8001ee88, "stores of each width");
    say_equal(*bare_byte(at + 3), 0x80, "a byte");
    say_equal((uint64_t)(int64_t) * (volatile int16_t *)(at + 2),
              0xffffffffffff8001, "two, with sign");
    say_equal(*bare_word(at + 4), 0xaabbccdd, "four");
    say_equal(*last, UINT64_MAX, "the page's end");
}

static void try_unknown(void)
{
    bare_htif_call(UNKNOWN);
    bare_printf("ok and goes on after a device that there is not\n");
}

static void try_much(void)
{
    for (int i = 0; i < LINES; i++)
        bare_printf("ok line %d of more than the console holds at once\n", i);
}

int main(void)
{
    try_machine();
    try_page();
    try_unknown();
    try_much();
    say_equal(wrong_traps, 0, "no exception");
    return 0;
}
