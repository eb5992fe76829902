/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sends in the third frame, and then more than there is room for. The receiver
 * is in step by waiting: see there.
 */
#include "check.h"

enum { QUEUE, LATEST, UNTOLD };

static uint64_t in_ms(uint64_t ms)
{
    return bh_time_now() + bh_ticks_from_ns(ms * BH_NS_PER_MS);
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint64_t message = 1, start, deadline;

    bh_sleep_until(info->frame_start + 2 * info->frame_duration);
    check_error(bh_queuing_send_until(QUEUE, &message, 8, BH_TIME_NEVER), BH_OK,
                "room at once");
    message = 2;
    start = info->slot_count;
    check_error(bh_queuing_send_until(QUEUE, &message, 8, BH_TIME_NEVER), BH_OK,
                "room later");
    check_equal(info->slot_count - start, 1, "in the next slot");
    check_error(bh_queuing_send_until(QUEUE, &message, 9, BH_TIME_NEVER),
                BH_E_SIZE, "no wait for what cannot be");
    check_error(bh_queuing_send(UNTOLD, &message, 8), BH_OK, "send");
    deadline = in_ms(1);
    check_error(bh_queuing_send_until(UNTOLD, &message, 8, deadline), BH_E_FULL,
                "no room");
    check(bh_time_now() >= deadline, "until the deadline");
    check_error(bh_queuing_send_until(UNTOLD, &message, 8, 0), BH_E_FULL,
                "no wait");
    bh_sleep_until(in_ms(60));
    check_error(bh_sampling_write(LATEST, &message, 8), BH_OK, "write");
    return 0;
}
