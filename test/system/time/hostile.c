/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does all that a partition can to keep the processor for itself: each name
 * another way. It stops when it has had enough slots, or else the scenario
 * would not end.
 */
#include "check.h"

#define SLOTS 100
#define GUARD 10 /* of the plan, ticks */
#define LINE (BH_LINE_FIRST + BH_LINE_TIMER)
#define LINE_OF_CLOCKS (UINT64_C(1) << LINE)

/* As on QEMU's machine; for those with platform="virt". */
#define UART_DATA (*(volatile uint8_t *)0x10000000)
#define UART_STATUS (*(volatile uint8_t *)0x10000005)
#define MSIP (*(volatile uint32_t *)0x02000000)
#define MTIMECMP (*(volatile uint64_t *)0x02004000)

static uint64_t seed = 88172645463325252;
static uint64_t traps, typed;

static void end_if_enough(void)
{
    if (bh_info_page()->slot_count < SLOTS)
        return;
    bh_state_page()->mstatus &= ~BH_MSTATUS_MIE;
    bh_puts(""); /* behind what it may have written of a line */
    if (traps > 0)
        bh_printf("took %lu traps\n", traps);
    if (typed > 0)
        bh_printf("read %lu characters\n", typed);
    check(true, "done");
    bh_exit();
}

/* Never gives back a slot. */
static void spin(void)
{
    for (;;)
        end_if_enough();
}

/* Fills the console faster than it can be emptied, in the largest pieces. */
static void flood_console(void)
{
    char text[256];

    memset(text, 'x', sizeof(text));
    text[79] = '\n';
    for (;;) {
        bh_console_write(text, sizeof(text));
        end_if_enough();
    }
}

static void flood_uart(void)
{
    for (;;) {
        for (int i = 0; i < 20; i++)
            UART_DATA = i < 19 ? (uint8_t)('a' + i) : '\n';
        (void)UART_STATUS;
        end_if_enough();
    }
}

/* Calls the kernel all the time, rightly and wrongly. */
static void flood_calls(void)
{
    static uint64_t message[16];

    for (;;) {
        bh_call(BH_EXT_FIRST + check_random(&seed) % 6,
                check_random(&seed) % 8 + 4, check_random(&seed),
                check_random(&seed), check_random(&seed));
        bh_sampling_write(0, message, sizeof(message));
        bh_sampling_read(1, message, sizeof(message));
        bh_queuing_send(2, message, sizeof(message));
        bh_queuing_receive(3, message, sizeof(message));
        bh_queuing_get_count(3);
        end_if_enough();
    }
}

/* Enters the kernel just before its slot is over, wherever that takes long. */
static void call_late(void)
{
    static char text[256];
    const volatile struct bh_info *info = bh_info_page();

    memset(text, 'x', sizeof(text));
    text[31] = '\n';
    for (;;) {
        const uint64_t way = check_random(&seed) % 5;
        const uint64_t late = info->slot_end - GUARD - check_random(&seed) % 16;

        while (bh_time_now() < late)
            end_if_enough();
        if (way == 0)
            bh_console_write(text, sizeof(text));
        else if (way == 1)
            bh_sampling_write(0, text, 128);
        else if (way == 2)
            bh_sampling_read(1, text, 128);
        else if (way == 3)
            bh_queuing_send(2, text, 128);
        else
            bh_queuing_receive(3, text, 128);
    }
}

/* Somebody types as fast as it reads. */
static void flood_input(void)
{
    char text[200];

    for (;;) {
        const struct bh_ret ret = bh_console_read(text, sizeof(text));

        typed += ret.error == BH_OK ? (uint64_t)ret.value : 0;
        end_if_enough();
    }
}

/* Its timers are due before its handler has ended, or hardly after. */
static void storm_by_timer(void)
{
    bh_state_page()->mie = 1 << BH_IRQ_TIMER | LINE_OF_CLOCKS;
    bh_time_set_timer(0);
    bh_time_set_clock_timer(BH_CLOCK_HARDWARE, 0, 1);
    bh_interrupt_enable();
    for (;;)
        ;
}

/* The same on a machine's CLINT, and its own software interrupt with it. */
static void storm_by_clint(void)
{
    bh_state_page()->mie = 1 << BH_IRQ_TIMER | 1 << BH_IRQ_SOFTWARE;
    MSIP = 1;
    bh_interrupt_enable();
    for (;;)
        ;
}

/* Waits for what has come already. */
static void storm_by_waiting(void)
{
    bh_state_page()->mie = 1 << BH_IRQ_TIMER;
    bh_time_set_timer(0);
    for (;;) {
        bh_interrupt_wait();
        __asm__ volatile("wfi");
        end_if_enough();
    }
}

/*
 * An exception handler that is no better than what it handles: it executes
 * nothing, over and over, without a stack that would come to an end.
 */
void hostile_fall(void);
void hostile_fallen(uint64_t times);
__asm__("    .balign 4\n"
        "hostile_fall:\n"
        "    addi s1, s1, 1\n"
        "    li a0, -8192\n" /* the information page */
        "    ld a0, 144(a0)\n"
        "    li a1, 100\n"
        "    bltu a0, a1, 1f\n"
        "    mv a0, s1\n"
        "    tail hostile_fallen\n"
        "1:  .4byte 0\n");

_Static_assert(offsetof(struct bh_info, slot_count) == 144 && SLOTS == 100,
               "hostile_fall knows both");

void hostile_fallen(uint64_t times)
{
    traps = times;
    end_if_enough();
}

static void fall(void)
{
    bh_state_page()->mtvec = (uint64_t)(uintptr_t)hostile_fall;
    __asm__ volatile("li s1, 0\n j hostile_fall" : : : "s1");
}

static void give_back(void)
{
    for (;;) {
        bh_partition_yield();
        end_if_enough();
    }
}

static void halt(void)
{
    check(true, "done");
    bh_exit();
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {
    {"spinner", spin},
    {"printer", flood_console},
    {"uart", flood_uart},
    {"caller", flood_calls},
    {"late", call_late},
    {"reader", flood_input},
    {"stormer", storm_by_timer},
    {"clint", storm_by_clint},
    {"waiter", storm_by_waiting},
    {"faller", fall},
    {"yielder", give_back},
    {"halter", halt},
};

/* Replaces the library's. */
uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval)
{
    (void)tval;
    traps++;
    end_if_enough();
    switch (cause) {
    case BH_CAUSE_INTERRUPT | BH_IRQ_TIMER:
        bh_time_set_timer(bh_time_now() - 8 + check_random(&seed) % 16);
        break;
    case BH_CAUSE_INTERRUPT | BH_IRQ_SOFTWARE:
        MTIMECMP = bh_time_now() + check_random(&seed) % 8;
        MSIP = (uint32_t)(check_random(&seed) % 2);
        break;
    case BH_CAUSE_INTERRUPT | LINE:
        bh_interrupt_take(BH_LINE_TIMER);
        break;
    default:
        bh_puts("FAIL not its trap");
    }
    return epc;
}

int main(void)
{
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (strcmp(acts[i].name, bh_info_page()->name) == 0)
            acts[i].act();
    bh_puts("FAIL no such act");
    return 1;
}
