/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tries every page of the board's RAM, of its devices, and a sample of all the
 * rest: to load, to store, to execute. It is linked elsewhere, so that none of
 * them is its own. Each attempt must be an exception of its own, exact in cause
 * and address; the kernel, its tables, page tables, message buffers and every
 * other partition with its state page lie somewhere on the way.
 */
#include "check.h"

__asm__(".globl GUEST_RAM\n"
        ".set GUEST_RAM, 0x90000000\n");

#define PAGE ((uint64_t)BH_PAGE_SIZE)
#define RAM_START UINT64_C(0x80000000)
#define RAM_END UINT64_C(0x88000000)
#define DEVICES_END UINT64_C(0x10100000) /* behind them there is no device */
#define MIB UINT64_C(0x100000)
#define SPACE_HALF (UINT64_C(1) << 38) /* of Sv39 */

#define CAUSE_FETCH 1 /* access faults; 3.1.15 */
#define CAUSE_LOAD 5
#define CAUSE_STORE 7

/* What the attempt at hand has come to. */
static volatile struct {
    uint64_t cause, epc, tval;
    uint64_t count;
} trap;

static uint64_t attempts, failures;

/* An attempt ends behind its instruction, of which ra has the address. */
static uint64_t on_exception(uint64_t cause, uint64_t epc, uint64_t tval)
{
    trap.cause = cause;
    trap.epc = epc;
    trap.tval = tval;
    trap.count++;
    return cause == CAUSE_FETCH ? bh_state_page()->mscratch : epc + 4;
}

/* Each returns where its access stands, or where it would have gone on. */
static uint64_t load(uint64_t address)
{
    uint64_t at;

    __asm__ volatile(".option push\n.option norvc\n"
                     "    la %0, 1f\n"
                     "1:  ld zero, 0(%1)\n"
                     ".option pop"
                     : "=&r"(at)
                     : "r"(address)
                     : "memory");
    return at;
}

static uint64_t store(uint64_t address)
{
    uint64_t at;

    __asm__ volatile(".option push\n.option norvc\n"
                     "    la %0, 1f\n"
                     "1:  sd zero, 0(%1)\n"
                     ".option pop"
                     : "=&r"(at)
                     : "r"(address)
                     : "memory");
    return at;
}

static uint64_t run(uint64_t address)
{
    __asm__ volatile("    la t0, 1f\n"
                     "    sd t0, %1(zero)\n"
                     "    jalr %0\n"
                     "1:"
                     :
                     : "r"(address), "i"(BH_STATE_MSCRATCH)
                     : "t0", "ra", "memory");
    return address;
}

static void attempt(uint64_t (*access)(uint64_t), uint64_t cause,
                    uint64_t address)
{
    const uint64_t before = trap.count;
    const uint64_t epc = access(address);

    attempts++;
    if (trap.count == before + 1 && trap.cause == cause &&
        trap.tval == address && trap.epc == epc)
        return;
    if (failures++ == 0)
        bh_printf("FAIL cause %lu at 0x%lx: %lu exceptions, cause %lu, "
                  "mtval 0x%lx, mepc 0x%lx\n",
                  cause, address, trap.count - before, trap.cause, trap.tval,
                  trap.epc);
}

static void attempt_all(uint64_t address)
{
    attempt(load, CAUSE_LOAD, address);
    attempt(store, CAUSE_STORE, address);
    attempt(run, CAUSE_FETCH, address);
}

int main(void)
{
    bh_exception_set_handler(on_exception);
    for (uint64_t page = RAM_START; page < RAM_END; page += PAGE)
        attempt_all(page + page / 256 % PAGE);
    check_equal(failures, 0, "RAM");
    for (uint64_t page = 0; page < DEVICES_END; page += PAGE)
        attempt_all(page);
    check_equal(failures, 0, "devices");
    /* The lower half but for RAM, then the upper but for its last pages. */
    for (uint64_t page = RAM_END; page < SPACE_HALF; page += 33 * MIB + PAGE)
        if (page - 0x90000000 >= 64 * 1024)
            attempt_all(page);
    for (uint64_t page = -SPACE_HALF; page < BH_INFO_PAGE_ADDRESS - 33 * MIB;
         page += 33 * MIB + PAGE)
        attempt_all(page);
    attempt_all(BH_INFO_PAGE_ADDRESS - PAGE);
    check_equal(failures, 0, "everything else");
    attempt(store, CAUSE_STORE, BH_INFO_PAGE_ADDRESS);
    attempt(run, CAUSE_FETCH, BH_INFO_PAGE_ADDRESS);
    attempt(run, CAUSE_FETCH, BH_STATE_PAGE_ADDRESS);
    check_equal(failures, 0, "pages of its own");
    bh_printf("%lu attempts\n", attempts);
    return 0;
}
