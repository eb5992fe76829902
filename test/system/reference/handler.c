/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: handlers. This partition is of platform "virt", so that it has a
 * CLINT to make a software interrupt with, and gets its exceptions itself.
 */
#include "example.h"

/*
 * Example of bh_interrupt_set_handler: a software interrupt, which a partition
 *     of platform "virt" makes by a store to its CLINT.
 * Prints:
 *     software interrupt
 */
#define MSIP ((volatile uint32_t *)0x2000000)

static volatile bool came;

static void on_software(void *argument)
{
    (void)argument;
    *MSIP = 0;
    came = true;
}

static void example_bh_interrupt_set_handler(void)
{
    bh_interrupt_set_handler(BH_IRQ_SOFTWARE, on_software, NULL);
    bh_interrupt_enable();
    *MSIP = 1;
    if (came)
        bh_puts("software interrupt");
    bh_interrupt_disable();
    bh_interrupt_set_handler(BH_IRQ_SOFTWARE, NULL, NULL);
}

/*
 * Example of bh_exception_set_handler: a load from where nothing is goes on
 *     behind it. The system file propagates the event "memory-violation".
 * Prints:
 *     exception 5, address 0x40
 *     going on
 */
static uint64_t skip(uint64_t cause, uint64_t epc, uint64_t tval)
{
    bh_printf("exception %lu, address 0x%lx\n", cause, tval);
    return epc + 4;
}

static void example_bh_exception_set_handler(void)
{
    uint64_t nothing = 0x40, loaded;

    bh_exception_set_handler(skip);
    __asm__ volatile(".option push\n"
                     ".option norvc\n"
                     "ld %0, 0(%1)\n"
                     ".option pop"
                     : "=r"(loaded)
                     : "r"(nothing));
    bh_exception_set_handler(NULL);
    bh_puts("going on");
}

int main(void)
{
    EXAMPLE(bh_interrupt_set_handler);
    EXAMPLE(bh_exception_set_handler);
    return 0;
}
