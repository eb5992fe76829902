/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers of the interface as words for people.
 */
#include <bulkhead/page.h>

const char *bh_error_name(long error)
{
    switch (error) {
    case BH_OK:
        return "BH_OK";
    case BH_E_FAILED:
        return "BH_E_FAILED";
    case BH_E_NOT_SUPPORTED:
        return "BH_E_NOT_SUPPORTED";
    case BH_E_INVALID_PARAM:
        return "BH_E_INVALID_PARAM";
    case BH_E_DENIED:
        return "BH_E_DENIED";
    case BH_E_INVALID_ADDRESS:
        return "BH_E_INVALID_ADDRESS";
    case BH_E_SIZE:
        return "BH_E_SIZE";
    case BH_E_DIRECTION:
        return "BH_E_DIRECTION";
    case BH_E_KIND:
        return "BH_E_KIND";
    case BH_E_EMPTY:
        return "BH_E_EMPTY";
    case BH_E_FULL:
        return "BH_E_FULL";
    case BH_E_STATE:
        return "BH_E_STATE";
    case BH_E_STALE:
        return "BH_E_STALE";
    default:
        return "unknown error";
    }
}

const char *bh_state_name(uint32_t state)
{
    switch (state) {
    case BH_STATE_IDLE:
        return "idle";
    case BH_STATE_COLD_START:
        return "cold start";
    case BH_STATE_WARM_START:
        return "warm start";
    case BH_STATE_NORMAL:
        return "normal";
    case BH_STATE_SUSPENDED:
        return "suspended";
    case BH_STATE_HALTED:
        return "halted";
    default:
        return "unknown state";
    }
}
