/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that asks its host for what is typed: all of it comes, in order and
 * once, however fast it was typed.
 */
#include "say.h"

#include <bulkhead/text.h>

#define GET (UINT64_C(0x0100) << 48) /* and so an answer begins */
#define LOOKS 1000

extern volatile uint64_t tohost, fromhost;

/* What is in the file `typed`. */
static const char wanted[] = "Ask, and it is answered: ~!\r";

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)cause, (void)frame;
}

/*
 * Asks for several at once: each answer waits until the one before it is taken.
 * Nothing is printed meanwhile, for that takes answers, too.
 */
static void try_several(void)
{
    static const char several[] = "xyz";
    uint64_t answers[3];

    bare_printf("ok for three\n");
    for (int i = 0; i < 3; i++)
        tohost = GET;
    for (int i = 0; i < 3; i++) {
        while (fromhost == 0)
            ;
        for (int j = 0; j < LOOKS; j++)
            (void)tohost;
        answers[i] = fromhost;
        fromhost = 0;
    }
    for (int i = 0; i < 3; i++)
        say_equal(answers[i], GET | 0x100 | (uint8_t)several[i], "one of them");
}

int main(void)
{
    char typed[sizeof(wanted)] = {0};
    uint64_t vain = 0;

    bare_printf("ok ready\n");
    for (unsigned int i = 0; i < sizeof(wanted) - 1;) {
        const int c = bare_htif_get();

        vain += c < 0;
        if (c >= 0)
            typed[i++] = (char)c;
    }
    say_equal((uint64_t)strcmp(typed, wanted), 0, "all that was typed");
    say(vain > 0, "and nothing before it was");
    try_several();
    say(bare_htif_get() < 0, "nor more");
    return 0;
}
