/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An unmodified program that knows where the area is, and finds it in its
 * device tree. A store there is what it is on a machine with ROM.
 */
#include "say.h"
#include "track.h"

#include <bulkhead/text.h>

#define STORE_ACCESS_FAULT 7

static volatile uint64_t cause_seen;

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    cause_seen = cause;
    frame->mepc += 4;
}

static bool tree_says(const char *text)
{
    const char *tree = (const char *)(uintptr_t)bare_machine.tree;

    for (uint64_t i = 0; i + strlen(text) < bare_machine.tree_size; i++)
        if (memcmp(tree + i, text, strlen(text) + 1) == 0)
            return true;
    return false;
}

int main(void)
{
    const struct track *track = (const struct track *)0x90000000;
    static uint64_t word[TRACK_WORDS];
    uint64_t whole = 0, wrong = 0;

    say(tree_says("shared-memory@90000000") && tree_says("track") &&
            tree_says("read-only"),
        "the area is in the device tree");
    __asm__ volatile(".option push\n.option norvc\nsd zero, (%0)\n.option pop"
                     :
                     : "r"(track)
                     : "memory");
    say_equal(cause_seen, STORE_ACCESS_FAULT, "it cannot be written");
    while (word[0] != UINT64_C(1) << 60) {
        if (!track_read(track, word))
            continue;
        wrong += !track_is_whole(word);
        whole++;
    }
    say(whole > 10 && wrong == 0, "each record is whole");
    return 0;
}
