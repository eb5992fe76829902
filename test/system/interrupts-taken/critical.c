/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Timer interrupts at random times about critical sections: none is delivered
 * inside, and each that became pending there is taken at the end. Interrupts
 * are switched off and on in each way there is. "careless" does not switch them
 * off: there the same check must see thousands inside.
 */
#include "check.h"

#define ROUNDS 20000

static volatile bool inside;
static volatile uint64_t taken;        /* interrupts */
static volatile uint64_t taken_inside; /* where none may be */
static volatile uint64_t deadline;     /* of the next */
static uint64_t seed = 88172645463325252;

/* Replaces the library's. The next comes 3 to 34 ticks later. */
uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval)
{
    (void)tval;
    if (cause != (BH_CAUSE_INTERRUPT | BH_IRQ_TIMER))
        bh_printf("FAIL cause 0x%lx\n", cause);
    taken++;
    taken_inside += inside;
    deadline = bh_time_now() + 3 + check_random(&seed) % 32;
    bh_time_set_timer(deadline);
    return epc;
}

static uint64_t enter(uint64_t way)
{
    uint64_t old;

    switch (way) {
    case 0:
        __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(old) : : "memory");
        return old & 8;
    case 1:
        __asm__ volatile("csrrc %0, mstatus, %1"
                         : "=&r"(old)
                         : "r"(8)
                         : "memory");
        return old & 8;
    default:
        return bh_interrupt_disable() ? 8 : 0;
    }
}

static void leave(uint64_t way, uint64_t old)
{
    if (way == 0)
        __asm__ volatile("csrrs x0, mstatus, %0" : : "r"(old) : "memory");
    else if (way == 1)
        __asm__ volatile("csrrsi x0, mstatus, 8" : : : "memory");
    else
        bh_interrupt_restore(old != 0);
}

/* The length of the section, some hundred instructions. */
static void work(void)
{
    static uint64_t work_seed = 1;

    for (volatile uint64_t n = check_random(&work_seed) % 100; n > 0; n--)
        ;
}

int main(void)
{
    const bool careless = strcmp(bh_info_page()->name, "careless") == 0;
    uint64_t came_inside = 0, lost = 0, not_on = 0;

    bh_state_page()->mie = 1 << BH_IRQ_TIMER;
    deadline = 0;
    bh_time_set_timer(0);
    bh_interrupt_enable();
    for (uint64_t i = 0; i < ROUNDS; i++) {
        const uint64_t way = i % 3;
        uint64_t before, old = 0;
        bool came;

        if (!careless)
            old = enter(way);
        before = taken;
        inside = true;
        work();
        /* QEMU's timer may come a tick after its time. */
        came = bh_time_now() > deadline;
        inside = false;
        came_inside += came;
        if (!careless) {
            not_on += old != 8;
            leave(way, old);
            lost += came && taken == before;
        }
        work();
    }
    bh_state_page()->mie = 0;
    check(taken > 5000, "thousands of interrupts");
    if (careless) {
        check(taken_inside > 1000, "seen inside");
        return 0;
    }
    check_equal(taken_inside, 0, "none inside");
    check(came_inside > 2000, "thousands came there");
    check_equal(lost, 0, "each taken at the end");
    check_equal(not_on, 0, "on outside");
    return 0;
}
