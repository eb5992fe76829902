/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The headers in assembly: a call, every register of the state page, the two
 * pages' addresses. test/abi/run looks at what comes out.
 */
#include <bulkhead/abi.h>
#include <bulkhead/state.h>

    .text
    .globl use
use:
    li a7, BH_EXT_CONSOLE
    li a6, BH_CONSOLE_WRITE
    ecall
    li t1, BH_E_FULL
    li t2, BH_TIME_NEVER
    ld t0, BH_STATE_MSTATUS(x0)
    ld t0, BH_STATE_MIE(x0)
    ld t0, BH_STATE_MIP(x0)
    sd t0, BH_STATE_MTVEC(x0)
    sd t0, BH_STATE_MEPC(x0)
    ld t0, BH_STATE_MCAUSE(x0)
    ld t0, BH_STATE_MTVAL(x0)
    sd t0, BH_STATE_MSCRATCH(x0)
    ret

    .data
    .dword BH_STATE_PAGE_ADDRESS
    .dword BH_INFO_PAGE_ADDRESS
