/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that wait. A message that comes between the look for it and the wait
 * leaves the line up, so that the wait is over at once.
 */
#include <bulkhead/clock.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/manifest.h>
#include <bulkhead/port.h>

#include "timer.h"

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_INTERRUPT) |
                      BH_EXTENSION_BIT(BH_EXT_TIME));

/*
 * Whether it is worth while to look again: something has come since the line
 * was taken last, or might have, for this has waited.
 */
static bool wait_for_port(uint64_t deadline)
{
    if (bh_time_now() >= deadline)
        return false;
    if (bh_interrupt_take(BH_LINE_PORT).value == 0)
        bh_timer_wait(UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_PORT), deadline);
    return true;
}

struct bh_ret bh_queuing_receive_until(unsigned long port, void *buffer,
                                       size_t size, uint64_t deadline)
{
    struct bh_ret ret;

    do
        ret = bh_queuing_receive(port, buffer, size);
    while (ret.error == BH_E_EMPTY && wait_for_port(deadline));
    return ret;
}

long bh_queuing_send_until(unsigned long port, const void *message, size_t size,
                           uint64_t deadline)
{
    long error;

    do
        error = bh_queuing_send(port, message, size);
    while (error == BH_E_FULL && wait_for_port(deadline));
    return error;
}

struct bh_ret bh_sampling_read_until(unsigned long port, void *buffer,
                                     size_t size, uint64_t deadline)
{
    struct bh_ret ret;

    do
        ret = bh_sampling_read_new(port, buffer, size);
    while ((ret.error == BH_E_EMPTY || ret.error == BH_E_STALE) &&
           wait_for_port(deadline));
    return ret;
}
