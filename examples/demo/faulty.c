/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The faulty one: behaves for five seconds, then writes into memory that is not
 * its own. Nothing in it is special; any bug with a wild pointer would do.
 */
#include <bulkhead/lib.h>

#define GOOD_NS (5 * (uint64_t)BH_NS_PER_S)

/*
 * In the middle of the board's 128 MiB. The 64 MiB of U-Boot lie around it,
 * wherever in between the tool has put them.
 */
#define NOT_MINE 0x84000000

int main(void)
{
    volatile uint32_t *const target = (volatile uint32_t *)NOT_MINE;
    const uint64_t end = bh_time_now() + bh_ticks_from_ns(GOOD_NS);

    bh_puts("working properly, for now");
    while (bh_time_now() < end)
        bh_partition_yield();

    bh_printf("now I write to 0x%lx, which is U-Boot's memory, not mine\n",
              (unsigned long)NOT_MINE);
    *target = 0xbad;
    bh_puts("I have written there, and nobody stopped me");
    return 1;
}
