/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the trap entry calls: interrupts to their handlers, exceptions to
 * theirs. A program's own bh_trap_handler() takes this one's place.
 */
#include <bulkhead/console.h>
#include <bulkhead/interrupt.h>
#include <bulkhead/start.h>

#include "timer.h"

/* Handler of one interrupt. */
struct entry {
    void (*handler)(void *argument);
    void *argument;
};

static struct entry software, external; /* touched with interrupts off */
static uint64_t (*exception)(uint64_t cause, uint64_t epc, uint64_t tval);

static struct entry *entry_of(uint64_t irq)
{
    switch (irq) {
    case BH_IRQ_SOFTWARE:
        return &software;
    case BH_IRQ_EXTERNAL:
        return &external;
    default:
        return NULL;
    }
}

long bh_interrupt_set_handler(unsigned irq, void (*handler)(void *argument),
                              void *argument)
{
    struct entry *entry = entry_of(irq);
    bool enabled;

    if (entry == NULL)
        return BH_E_INVALID_PARAM;
    enabled = bh_interrupt_disable();
    *entry = (struct entry){.handler = handler, .argument = argument};
    if (handler != NULL)
        bh_state_page()->mie |= UINT64_C(1) << irq;
    else
        bh_state_page()->mie &= ~(UINT64_C(1) << irq);
    bh_interrupt_restore(enabled);
    return BH_OK;
}

void bh_exception_set_handler(uint64_t (*handler)(uint64_t cause, uint64_t epc,
                                                  uint64_t tval))
{
    exception = handler;
}

static void take_interrupt(uint64_t irq)
{
    const struct entry *entry = entry_of(irq);

    if (irq == BH_IRQ_TIMER)
        bh_timer_expire();
    else if (entry != NULL && entry->handler != NULL)
        entry->handler(entry->argument);
    else /* Nobody can make it quiet: it would come for ever. */
        bh_state_page()->mie &= ~(UINT64_C(1) << (irq % 64));
}

uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval)
{
    if ((cause & BH_CAUSE_INTERRUPT) != 0) {
        take_interrupt(cause & ~BH_CAUSE_INTERRUPT);
        return epc;
    }
    if (exception != NULL)
        return exception(cause, epc, tval);
    bh_printf("exception %lu at 0x%lx, value 0x%lx: halting\n",
              (unsigned long)cause, (unsigned long)epc, (unsigned long)tval);
    bh_exit();
}
