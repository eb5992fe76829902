/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does to a worker what can be done, a step in each frame, and holds the starts
 * of its own slots to the plan.
 */
#include "check.h"

#define WORKER 1u
#define SPARE 3u
#define FOLLOWER 4u

static struct bh_slot_status slot;

/* To the next frame, which must begin where it should. */
static void next_frame(void)
{
    struct bh_slot_status last = slot;

    bh_partition_yield();
    bh_slot_get_status(&slot);
    if (slot.frame_start != last.frame_start + last.frame_duration)
        bh_printf("FAIL frame at %lu\n", slot.frame_start);
}

static void frames(int count)
{
    while (count-- > 0)
        next_frame();
}

static void is_in(unsigned long partition, uint32_t state, const char *what)
{
    check_equal((uint64_t)bh_partition_get_state(partition).value, state, what);
}

static void try_suspension(void)
{
    struct bh_partition_status before, after;

    check_error(bh_partition_suspend(WORKER), BH_OK, "suspend");
    check_error(bh_partition_suspend(WORKER), BH_E_STATE, "suspend again");
    bh_partition_get_status(WORKER, &before);
    check_equal(before.state, BH_STATE_SUSPENDED, "suspended");
    frames(3);
    bh_partition_get_status(WORKER, &after);
    check_equal(after.executed, before.executed, "it has not run");
    check_error(bh_partition_resume(WORKER), BH_OK, "resume");
    check_error(bh_partition_resume(WORKER), BH_E_STATE, "resume again");
    frames(1);
    bh_partition_get_status(WORKER, &after);
    check(after.executed > before.executed, "it runs again");
}

static void try_resets(void)
{
    check_error(bh_partition_reset(WORKER, BH_STATE_WARM_START, 7), BH_OK,
                "warm");
    is_in(WORKER, BH_STATE_WARM_START, "warm start");
    frames(3);
    is_in(WORKER, BH_STATE_NORMAL, "normal after it");
    check_error(bh_partition_reset(WORKER, BH_STATE_COLD_START, 8), BH_OK,
                "cold");
    is_in(WORKER, BH_STATE_COLD_START, "cold start");
    frames(5);
    is_in(WORKER, BH_STATE_NORMAL, "normal after that");
    check_error(bh_partition_stop(WORKER), BH_OK, "stop");
    check_error(bh_partition_stop(WORKER), BH_E_STATE, "stop again");
    check_error(bh_partition_suspend(WORKER), BH_E_STATE, "suspend it halted");
    frames(1);
    is_in(WORKER, BH_STATE_HALTED, "halted");
    check_error(bh_partition_reset(WORKER, BH_STATE_COLD_START, 9), BH_OK,
                "cold after halt");
    frames(5);
    is_in(SPARE, BH_STATE_IDLE, "idle");
    check_error(bh_partition_resume(SPARE), BH_E_STATE, "resume it idle");
    check_error(bh_partition_reset(SPARE, BH_STATE_WARM_START, 1), BH_OK,
                "start it");
    is_in(SPARE, BH_STATE_COLD_START, "its first start is cold");
    frames(4);
    is_in(SPARE, BH_STATE_NORMAL, "normal");
}

static void try_plans(void)
{
    struct bh_plan_status plan;

    bh_interrupt_take(BH_LINE_PLAN);
    check_error(bh_plan_switch(0), BH_OK, "switch");
    bh_plan_get_status(&plan);
    check_equal(plan.current, 1, "current plan");
    check_equal(plan.next, 0, "next plan");
    check_equal(bh_info_page()->plan, 1, "not yet");
    next_frame();
    check_equal(bh_info_page()->plan, 0, "switched");
    check(strcmp(bh_info_page()->plan_name, "other") == 0, "its name");
    check_equal((uint64_t)bh_interrupt_take(BH_LINE_PLAN).value, 1, "told");
    bh_plan_get_status(&plan);
    check_equal(plan.switch_time, slot.frame_start, "since when");
    is_in(SPARE, BH_STATE_SUSPENDED, "suspended by the plan");
    is_in(WORKER, BH_STATE_WARM_START, "reset by the plan");
    frames(3);
    bh_plan_switch(1);
    next_frame();
    is_in(SPARE, BH_STATE_NORMAL, "resumed by the plan");
    frames(3);
    bh_plan_switch(2);
    next_frame();
    is_in(WORKER, BH_STATE_HALTED, "halted by the plan");
    check_error(bh_partition_stop(FOLLOWER), BH_OK, "stop the last");
}

int main(void)
{
    bh_slot_get_status(&slot);
    frames(4);
    is_in(FOLLOWER, BH_STATE_NORMAL, "the follower has started");
    try_suspension();
    try_resets();
    try_plans();
    return 0;
}
