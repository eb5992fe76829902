/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The display: shows once in a while what the crew should know, and says of
 * each figure whether it can be relied on. When the bell rings it shows what
 * the recorder has.
 */
#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("attitude", BH_PORT_DESTINATION,
                         sizeof(struct attitude));
BH_REQUIRE_SAMPLING_PORT("position", BH_PORT_DESTINATION,
                         sizeof(struct position));
BH_REQUIRE_PORT("service", BH_PORT_DOORBELL, BH_PORT_DESTINATION, 0, 1);

#define SHOW_EVERY 25 /* slots */

static const char *const event_names[] = {
    [EVENT_PLAN] = "plan",
    [EVENT_RESTART] = "restarts of navigation",
    [EVENT_WAYPOINT] = "sent waypoint",
};

static void show(unsigned long attitude_port, unsigned long position_port)
{
    struct attitude attitude = {.pitch = 0};
    struct position position = {0, 0};
    const bool level = bh_sampling_is_valid(
        bh_sampling_read(attitude_port, &attitude, sizeof(attitude)));
    const bool found = bh_sampling_is_valid(
        bh_sampling_read(position_port, &position, sizeof(position)));

    bh_printf("%s: pitch %d mrad%s, waypoint %u%s\n", bh_info_page()->plan_name,
              attitude.pitch / 1000, level ? "" : " (old)", position.waypoint,
              found ? "" : " (old)");
}

/* What the recorder has kept since it was looked at. */
static uint32_t show_record(const struct record *record, uint32_t shown)
{
    const uint32_t count = __atomic_load_n(&record->count, __ATOMIC_ACQUIRE);

    for (; shown != count; shown++) {
        const struct event *event = &record->event[shown % RECORD_EVENTS];

        bh_printf("record %u: %s %u\n", shown, event_names[event->code],
                  event->number);
    }
    return shown;
}

int main(void)
{
    const unsigned long attitude =
        (unsigned long)bh_port_find("attitude", BH_PORT_SAMPLING);
    const unsigned long position =
        (unsigned long)bh_port_find("position", BH_PORT_SAMPLING);
    const struct bh_info_shared *area = bh_shared_find("record");
    const struct record *record =
        (const struct record *)(uintptr_t)area->address;
    const long service = bh_port_find("service", BH_PORT_DOORBELL);
    uint32_t shown = 0;

    for (unsigned slots = 0;; slots++) {
        if (slots % SHOW_EVERY == 0)
            show(attitude, position);
        if ((bh_interrupt_take(BH_LINE_PORT).value >> service & 1) != 0)
            shown = show_record(record, shown);
        bh_partition_yield();
    }
}
