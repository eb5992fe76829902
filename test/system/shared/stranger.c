/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is party to nothing, and reads where others see an area.
 */
#include "check.h"

int main(void)
{
    const volatile uint64_t *track = (const volatile uint64_t *)0x1000000000;

    check(bh_shared_info(0) == NULL && bh_shared_find("track") == NULL &&
              bh_info_page()->shared_count == 0,
          "it has no area");
    check_error(bh_console_write((const char *)0x1000000000, 8).error,
                BH_E_INVALID_ADDRESS, "nor has the kernel for it");
    bh_printf("%lu\n", *track);
    check(false, "another's area can be read");
    return 1;
}
