/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What others try their examples on: it works a little in each of its slots.
 */
#include <bulkhead/lib.h>

int main(void)
{
    for (;;)
        bh_partition_yield();
}
