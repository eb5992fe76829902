/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Uses a null pointer, in the way that the partition's name says, and then does
 * nothing, for ever: somebody must notice.
 */
#include "guest/bare/bare.h"
#include <bulkhead/info.h>

static char mode(void)
{
    const struct bh_info *info = (const void *)BH_INFO_PAGE_ADDRESS;

    return info->name[0];
}

static void store(uint64_t address, uint64_t value)
{
    __asm__ volatile("sd %0, 0(%1)" : : "r"(value), "r"(address) : "memory");
}

static uint64_t load(uint64_t address)
{
    uint64_t value;

    __asm__ volatile("ld %0, 0(%1)" : "=r"(value) : "r"(address) : "memory");
    return value;
}

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)frame;
    bare_printf("cause %lu at %lu\n", cause, BARE_READ(mtval));
    bare_exit(0);
}

int main(void)
{
    /* For these two the program gets its flag page. */
    bare_enable(bare_disable());
    BARE_WRITE(mtvec, (uintptr_t)bare_exception);
    switch (mode()) {
    case 'n': /* near */
    case 't': /* traps */
        store(64, 1);
        break;
    case 'f': /* far */
    case 'p': /* propagates */
        store(3000, 1);
        break;
    case 'w': /* word: beside the flag */
        store(0, UINT64_C(1) << 32);
        break;
    default: /* reads */
        bare_printf("reads %lu\n", load(64));
        return 0;
    }
    for (;;)
        ;
}
