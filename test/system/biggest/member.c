/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partitions of the biggest system. "hub" has as many ports as one can
 * have: it exchanges numbers with each of the others and sends all of them the
 * longest message there can be, which the first one of them sends back. Each
 * looks at what it gets and at its slots.
 */
#include "check.h"

#define OTHERS 31
#define ROUNDS 120 /* slots of the hub's, in which it talks to all */
#define SLOTS_IN_FRAME 32
#define BIG 65536
#define STOP UINT64_MAX

static uint64_t big[BIG / 8];
static uint64_t big_count, wrong;

static void expect(bool good)
{
    wrong += !good;
}

static long port(const char *name, uint64_t number, uint8_t kind)
{
    char text[BH_NAME_SIZE];
    long found;

    bh_format(text, sizeof(text), number == 0 ? "%s" : "%s%lu", name, number);
    found = bh_port_find(text, kind);
    expect(found >= 0);
    return found;
}

/* Slots and frames, in the frames that are whole. */
static void look_at_slot(void)
{
    static uint64_t frame, frames, count, in_frame;
    const struct bh_info *info = bh_info_page();

    expect(count == 0 || info->slot_count == count + 1);
    count = info->slot_count;
    in_frame++;
    if (info->frame_start != frame) {
        /* Of the first frame it has not seen the first slot. */
        expect(frames < 2 || in_frame == SLOTS_IN_FRAME);
        frames++;
        in_frame = 0;
        frame = info->frame_start;
    }
    expect(bh_time_now() < info->slot_end);
    expect((info->slot_start - frame) % (info->frame_duration / 1024) == 0);
}

static void next_slot(void)
{
    bh_partition_yield();
    look_at_slot();
}

static void big_fill(uint64_t number)
{
    for (size_t i = 0; i < BIG / 8; i++)
        big[i] = number + (i << 32);
}

/* Takes one if there is one; a new one must be right to its last word. */
static bool big_read(long from)
{
    const uint64_t before = big[0];
    uint64_t bad = 0;
    struct bh_ret ret = bh_sampling_read((unsigned long)from, big, BIG);

    if (ret.error == BH_E_EMPTY)
        return false;
    expect(ret.error == BH_OK && bh_sampling_length(ret) == BIG);
    if (big[0] == before)
        return false;
    next_slot(); /* to look at all of it takes another */
    for (size_t i = 0; i < BIG / 8; i++)
        bad |= big[i] ^ (big[0] + (i << 32));
    expect(bad == 0);
    big_count++;
    return true;
}

static void send(long to, uint64_t number)
{
    expect(bh_queuing_send((unsigned long)to, &number, sizeof(number)) ==
           BH_OK);
}

static void run_hub(void)
{
    const long big_out = port("big-out", 0, BH_PORT_SAMPLING);
    const long big_in = port("big-in", 0, BH_PORT_SAMPLING);
    long out[OTHERS], in[OTHERS];
    uint64_t answer = 0;

    expect(bh_info_page()->port_count == 64);
    for (uint64_t i = 0; i < OTHERS; i++) {
        out[i] = port("out", i + 1, BH_PORT_QUEUING);
        in[i] = port("in", i + 1, BH_PORT_QUEUING);
    }
    for (uint64_t round = 0; round <= ROUNDS; round++) {
        next_slot();
        for (uint64_t i = 0; i < OTHERS; i++) {
            if (round > 0) {
                struct bh_ret ret =
                    bh_queuing_receive((unsigned long)in[i], &answer, 8);

                expect(ret.error == BH_OK && ret.value == 8 &&
                       answer == (round << 8) + i + 1);
            }
            send(out[i], round < ROUNDS ? (round + 1) << 8 : STOP);
        }
        next_slot();
        if (!big_read(big_in)) {
            next_slot();
            big_fill(round + 1);
            next_slot();
            expect(bh_sampling_write((unsigned long)big_out, big, BIG) ==
                   BH_OK);
        }
    }
    check(big_count > ROUNDS / 4, "the longest message came back");
}

static void run_member(void)
{
    const long back = bh_port_find("big-back", BH_PORT_SAMPLING);
    const long in = port("in", 0, BH_PORT_QUEUING);
    const long out = port("out", 0, BH_PORT_QUEUING);
    const long big_in = port("big", 0, BH_PORT_SAMPLING);
    uint64_t number = 0;

    for (;;) {
        struct bh_ret ret;

        next_slot();
        ret = bh_queuing_receive((unsigned long)in, &number, 8);
        expect(ret.error == BH_OK || ret.error == BH_E_EMPTY);
        if (ret.error == BH_OK && number == STOP)
            break;
        if (ret.error == BH_OK)
            send(out, number + bh_info_page()->partition);
        if (!big_read(big_in) || back < 0)
            continue;
        next_slot(); /* to read and to write is too much for one */
        expect(bh_sampling_write((unsigned long)back, big, BIG) == BH_OK);
    }
    check(big_count > ROUNDS / 4, "the longest message came");
}

int main(void)
{
    if (strcmp(bh_info_page()->name, "hub") == 0)
        run_hub();
    else
        run_member();
    check_equal(wrong, 0, "ports and slots");
    return 0;
}
