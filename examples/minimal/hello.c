/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest partition: it says its name and halts.
 */
#include <bulkhead/lib.h>

int main(void)
{
    bh_printf("Hello from partition %s.\n", bh_info_page()->name);
    return 0;
}
