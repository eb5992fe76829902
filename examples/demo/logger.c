/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The logger: prints each command with its time, and keeps watch over its own
 * slots. Whatever happens to the others, it must be given one in every frame,
 * at exactly the same place.
 */
#include "messages.h"

/* Reports come often at first, then leave the console to whoever types. */
#define REPORT_MS 2000
#define REPORT_MS_LATER 10000
#define OFTEN_UNTIL_MS 20000

/* The slots since the first that we saw. */
struct watch {
    struct bh_plan_status first;
    uint64_t slots;    /* that should have been ours */
    uint64_t missed;   /* that were not */
    bool off_the_plan; /* one began elsewhere in the frame */
};

/* There is one slot for us in each frame. */
static void watch_slots(struct watch *watch)
{
    struct bh_plan_status now;
    uint64_t elapsed, given;

    if (bh_plan_get_status(&now) != BH_OK)
        return;
    elapsed = now.slot_start - watch->first.slot_start;
    given = now.slot_count - watch->first.slot_count;
    watch->slots = elapsed / now.frame_duration + 1;
    watch->missed = watch->slots - (given + 1);
    if (elapsed % now.frame_duration != 0)
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

int main(void)
{
    struct watch watch = {.missed = 0};
    uint64_t start, next;

    if (bh_plan_get_status(&watch.first) != BH_OK)
        return 1;
    start = watch.first.frame_start;
    next = start + bh_ticks_from_ns(REPORT_MS * (uint64_t)BH_NS_PER_MS);
    bh_puts("logging commands and counting slots");
    for (;;) {
        const uint64_t now = bh_time_now();

        watch_slots(&watch);
        log_commands(start);
        if (now >= next) {
            report(&watch);
            next += bh_ticks_from_ns(
                (now - start < bh_ticks_from_ns(OFTEN_UNTIL_MS *
                                                (uint64_t)BH_NS_PER_MS)
                     ? REPORT_MS
                     : REPORT_MS_LATER) *
                (uint64_t)BH_NS_PER_MS);
        }
        bh_partition_yield();
    }
}
