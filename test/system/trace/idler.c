/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waits for what never comes.
 */
#include <bulkhead/lib.h>

int main(void)
{
    for (;;)
        bh_interrupt_wait();
}
