/* SPDX-License-Identifier: BSD-2-Clause */
/* Runs until its slots end, so that they end by the hart's timer. */
#include "check.h"

int main(void)
{
    const volatile struct bh_info *info = bh_info_page();

    while (info->slot_count < 50)
        ;
    return 0;
}
