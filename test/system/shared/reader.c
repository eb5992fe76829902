/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads until the last record comes: each is whole, or known not to be. Gives
 * what it can only read, and what it can write, to the kernel.
 */
#include "check.h"
#include "track.h"

static void *area(const char *name)
{
    const struct bh_info_shared *shared = bh_shared_find(name);

    if (shared == NULL)
        return NULL;
    return (void *)(uintptr_t)shared->address;
}

static void use_as_buffer(uint8_t *track, uint8_t *board)
{
    uint32_t self = bh_info_page()->partition;
    unsigned long out = (unsigned long)bh_port_find("out", BH_PORT_QUEUING);
    unsigned long in = (unsigned long)bh_port_find("in", BH_PORT_QUEUING);
    uint8_t before[16];

    memcpy(before, track, sizeof(before));
    check_error(bh_queuing_send(out, track, 16), BH_OK,
                "a message from where it can read");
    check_error(bh_queuing_receive(in, track, 16).error, BH_E_INVALID_ADDRESS,
                "no message to where it cannot write");
    check_error(bh_partition_get_status(self, (void *)track),
                BH_E_INVALID_ADDRESS, "nor anything else");
    check(memcmp(before, track, sizeof(before)) == 0, "nothing was written");
    check_error(bh_queuing_receive(in, board + 8, 16).error, BH_OK,
                "a message to where it can write");
    check(memcmp(before, board + 8, sizeof(before)) == 0, "it has come");
    check_error(bh_queuing_send(out, track + 16384 - 8, 16),
                BH_E_INVALID_ADDRESS, "no message beyond the area's end");
    check_error(bh_queuing_send(out, track - 8, 16), BH_E_INVALID_ADDRESS,
                "nor from in front of it");
}

int main(void)
{
    const struct track *track = area("track");
    uint64_t *board = area("board");
    static uint64_t word[TRACK_WORDS];
    uint64_t whole = 0, torn = 0, wrong = 0;

    check(bh_shared_info(0) == bh_shared_find("track") &&
              bh_shared_info(1) == bh_shared_find("board") &&
              bh_shared_info(2) == NULL && area("trac") == NULL,
          "two areas, by name");
    check(!bh_shared_is_writable(bh_shared_info(0)) &&
              bh_shared_is_writable(bh_shared_info(1)),
          "one of them can be written");
    use_as_buffer((uint8_t *)area("track"), (uint8_t *)board);
    board[0] = 0x8082; /* ret */
    while (word[0] != UINT64_C(1) << 60) {
        if (!track_read(track, word)) {
            torn++;
            bh_partition_yield();
            continue;
        }
        wrong += !track_is_whole(word);
        whole++;
    }
    check(whole > 10 && wrong == 0, "each record is whole");
    check(torn > 0, "some were not, and it was seen");
    return 0;
}
