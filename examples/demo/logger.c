/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The logger: prints each command with its time, and keeps watch over its own
 * slots. Whatever happens to the others, it must be given one in every frame,
 * at exactly the same place. (QEMU follows the host's clock: if the host stops
 * the whole machine for longer than a slot, that shows here, too.)
 */
#include "messages.h"

BH_REQUIRE_QUEUING_PORT("commands", BH_PORT_DESTINATION, COMMAND_SIZE, 8);

/* Reports come often at first, then leave the console to whoever types. */
#define REPORT_MS 2000
#define REPORT_MS_LATER 10000
#define OFTEN_UNTIL_MS 20000

/* The slots that we waited for. */
struct watch {
    uint64_t slots;    /* that we were given */
    uint64_t missed;   /* that passed without us */
    bool off_the_plan; /* one began elsewhere in the frame */
};

/* Waits for the next slot. There is one for us in each frame. */
static void wait_for_slot(struct watch *watch)
{
    struct bh_slot_status before, after;
    uint64_t distance;

    bh_slot_get_status(&before);
    bh_partition_yield();
    bh_slot_get_status(&after);
    distance = after.slot_start - before.slot_start;
    watch->slots++;
    if (distance > after.frame_duration)
        watch->missed += distance / after.frame_duration - 1;
    if (distance == 0 || distance % after.frame_duration != 0)
        watch->off_the_plan = true;
}

static void report(const struct watch *watch)
{
    bh_printf("%lu slots, ", watch->slots);
    if (watch->missed == 0)
        bh_print("none missed");
    else
        bh_printf("%lu MISSED", watch->missed);
    bh_puts(watch->off_the_plan ? ", NOT ALL WHERE PLANNED" : "");
}

/* Prints what has been commanded since the last slot. */
static void log_commands(uint64_t start)
{
    uint8_t message[COMMAND_SIZE];
    struct bh_unpack unpack;
    struct command command;
    uint64_t ms;
    long size;

    while ((size = bh_queuing_receive_by_name("commands", message,
                                              sizeof(message))) > 0) {
        bh_unpack_begin(&unpack, message, (size_t)size);
        unpack_command(&unpack, &command);
        if (bh_unpack_end(&unpack) != BH_OK)
            continue;
        ms = bh_ns_from_ticks(command.cause.time - start) / BH_NS_PER_MS;
        bh_printf("%lu.%lu s: fan %s at %d.%d C, sample %u%s\n", ms / 1000,
                  ms / 100 % 10, command.fan ? "on" : "off",
                  command.cause.milli_celsius / 1000,
                  command.cause.milli_celsius / 100 % 10,
                  command.cause.sequence, command.valid ? "" : ", too old");
    }
    if (size != BH_E_EMPTY)
        bh_printf("no commands: %s\n", bh_error_name(size));
}

/* Ticks in so many milliseconds. */
static uint64_t ticks(uint64_t ms)
{
    return bh_ticks_from_ns(ms * BH_NS_PER_MS);
}

int main(void)
{
    struct bh_slot_status plan;
    struct watch watch = {.slots = 0};
    uint64_t start, next;

    if (bh_slot_get_status(&plan) != BH_OK)
        return 1;
    start = plan.frame_start;
    next = start + ticks(REPORT_MS);
    bh_puts("logging commands and counting slots");
    for (;;) {
        wait_for_slot(&watch);
        log_commands(start);
        if (bh_time_now() >= next) {
            report(&watch);
            next +=
                ticks(next - start < ticks(OFTEN_UNTIL_MS) ? REPORT_MS
                                                           : REPORT_MS_LATER);
        }
    }
}
