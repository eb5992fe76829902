/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must hold between the numbers of the guest interface, whatever their
 * values: pages are full pages, offsets and structures tell the same story,
 * every extension and function lies where the kernel's tables expect it.
 */
#include <bulkhead/abi.h>
#include <bulkhead/config.h>
#include <bulkhead/info.h>
#include <bulkhead/state.h>
#include <bulkhead/trace.h>
#include <stddef.h>

#ifdef __cplusplus
#define CHECK(expression) static_assert(expression, #expression)
#else
#define CHECK(expression) _Static_assert(expression, #expression)
#endif

/* The two pages. */
CHECK(sizeof(struct bh_state) == BH_PAGE_SIZE);
CHECK(sizeof(struct bh_info) == BH_PAGE_SIZE);
CHECK(BH_STATE_PAGE_ADDRESS + (BH_PAGE_SIZE - 1) == UINT64_MAX);
CHECK(BH_INFO_PAGE_ADDRESS + BH_PAGE_SIZE == BH_STATE_PAGE_ADDRESS);
CHECK(BH_STATE_PAGE_ADDRESS % BH_PAGE_SIZE == 0);

/* `ld rd, offset(x0)` and struct bh_state reach the same bytes. */
#define CHECK_STATE(offset, member)                                            \
    CHECK(offset + BH_PAGE_SIZE == offsetof(struct bh_state, member));         \
    CHECK(offset >= -2048)
CHECK_STATE(BH_STATE_MSTATUS, mstatus);
CHECK_STATE(BH_STATE_MIE, mie);
CHECK_STATE(BH_STATE_MIP, mip);
CHECK_STATE(BH_STATE_MTVEC, mtvec);
CHECK_STATE(BH_STATE_MEPC, mepc);
CHECK_STATE(BH_STATE_MCAUSE, mcause);
CHECK_STATE(BH_STATE_MTVAL, mtval);
CHECK_STATE(BH_STATE_MSCRATCH, mscratch);

/* Extensions are numbered without a gap, in the SBI's experimental space. */
#define EXTENSION_SPACE_FIRST 0x08000000
#define EXTENSION_SPACE_LAST 0x08ffffff
CHECK(BH_EXT_FIRST >= EXTENSION_SPACE_FIRST);
CHECK(BH_EXT_FIRST + BH_EXT_COUNT - 1 <= EXTENSION_SPACE_LAST);
CHECK(BH_EXT_PARTITION == BH_EXT_FIRST);
CHECK(BH_EXT_SYSTEM == BH_EXT_FIRST + BH_EXT_COUNT - 1);
CHECK((BH_EXT_FUNCTIONS & (BH_EXT_FUNCTIONS - 1)) == 0);
CHECK(BH_PARTITION_SET_MODE < BH_EXT_FUNCTIONS);
CHECK(BH_CONSOLE_READ < BH_EXT_FUNCTIONS);
CHECK(BH_TIME_KICK_WATCHDOG < BH_EXT_FUNCTIONS);
CHECK(BH_SAMPLING_READ_NEW < BH_EXT_FUNCTIONS);
CHECK(BH_QUEUING_CLEAR < BH_EXT_FUNCTIONS);
CHECK(BH_INTERRUPT_TAKE < BH_EXT_FUNCTIONS);

/* Lines lie above the privileged specification's, and within the PLIC. */
CHECK(BH_LINE_FIRST >= 16 && BH_LINE_FIRST + BH_LINE_COUNT <= 32);
CHECK(BH_LINE_SOURCE + BH_LINE_COUNT <= 54);

/* The version fits its fields; "BH" is the implementation's identifier. */
CHECK(BH_ABI_VERSION >> 16 == BH_ABI_VERSION_MAJOR);
CHECK((BH_ABI_VERSION & 0xffff) == BH_ABI_VERSION_MINOR);
CHECK(BH_SBI_IMPLEMENTATION_ID == ('B' << 8 | 'H'));

/* A message's length fits below the bit that says it is valid. */
CHECK((UINT64_C(1) << BH_SAMPLING_VALID_BIT) > BH_MESSAGE_SIZE_MAX);

/* Tables of the blob keep 8-byte alignment; no compiler pads them. */
CHECK(sizeof(struct bh_config) % 8 == 0);
CHECK(sizeof(struct bh_config_partition) % 8 == 0);
CHECK(sizeof(struct bh_config_region) % 8 == 0);
CHECK(sizeof(struct bh_config_segment) % 8 == 0);
CHECK(sizeof(struct bh_config_device) % 8 == 0);
CHECK(sizeof(struct bh_config_channel) % 8 == 0);
CHECK(sizeof(struct bh_config_port) % 8 == 0);
CHECK(sizeof(struct bh_config_plan) % 8 == 0);
CHECK(sizeof(struct bh_config_slot) % 8 == 0);
CHECK(sizeof(struct bh_info_port) % 8 == 0);
CHECK(BH_EVENT_COUNT <= BH_EVENTS_MAX);

/* Words of a record are xored, one by one. */
CHECK(sizeof(struct bh_health_record) % 8 == 0);

/* What one call copies can be counted. */
CHECK(BH_TRACE_READ_MAX <= BH_TRACE_COUNT_MASK);
CHECK(BH_TRACE_COUNT_MASK >> BH_TRACE_LOST_SHIFT == 0);

/* An action can name any plan, and is none of those without one. */
CHECK(BH_ACTION_PLAN_MASK + 1 == BH_PLANS_MAX);
CHECK(BH_ACTION_HALT < BH_ACTION_PLAN);
CHECK((BH_ACTION_PLAN & BH_ACTION_PLAN_MASK) == 0);
CHECK(BH_ACTION_PLAN_NOW == BH_ACTION_PLAN + BH_PLANS_MAX);
