/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A console that is read by interrupts: what is typed comes one character after
 * the other or several at once, nothing twice, and nothing is lost.
 */
#include "say.h"

#include <bulkhead/text.h>
#include <stddef.h>

#define BIT(n) (UINT64_C(1) << (n))
#define TICK 10000 /* of mtime: wfi ends from time to time */

/* The PLIC's registers, for the first context (PLIC specification 1.0.0). */
#define PRIORITY(n) bare_word(bare_machine.plic + 4 * (n))
#define ENABLE(n) bare_word(bare_machine.plic + 0x2000 + (n) / 32 * 4)
#define THRESHOLD bare_word(bare_machine.plic + 0x200000)
#define CLAIM bare_word(bare_machine.plic + 0x200004)

#define UART(n) bare_byte(bare_machine.uart + (n))
#define DATA 0
#define ENABLES 1
#define IDENTITY 2 /* read */
#define FIFOS 2    /* written */
#define LINE_STATUS 5
#define RECEIVED 0x01 /* in ENABLES, and in LINE_STATUS */
#define IDENTITY_BITS 0x0f
#define IDENTITY_NONE 0x01 /* taken already, with those before */
#define IDENTITY_RECEIVED 0x04
#define IDENTITY_TIMEOUT 0x0c /* received, too few for an interrupt */

/* What is in the file `typed`. */
static const char wanted[] = "Nobody loses a single one of these characters.\r";

static char typed[sizeof(wanted) + 1];
static volatile size_t count;
static volatile uint64_t interrupts, wrong_claims, wrong_identities;

static void receive(void)
{
    const uint8_t identity = *UART(IDENTITY) & IDENTITY_BITS;

    interrupts++;
    wrong_identities += identity != IDENTITY_RECEIVED &&
                        identity != IDENTITY_TIMEOUT &&
                        identity != IDENTITY_NONE;
    while ((*UART(LINE_STATUS) & RECEIVED) != 0 && count < sizeof(typed) - 1)
        typed[count++] = (char)*UART(DATA);
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    uint32_t source;

    (void)frame;
    if (cause == (BARE_INTERRUPT | BARE_TIMER)) {
        *BARE_MTIMECMP = *BARE_MTIME + TICK;
        return;
    }
    source = *CLAIM;
    if (source == bare_machine.uart_source)
        receive();
    else
        wrong_claims++;
    *CLAIM = source;
}

static void set_up(void)
{
    const uint64_t source = bare_machine.uart_source;

    *PRIORITY(source) = 1;
    *ENABLE(source) = (uint32_t)BIT(source % 32);
    *THRESHOLD = 0;
    *UART(FIFOS) = 1;
    *UART(ENABLES) = RECEIVED;
    *BARE_MTIMECMP = *BARE_MTIME + TICK;
    BARE_SET(mie, BIT(BARE_EXTERNAL) | BIT(BARE_TIMER));
}

int main(void)
{
    set_up();
    bare_enable(BARE_MIE);
    say(true, "ready");
    while (count < sizeof(wanted) - 1)
        __asm__ volatile("wfi" : : : "memory");
    bare_disable();
    say_equal((uint64_t)strcmp(typed, wanted), 0, "all that was typed");
    say(interrupts > 0 && interrupts < sizeof(wanted), "by interrupts");
    say_equal(wrong_claims, 0, "claims");
    say_equal(wrong_identities, 0, "identities");
    return 0;
}
