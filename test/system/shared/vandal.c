/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * May read the area, and writes to it.
 */
#include "check.h"

int main(void)
{
    const struct bh_info_shared *shared = bh_shared_find("track");
    volatile uint64_t *last =
        (volatile uint64_t *)(uintptr_t)(shared->address + shared->size - 8);

    check_equal(*last, 0, "the last word can be read");
    *last = 1;
    check(false, "it can be written");
    return 1;
}
