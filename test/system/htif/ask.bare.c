/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that asks its host for what is typed: all of it comes, in order and
 * once, however fast it was typed.
 */
#include "say.h"

#include <bulkhead/text.h>

/* What is in the file `typed`. */
static const char wanted[] = "Ask, and it is answered: ~!\r";

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)cause, (void)frame;
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
    say(bare_htif_get() < 0, "nor more");
    return 0;
}
