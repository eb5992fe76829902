/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Part of `run`: the ages that `check` reckons, against plans that are played
 * tick by tick. A source writes once in each of its slots, a destination reads
 * in each tick of its own; the extremes must be met, and no other behaviour may
 * leave them. Prints what is wrong, and fails.
 */
#include "check/internal.h"

#define FRAME 40
#define SLOTS 8
#define FRAMES 6
#define ENDED (-1)

/* Who runs in each tick of a frame, by slot, or ENDED. */
static int running[FRAME];

static struct model_slot slots[SLOTS];
static struct model_plan plan = {.frame = FRAME, .slots = slots};

static unsigned int below(unsigned int limit)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned int)(state >> 33) % limit;
}

static void make_plan(void)
{
    uint64_t now = below(4);

    plan.guard = below(3);
    plan.slot_count = 0;
    for (size_t i = 0; i < FRAME; i++)
        running[i] = ENDED;
    while (plan.slot_count < SLOTS) {
        uint64_t duration = plan.guard + 1 + below(6);

        if (now + duration > FRAME)
            break;
        for (uint64_t t = now; t < now + duration - plan.guard; t++)
            running[t] = (int)plan.slot_count;
        slots[plan.slot_count++] = (struct model_slot){
            .partition = below(3), .start = now, .duration = duration};
        now += duration + below(2) * below(8);
    }
}

/* When in its slot a source writes. */
enum behaviour { FIRST, LAST, RANDOM };

struct played {
    bool read;
    uint64_t least, most;
    size_t slots;
};

static uint64_t choose(enum behaviour behaviour, const struct model_slot *slot)
{
    uint64_t last = slot->duration - plan.guard - 1;

    if (behaviour == FIRST)
        return slot->start;
    return slot->start + (behaviour == LAST ? last : below((unsigned)last + 1));
}

/* A partition that is both reads in a tick before it writes, and after. */
static struct played play(size_t source, size_t destination,
                          enum behaviour behaviour)
{
    struct played played = {.read = false, .least = UINT64_MAX};
    bool written = false;
    uint64_t at = 0, when = 0;
    size_t queued = 0;
    int was = ENDED;

    for (uint64_t t = 0; t < FRAMES * FRAME; t++) {
        int now = running[t % FRAME];
        const struct model_slot *slot = now == ENDED ? NULL : &slots[now];
        bool begins = slot && (now != was || t % FRAME == slot->start);

        was = now;
        if (begins && slot->partition == destination) {
            if (t >= 3 * FRAME && queued > played.slots)
                played.slots = queued;
            queued = 0;
        }
        if (begins && slot->partition == source) {
            when = t + choose(behaviour, slot) - slot->start;
            queued++;
        }
        for (int step = 0; step < 2; step++) {
            if (slot && slot->partition == destination && written &&
                t >= 3 * FRAME) {
                played.read = true;
                played.least = t - at < played.least ? t - at : played.least;
                played.most = t - at > played.most ? t - at : played.most;
            }
            if (slot && slot->partition == source && t == when) {
                at = t;
                written = true;
            }
        }
    }
    return played;
}

static bool judge(size_t source, size_t destination)
{
    struct check_age age = check_age_of(&plan, source, destination);
    struct played first = play(source, destination, FIRST);
    struct played last = play(source, destination, LAST);
    struct played other = play(source, destination, RANDOM);
    bool self = source == destination;

    if (age.known != first.read)
        return false;
    if (!age.known)
        return true;
    /* A tick is read in at its start, a slot at its end is not read in. */
    if (!self && (first.most + 1 != age.most || last.least != age.least + 1))
        return false;
    if (self && (last.most >= age.most || last.least != 0 || age.least != 0))
        return false;
    return age.slots == first.slots && other.least >= age.least &&
           other.most < age.most && first.least >= age.least &&
           last.most < age.most;
}

int main(void)
{
    unsigned long known = 0;

    for (int i = 0; i < 5000; i++) {
        make_plan();
        for (size_t pair = 0; pair < 9; pair++) {
            if (!judge(pair / 3, pair % 3)) {
                printf("plan %d, from %zu to %zu\n", i, pair / 3, pair % 3);
                return 1;
            }
            known += check_age_of(&plan, pair / 3, pair % 3).known;
        }
    }
    printf("%lu ages\n", known);
    return known > 10000 ? 0 : 1;
}
