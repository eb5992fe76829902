/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes again and again, and is stopped wherever its slot ends. Starts again
 * from a fresh image, in which nothing is left but what is shared.
 */
#include "check.h"
#include "track.h"

#define SLOTS 12 /* in each life */

static uint64_t lives = 7; /* in the image */

static struct track *find(void)
{
    const struct bh_info_shared *shared = bh_shared_find("track");

    check(shared != NULL && shared->size == 16384 &&
              bh_shared_is_writable(shared),
          "the area is in the information page");
    check(bh_shared_find("board") == NULL && bh_shared_info(1) == NULL &&
              bh_shared_info(-1) == NULL,
          "and no other");
    return (struct track *)(uintptr_t)shared->address;
}

/* What a hypercall may do here, the partition may. */
static void use_as_buffer(uint8_t *area)
{
    uint32_t self = bh_info_page()->partition;
    struct bh_partition_status *end =
        (struct bh_partition_status *)(void *)(area + 16384 - sizeof(*end));

    check_error(bh_partition_get_status(self, end), BH_OK,
                "a call writes to the area");
    check_equal(end->state, BH_STATE_NORMAL, "what it was asked for");
    check_error(bh_partition_get_status(self, (void *)((uint8_t *)end + 8)),
                BH_E_INVALID_ADDRESS, "but not beyond its end");
    memset(end, 0, sizeof(*end));
}

int main(void)
{
    const volatile struct bh_info *info = bh_info_page();
    struct track *track = find();
    uint64_t slots = info->slot_count + SLOTS;

    if (info->reset_count == 0) {
        bool zeros = true;

        for (int i = 0; i < 2048; i++)
            zeros = zeros && ((volatile uint64_t *)track)[i] == 0;
        check(zeros, "all zeros at the start");
        use_as_buffer((uint8_t *)track);
    } else {
        check_equal(lives, 7, "the image is fresh");
        check(track->sequence % 2 == 1 && track->word[1] != 0,
              "the area is as it was");
    }
    lives++;
    for (uint64_t i = track->word[0] + 1; info->slot_count < slots; i++) {
        track_write(track, i);
        for (volatile uint64_t pause = i % 64 * 16; pause > 0; pause--)
            ; /* so that not every slot ends in the middle */
    }
    if (info->reset_count == 0) {
        track->sequence |= 1; /* as if in the middle */
        bh_partition_reset(info->partition, BH_STATE_COLD_START, 0);
    }
    track_write(track, UINT64_C(1) << 60);
    check(true, "written");
    return 0;
}
