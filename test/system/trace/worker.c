/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does in each of its slots: an event of its own, a message of 20 bytes that is
 * overwritten, a message of 12 bytes in a queue and a third that the queue does
 * not take, a tick, and 2 ms of work. Then it halts.
 */
#include "check.h"

#define ROUNDS 20

static volatile unsigned ticks;
static unsigned char message[20];

static void take_tick(void *argument)
{
    (void)argument;
    ticks++;
    bh_timer_stop();
}

static void wait_for_tick(unsigned number)
{
    bh_timer_start(bh_time_now() + bh_ticks_from_ns(2000000), take_tick, NULL);
    bh_interrupt_enable();
    while (ticks < number)
        ;
    bh_interrupt_disable();
}

int main(void)
{
    for (unsigned i = 1; i <= ROUNDS; i++) {
        bh_partition_yield();
        bh_trace_write(7, UINT64_C(1000000000000) + i);
        bh_sampling_write(0, message, 20);
        bh_queuing_send(1, message, 12);
        bh_queuing_send(1, message, 12);
        if (bh_queuing_send(1, message, 12) != BH_E_FULL)
            bh_printf("FAIL no queue is full\n");
        wait_for_tick(i);
    }
    bh_printf("ok worked\n");
    bh_flush();
    return 0;
}
