/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has no device, and reads another's.
 */
#include "check.h"

int main(void)
{
    const volatile uint32_t *device = (const volatile uint32_t *)0x10001000;

    check_equal(bh_info_page()->memory_physical, 0, "no device, no address");
    bh_printf("%x\n", *device);
    check(false, "another's device can be read");
    return 1;
}
