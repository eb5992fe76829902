/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A native partition: it asks for the plan instead of guessing. Its clock ticks
 * every millisecond, too, and it counts how many of its ticks it has to make up
 * at the start of a slot; the information page says how many there were.
 */
#include <bulkhead/lib.h>

#define FRAMES 10

static volatile uint64_t made_up;
static uint64_t period, deadline;

static void tick(void *unused)
{
    (void)unused;
    made_up += deadline < bh_info_page()->slot_start;
    deadline += period;
    bh_timer_start(deadline, tick, NULL);
}

/* A time of the plan, in milliseconds from the start of the frame. */
static uint64_t in_frame(uint64_t time)
{
    const struct bh_info *info = bh_info_page();

    return bh_ns_from_ticks(time - info->frame_start) / BH_NS_PER_MS;
}

int main(void)
{
    const struct bh_info *info = bh_info_page();
    const uint64_t first = info->slot_start;

    period = bh_ticks_from_ns(BH_NS_PER_MS);
    deadline = first + period;
    bh_interrupt_enable();
    bh_timer_start(deadline, tick, NULL);
    bh_printf("plan %s: a frame of %lu ms, my slot from %lu to %lu ms\n",
              info->plan_name,
              bh_ns_from_ticks(info->frame_duration) / BH_NS_PER_MS,
              in_frame(first), in_frame(info->slot_end));
    for (uint64_t i = 1; i <= FRAMES; i++) {
        /* In the midst of the slot: all that is late has come by now. */
        bh_sleep_until(first + i * info->frame_duration + 5 * period);
        bh_printf("frame %lu: %lu ticks made up, %lu were missed\n", i, made_up,
                  info->missed_ticks);
    }
    return 0;
}
