/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switches floating point off, with values in its registers, before it gives
 * up its slot; a neighbour does the same. What was in them must be there when
 * it is on again, and nothing of the neighbour's.
 */
#include "check.h"

#define ROUNDS 200
#define FS UINT64_C(0x6000)

static void switch_off(void)
{
    __asm__ volatile("csrc mstatus, %0" : : "r"(FS) : "memory");
}

static void switch_on(void)
{
    __asm__ volatile("csrs mstatus, %0" : : "r"(FS) : "memory");
}

int main(void)
{
    uint64_t seed = 88172645463325252 ^ bh_info_page()->partition;
    uint64_t wrong = 0;

    for (int i = 0; i < ROUNDS; i++) {
        const uint64_t first = check_random(&seed), last = check_random(&seed);
        const uint64_t flags = check_random(&seed) % 256;
        uint64_t got_first, got_last, got_flags;

        __asm__ volatile("fmv.d.x f0, %0\n fmv.d.x f31, %1\n fscsr %2"
                         :
                         : "r"(first), "r"(last), "r"(flags)
                         : "memory");
        switch_off();
        bh_partition_yield();
        switch_on();
        __asm__ volatile("fmv.x.d %0, f0\n fmv.x.d %1, f31\n frcsr %2"
                         : "=r"(got_first), "=r"(got_last), "=r"(got_flags)
                         :
                         : "memory");
        wrong += got_first != first || got_last != last || got_flags != flags;
    }
    check_equal(wrong, 0, "registers outlive a switch with FS off");
    return 0;
}
