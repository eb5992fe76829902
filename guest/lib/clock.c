/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ticks and nanoseconds. Whole seconds and the rest are converted apart: a
 * product of ticks and 10^9 would overflow after half an hour at 10 MHz.
 */
#include <bulkhead/clock.h>
#include <bulkhead/page.h>

/* value * to / from, rounded up if `up`; saturates at the largest value. */
static uint64_t scale(uint64_t value, uint64_t to, uint64_t from, bool up)
{
    const uint64_t whole = value / from;
    const uint64_t rest = value % from * to;
    const uint64_t part = rest / from + (up && rest % from != 0 ? 1 : 0);

    if (whole > (UINT64_MAX - part) / to)
        return UINT64_MAX;
    return whole * to + part;
}

uint64_t bh_ticks_from_ns_at(uint64_t ns, uint64_t frequency)
{
    return scale(ns, frequency, BH_NS_PER_S, true);
}

uint64_t bh_ns_from_ticks_at(uint64_t ticks, uint64_t frequency)
{
    return scale(ticks, BH_NS_PER_S, frequency, false);
}

/* bh_start() has made sure that there is an information page. */
static uint64_t frequency(void)
{
    return ((const struct bh_info *)BH_INFO_PAGE_ADDRESS)->tick_frequency;
}

uint64_t bh_ticks_from_ns(uint64_t ns)
{
    return bh_ticks_from_ns_at(ns, frequency());
}

uint64_t bh_ns_from_ticks(uint64_t ticks)
{
    return bh_ns_from_ticks_at(ticks, frequency());
}
