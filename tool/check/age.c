/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How old messages are when they are read, as the plan has it: what that means
 * is defined in doc/system-file.md. Slots do not overlap, so what a destination
 * reads is of the source's last slot before, which has come to its end.
 */
#include "check/internal.h"

static void look(struct check_age *age, uint64_t guard, uint64_t frame,
                 const struct model_slot *to, const struct model_slot *from,
                 bool before)
{
    uint64_t now = to->start + (before ? frame : 0);
    uint64_t least = now - (from->start + from->duration - guard);
    uint64_t most = now + to->duration - guard - from->start;

    if (!age->known || least < age->least)
        age->least = least;
    if (!age->known || most > age->most)
        age->most = most;
    age->known = true;
}

/* Goes through two frames; the second begins with what the first has left. */
struct check_age check_age_of(const struct model_plan *plan, size_t source,
                              size_t destination)
{
    struct check_age age = {.known = false};
    const struct model_slot *from = NULL;
    bool before = false; /* `from` is of the first frame */
    size_t slots = 0;

    for (size_t i = 0; i < 2 * plan->slot_count; i++) {
        bool second = i >= plan->slot_count;
        const struct model_slot *slot =
            &plan->slots[second ? i - plan->slot_count : i];

        if (slot->partition == destination) {
            if (second && from) {
                look(&age, plan->guard, plan->frame, slot, from, before);
                if (slots > age.slots)
                    age.slots = slots;
            }
            slots = 0;
        }
        if (slot->partition == source) {
            from = slot;
            before = !second;
            slots++;
        }
    }
    if (source == destination)
        age.least = 0;
    return age;
}
