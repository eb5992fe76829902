/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads each integer register from the claim register of the PLIC while two
 * sources wait: the load brings the number of one, and the kernel must see
 * whether it can let the other in. No register but that one may change.
 */
#include "check.h"

#define PLIC_WORD(offset) (*(volatile uint32_t *)(0x0c000000ul + (offset)))
#define PRIORITY(source) PLIC_WORD(4 * (uint64_t)(source))
#define ENABLE(source) PLIC_WORD(0x2000 + (source) / 32 * 4)
#define CLAIM 0x0c200004
#define UART_ENABLES (*(volatile uint8_t *)0x10000001)
#define TRANSMITTER_EMPTY 2

#define UART 10
#define TIMER (BH_LINE_SOURCE + BH_LINE_TIMER)

/* x1 to x31, in the state page: stores there need no base. */
struct registers {
    uint64_t before[32];
    uint64_t after[32];
};
#define BEFORE "-1024"
#define AFTER "-768"

#define EACH(op, at)                                                           \
    "    .irp i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17\n"  \
    "    " op " x\\i, " at "+8*\\i(x0)\n"                                      \
    "    .endr\n"                                                              \
    "    .irp i, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"     \
    "    " op " x\\i, " at "+8*\\i(x0)\n"                                      \
    "    .endr\n"

/* Loads x(n) by x8, but x8 by x9: compressed, where there is such a form. */
__asm__(
    "    .macro claim n, base\n"
    "    .text\n"
    "claim_\\n:\n" EACH(
        "sd",
        BEFORE) "    li x\\base, 0x0c200004\n"
                "    lw x\\n, 0(x\\base)\n" EACH("sd", AFTER) EACH(
                    "ld",
                    BEFORE) "    ret\n"
                            "    .section .rodata\n"
                            "    .dword claim_\\n\n"
                            "    .endm\n"
                            "    .section .rodata\n"
                            "    .balign 8\n"
                            "claims:\n"
                            "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7\n"
                            "    claim \\n, 8\n"
                            "    .endr\n"
                            "    claim 8, 9\n"
                            "    .irp n, 9, 10, 11, 12, 13, 14, 15, 16, 17, "
                            "18, 19, 20, 21, 22\n"
                            "    claim \\n, 8\n"
                            "    .endr\n"
                            "    .irp n, 23, 24, 25, 26, 27, 28, 29, 30, 31\n"
                            "    claim \\n, 8\n"
                            "    .endr\n"
                            "    .text\n");
extern void (*const claims[32])(void);

static void set_up(uint32_t source)
{
    PRIORITY(source) = 1;
    ENABLE(source) |= 1u << source % 32;
}

/* Claims the UART's interrupt by register `n`; the timer's still waits. */
static void claim(struct check_tally *tally, unsigned n)
{
    const volatile struct registers *seen =
        (const void *)(BH_STATE_PAGE_ADDRESS + 3072);
    const unsigned base = n == 8 ? 9 : 8;

    claims[n]();
    for (unsigned i = 1; i < 32; i++) {
        if (i == n)
            verify_equal(tally, seen->after[i], UART, "a claim");
        else if (i == base)
            verify_equal(tally, seen->after[i], CLAIM, "the base");
        else
            verify_equal(tally, seen->after[i], seen->before[i], "another");
    }
    *(volatile uint32_t *)CLAIM = UART; /* which is up, and waits again */
}

int main(void)
{
    struct check_tally tally = {0, 0};

    set_up(UART);
    set_up(TIMER);
    UART_ENABLES = TRANSMITTER_EMPTY;
    bh_time_set_clock_timer(BH_CLOCK_HARDWARE, 0, 0);
    while ((bh_state_page()->mip & 1u << 11) == 0) {
    }
    for (unsigned n = 0; n < 32; n++)
        claim(&tally, n);
    verify_end(&tally, "registers");
    check_equal(*(volatile uint32_t *)CLAIM, UART, "the UART's again");
    check_equal(*(volatile uint32_t *)CLAIM, TIMER, "and the timer's");
    return 0;
}
