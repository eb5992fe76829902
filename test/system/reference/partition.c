/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: what a partition can do to itself and, by its rights, to others.
 */
#include "example.h"

/* Of the one that the examples are tried on. */
#define WORKER 2u

/*
 * Example of bh_partition_set_mode: the partition has initialized, and says so.
 *     The system file says initializes="yes" of it.
 * Prints:
 *     cold start
 *     normal
 */
static void example_bh_partition_set_mode(void)
{
    bh_puts(bh_state_name(bh_info_page()->state));
    if (bh_partition_set_mode(BH_STATE_NORMAL) == BH_OK)
        bh_puts(bh_state_name(
            (uint32_t)bh_partition_get_state(bh_info_page()->partition).value));
}

/*
 * Example of bh_partition_null: what a hypercall costs, at most.
 * Prints:
 *     less than 10 us
 */
static void example_bh_partition_null(void)
{
    uint64_t start = bh_time_now();

    bh_partition_null();
    if (bh_ns_from_ticks(bh_time_now() - start) < 10000)
        bh_puts("less than 10 us");
}

/*
 * Example of bh_partition_yield: work once in each slot.
 * Prints:
 *     slot 0
 *     slot 1
 *     slot 2
 */
static void example_bh_partition_yield(void)
{
    uint64_t first = bh_info_page()->slot_count;

    for (int i = 0; i < 3; i++) {
        bh_printf("slot %lu\n", bh_info_page()->slot_count - first);
        bh_flush();
        bh_partition_yield();
    }
}

/*
 * Example of bh_partition_get_state: how is another partition? This takes the
 *     right "status".
 * Prints:
 *     the worker is normal
 *     there is no partition 99: BH_E_INVALID_PARAM
 */
static void example_bh_partition_get_state(void)
{
    struct bh_ret ret = bh_partition_get_state(WORKER);

    if (ret.error == BH_OK)
        bh_printf("the worker is %s\n", bh_state_name((uint32_t)ret.value));
    ret = bh_partition_get_state(99);
    bh_printf("there is no partition 99: %s\n", bh_error_name(ret.error));
}

/*
 * Example of bh_partition_suspend, bh_partition_resume: another partition rests
 *     for a frame. This takes the right "control".
 * Prints:
 *     suspended
 *     it has not run
 *     normal
 */
static void example_bh_partition_suspend(void)
{
    struct bh_partition_status before, after;

    if (bh_partition_suspend(WORKER) != BH_OK)
        return;
    bh_partition_get_status(WORKER, &before);
    bh_puts(bh_state_name(before.state));
    bh_partition_yield();
    bh_partition_get_status(WORKER, &after);
    if (after.executed == before.executed)
        bh_puts("it has not run");
    bh_partition_resume(WORKER);
    bh_partition_get_status(WORKER, &after);
    bh_puts(bh_state_name(after.state));
}

/*
 * Example of bh_partition_reset: another partition starts anew, with its memory
 *     kept, and finds 42 in bh_info.reset_status.
 * Prints:
 *     reset
 *     normal again, started 1 time more, status 42
 */
static void example_bh_partition_reset(void)
{
    struct bh_partition_status status = {0};

    if (bh_partition_reset(WORKER, BH_STATE_WARM_START, 42) == BH_OK)
        bh_puts("reset");
    while (status.state != BH_STATE_NORMAL)
        bh_partition_get_status(WORKER, &status);
    bh_printf("normal again, started %u time more, status %lu\n",
              status.reset_count, status.reset_status);
}

/*
 * Example of bh_partition_get_status: why has another partition started?
 * Prints:
 *     normal, because a partition wanted it
 */
static void example_bh_partition_get_status(void)
{
    struct bh_partition_status status;

    if (bh_partition_get_status(WORKER, &status) != BH_OK)
        return;
    bh_printf("%s, %s\n", bh_state_name(status.state),
              status.reset_cause == BH_RESET_REQUEST
                  ? "because a partition wanted it"
                  : "for another reason");
}

/*
 * Example of bh_partition_stop: another partition is halted.
 * Prints:
 *     halted
 *     again: BH_E_STATE
 */
static void example_bh_partition_stop(void)
{
    if (bh_partition_stop(WORKER) == BH_OK)
        bh_puts(bh_state_name((uint32_t)bh_partition_get_state(WORKER).value));
    bh_printf("again: %s\n", bh_error_name(bh_partition_stop(WORKER)));
}

/*
 * Example of bh_partition_halt: the end.
 * Prints:
 *     nothing comes behind this
 */
static void example_bh_partition_halt(void)
{
    bh_puts("nothing comes behind this");
    bh_partition_halt();
}

int main(void)
{
    EXAMPLE(bh_partition_set_mode);
    EXAMPLE(bh_partition_null);
    EXAMPLE(bh_partition_yield);
    EXAMPLE(bh_partition_get_state);
    EXAMPLE(bh_partition_suspend);
    EXAMPLE(bh_partition_reset);
    EXAMPLE(bh_partition_get_status);
    EXAMPLE(bh_partition_stop);
    EXAMPLE(bh_partition_halt);
    return 0;
}
