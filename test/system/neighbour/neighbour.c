/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The neighbour of whatever a scenario does. For as many frames as the plan's
 * name says, `20-frames` say, it watches that its slots begin where the plan
 * says and at once, that none is missing, that its memory stays as it left it,
 * and that it exchanges one message each frame with its like at the other end
 * of its ports, "out" and "in". It gives back each slot when it has looked.
 */
#include "check.h"

#define SLOT_IDS 64 /* of the plan; only these are watched */
#define MESSAGE_SIZE 24

/*
 * How late a slot may begin for its owner at most, ticks of 100 instructions,
 * in a plan without a guard: a switch takes less than 400 instructions, what
 * the kernel was busy with less than 500. With a guard it is 1, which is for
 * the scenario to expect.
 */
#define LATE_MAX 9

static struct {
    uint64_t last_start[SLOT_IDS]; /* by slot; 0: not seen yet */
    uint64_t slot_count;
    uint64_t frames;
    uint64_t earliest, latest; /* ticks behind the plan */
    uint64_t sent, received;
} seen = {.earliest = UINT64_MAX};

static uint64_t memory[4096];
static bool failed;

static void fail(const char *what, uint64_t got, uint64_t wanted)
{
    if (!failed)
        bh_printf("FAIL frame %lu, %s: 0x%lx instead of 0x%lx\n", seen.frames,
                  what, got, wanted);
    failed = true;
}

static void expect(uint64_t got, uint64_t wanted, const char *what)
{
    if (got != wanted)
        fail(what, got, wanted);
}

/* What belongs into a word of memory: different from place to place. */
static uint64_t pattern(const volatile void *word)
{
    return (uint64_t)(uintptr_t)word * UINT64_C(0x9e3779b97f4a7c15);
}

static volatile uint64_t *state_words(void)
{
    return (volatile uint64_t *)BH_STATE_PAGE_ADDRESS;
}

#define STATE_WORDS (sizeof(((struct bh_state *)0)->free) / sizeof(uint64_t))
#define MEMORY_WORDS (sizeof(memory) / sizeof(memory[0]))

static void fill_memory(void)
{
    for (size_t i = 0; i < MEMORY_WORDS; i++)
        memory[i] = pattern(&memory[i]);
    for (size_t i = 0; i < STATE_WORDS; i++)
        state_words()[i] = pattern(&state_words()[i]);
}

/* Looks at every `step`th word from `first`. */
static void look_at_memory(size_t first, size_t step)
{
    for (size_t i = first; i < MEMORY_WORDS; i += step)
        expect(*(volatile uint64_t *)&memory[i], pattern(&memory[i]), "memory");
    for (size_t i = first; i < STATE_WORDS; i += step)
        expect(state_words()[i], pattern(&state_words()[i]), "state page");
}

/* `now` was read as the first thing in the slot. */
static void look_at_slot(const struct bh_info *info, uint64_t now)
{
    const uint64_t late = now - info->slot_start;
    uint64_t *last = &seen.last_start[info->slot % SLOT_IDS];

    if (*last != 0)
        expect(info->slot_start - *last, info->frame_duration,
               "from slot to slot");
    *last = info->slot_start;
    expect(info->slot_count, ++seen.slot_count, "slots given");
    expect(info->state, BH_STATE_NORMAL, "own state");
    if (late < seen.earliest)
        seen.earliest = late;
    if (late > seen.latest)
        seen.latest = late;
}

/* A message says which one it is, and is different in every word. */
static void fill_message(uint64_t *message, uint64_t number)
{
    for (size_t i = 0; i < MESSAGE_SIZE / sizeof(*message); i++)
        message[i] = number + (i << 32);
}

static void exchange_messages(long out, long in)
{
    uint64_t message[MESSAGE_SIZE / sizeof(uint64_t)];
    uint64_t wanted[MESSAGE_SIZE / sizeof(uint64_t)];
    struct bh_ret got =
        bh_queuing_receive((unsigned long)in, message, sizeof(message));

    /* Whoever comes first in the frame has nothing to receive in the first. */
    if (got.error == BH_OK || seen.frames > 1) {
        expect((uint64_t)got.error, BH_OK, "receiving");
        expect((uint64_t)got.value, MESSAGE_SIZE, "size of a message");
        fill_message(wanted, seen.received++);
        for (size_t i = 0; i < MESSAGE_SIZE / sizeof(uint64_t); i++)
            expect(message[i], wanted[i], "message");
    }
    expect((uint64_t)bh_queuing_get_count((unsigned long)in).value, 0,
           "messages left");
    fill_message(message, seen.sent++);
    expect(
        (uint64_t)bh_queuing_send((unsigned long)out, message, sizeof(message)),
        BH_OK, "sending");
}

/* The number in front of the plan's name. */
static uint64_t frames_to_watch(const struct bh_info *info)
{
    uint64_t frames = 0;

    for (const char *c = info->plan_name; *c >= '0' && *c <= '9'; c++)
        frames = 10 * frames + (uint64_t)(*c - '0');
    return frames;
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    const uint64_t frames = frames_to_watch(info);
    const long out = bh_port_find("out", BH_PORT_QUEUING);
    const long in = bh_port_find("in", BH_PORT_QUEUING);
    uint64_t frame = info->frame_start;

    fill_memory();
    seen.slot_count = info->slot_count;
    while (seen.frames < frames) {
        bh_partition_yield();
        look_at_slot(info, bh_time_now());
        look_at_memory(info->slot_count % 32, 32);
        if (info->frame_start == frame)
            continue;
        expect(info->frame_start - frame, info->frame_duration,
               "from frame to frame");
        frame = info->frame_start;
        seen.frames++;
        if (out >= 0)
            exchange_messages(out, in);
    }
    look_at_memory(0, 1);
    if (seen.latest > LATE_MAX)
        fail("latest slot, ticks behind the plan", seen.latest, LATE_MAX);
    if (!failed)
        bh_printf("ok for %lu frames: slots, memory, messages; "
                  "%lu to %lu ticks late\n",
                  seen.frames, seen.earliest, seen.latest);
    return 0;
}
