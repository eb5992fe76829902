/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The recorder: has no slot in flight, but the time that others leave. What is
 * too much for it loses the oldest; what it has, the display can read.
 */
#include "messages.h"

BH_REQUIRE_QUEUING_PORT("events", BH_PORT_DESTINATION, sizeof(struct event), 4);

static struct record *record;

static void keep(const struct event *event)
{
    const uint32_t count = record->count;

    record->event[count % RECORD_EVENTS] = *event;
    __atomic_store_n(&record->count, count + 1, __ATOMIC_RELEASE);
}

int main(void)
{
    const unsigned long in =
        (unsigned long)bh_port_find("events", BH_PORT_QUEUING);
    const struct bh_info_shared *area = bh_shared_find("record");
    struct event event = {0};

    record = (struct record *)(uintptr_t)area->address;
    while (bh_queuing_receive_until(in, &event, sizeof(event), BH_TIME_NEVER)
               .error == BH_OK)
        keep(&event);
    return 1;
}
