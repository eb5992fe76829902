/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console and the end of a machine that is simulated by Spike: commands to
 * the host in one word, its answers in another. Both are in a page of their
 * own, for to the machine they are a device.
 */
#include "guest/bare/bare.h"

#define CONSOLE_GET UINT64_C(0x0100)
#define CONSOLE_PUT UINT64_C(0x0101)
#define OPERAND_BITS 48

#define IN_PAGE __attribute__((section(".htif")))

/* The host finds them by these names. */
volatile uint64_t tohost IN_PAGE, fromhost IN_PAGE;
volatile uint64_t bare_htif_rest[BARE_HTIF_REST] IN_PAGE;

static int got = -1; /* a character that the host has sent, or -1 */
static bool asked;   /* for one */

/* Takes an answer. QEMU's host answers each command, Spike's does not. */
static void listen(void)
{
    const uint64_t answer = fromhost;

    if (answer == 0)
        return;
    fromhost = 0;
    if (answer >> OPERAND_BITS == CONSOLE_GET) {
        got = (int)(answer & 0xff);
        asked = false;
    }
}

void bare_htif_call(uint64_t command)
{
    do
        listen();
    while (tohost != 0);
    tohost = command;
}

void bare_htif_put(char character)
{
    bare_htif_call(CONSOLE_PUT << OPERAND_BITS | (uint8_t)character);
}

int bare_htif_get(void)
{
    int character;

    if (got < 0 && !asked) {
        asked = true;
        bare_htif_call(CONSOLE_GET << OPERAND_BITS);
    }
    listen();
    character = got;
    got = -1;
    return character;
}
