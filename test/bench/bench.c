/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The costs that one partition can measure: hypercalls, trapped instructions,
 * emulated devices. Each operation runs twice and the second counts: the first
 * fills what the kernel remembers, as in use.
 */
#include "bench.h"

#define CLINT_MTIMECMP (*(volatile uint64_t *)0x02004000)

#define SETTLED(operation) (operation, COST(operation))

static const uint32_t sizes[] = {4, 32, 128, 1024};
static uint64_t message[128];

static void die(const char *what)
{
    bh_printf("bench: failed: %s\n", what);
    bh_partition_halt();
}

/* The port called `kind` and its message size, such as sampling_32. */
static unsigned long port(const char *prefix, uint32_t size, uint8_t kind)
{
    char name[BH_NAME_SIZE];
    long found;

    bh_format(name, sizeof(name), "%s_%u", prefix, size);
    found = bh_port_find(name, kind);
    if (found < 0)
        die(name);
    return (unsigned long)found;
}

static void report_size(const char *name, uint32_t size, uint64_t figure)
{
    char full[48];

    bh_format(full, sizeof(full), "%s_%u", name, size);
    report(full, figure);
}

static void measure_sampling(uint32_t size)
{
    unsigned long out = port("sampling_out", size, BH_PORT_SAMPLING);
    unsigned long in = port("sampling_in", size, BH_PORT_SAMPLING);

    report_size("sampling_write", size,
                SETTLED(bh_sampling_write(out, message, size)));
    report_size("sampling_read", size,
                SETTLED(bh_sampling_read(in, message, size)));
    if (bh_sampling_read(in, message, size).error != BH_OK)
        die("sampling");
}

static void measure_queuing(uint32_t size)
{
    unsigned long out = port("queuing_out", size, BH_PORT_QUEUING);
    unsigned long in = port("queuing_in", size, BH_PORT_QUEUING);

    report_size("queuing_send", size,
                SETTLED(bh_queuing_send(out, message, size)));
    report_size("queuing_receive", size,
                SETTLED(bh_queuing_receive(in, message, size)));
    if (bh_queuing_get_count(in).value != 0)
        die("queuing");
}

static inline void read_mepc(void)
{
    uint64_t value;

    __asm__ volatile("csrr %0, mepc" : "=r"(value));
}

static inline void disable_and_enable(void)
{
    uint64_t value;

    __asm__ volatile("csrrci %0, mstatus, 8\n\t"
                     "andi %0, %0, 8\n\t"
                     "csrrs x0, mstatus, %0"
                     : "=&r"(value)
                     :
                     : "memory");
}
#define NOT_THE_PAIR 1 /* andi */

static inline void return_to_next(void)
{
    __asm__ volatile("la t0, 1f\n\t"
                     "sd t0, %0(x0)\n\t"
                     "li t0, 0x1800\n\t"
                     "sd t0, %1(x0)\n\t"
                     "mret\n"
                     "1:"
                     :
                     : "i"(BH_STATE_MEPC), "i"(BH_STATE_MSTATUS)
                     : "t0", "memory");
}
#define NOT_MRET 6 /* la, sd, li, sd: two of them are two instructions */

static void measure_instructions(void)
{
    report("csr_read_trapped", SETTLED(read_mepc()));
    report("irq_pair_trapped", SETTLED(disable_and_enable()) - NOT_THE_PAIR);
    report("mret", SETTLED(return_to_next()) - NOT_MRET);
}

/* In a register of those that compilers use for this, and always the same. */
static inline void load_word(uint64_t address)
{
    register uint64_t value __asm__("a5");

    __asm__ volatile("lw %0, 0(%1)" : "=r"(value) : "r"(address));
}

static inline void load_byte(uint64_t address)
{
    uint64_t value;

    __asm__ volatile("lbu %0, 0(%1)" : "=r"(value) : "r"(address));
}

static inline void store_double(uint64_t address, uint64_t value)
{
    __asm__ volatile("sd %0, 0(%1)" : : "r"(value), "r"(address) : "memory");
}

static void measure_devices(void)
{
    uint64_t msip = 0x02000000;
    uint64_t mtime = 0x0200bff8;
    uint64_t mtimecmp = 0x02004000;
    uint64_t scratch = 0x10000007;
    uint64_t deadline = bh_time_now() + 100; /* soon: the hart's timer moves */
    uint64_t later = deadline + 1;

    report("mtime_read", SETTLED(load_word(mtime)));
    report("mmio_read", SETTLED(load_word(msip)));
    report("mmio_read_uart", SETTLED(load_byte(scratch)));
    __asm__ volatile("" : "+r"(later)); /* is not reckoned again below */
    store_double(mtimecmp, deadline);
    report("mmio_write", COST(store_double(mtimecmp, later)));
    if (CLINT_MTIMECMP != later)
        die("CLINT");
    CLINT_MTIMECMP = BH_TIME_NEVER;
}

static volatile uint64_t handler_stamp;

/* Reads the count first of all; the timer is put off by a hypercall. */
void bench_trap_entry(void);
__asm__(".balign 4\n"
        "bench_trap_entry:\n"
        "    sd t0, -2048+512(x0)\n"
        "    rdinstret t0\n"
        "    sd t1, -2048+520(x0)\n"
        "    la t1, handler_stamp\n"
        "    sd t0, 0(t1)\n"
        "    li t0, -1\n"
        "    li t1, 0x02004000\n"
        "    sd t0, 0(t1)\n"
        "    ld t1, -2048+520(x0)\n"
        "    ld t0, -2048+512(x0)\n"
        "    mret\n");

/*
 * From the last reading before the interrupt to the handler's. The interrupt
 * meets another instruction of the loop for each of five phases.
 */
static uint64_t timer_once(int phase)
{
    struct gap gap;

    handler_stamp = 0;
    bh_time_set_timer(bh_time_now() + 20);
    for (int i = 0; i < phase; i++)
        __asm__ volatile("nop");
    do
        gap = gap_wait();
    while (handler_stamp < gap.last); /* a slot's end makes a gap, too */
    return handler_stamp - gap.last;
}

/* The worst of many: the loop's length is in it. */
static void measure_timer(void)
{
    uint64_t old_vector = bh_state_page()->mtvec;
    uint64_t most = 0;

    bh_state_page()->mtvec = (uint64_t)(uintptr_t)bench_trap_entry;
    bh_state_page()->mie = 1u << 7;
    bh_interrupt_enable();
    for (int i = 0; i < 100; i++) {
        uint64_t cost = timer_once(i % 5);

        most = cost > most ? cost : most;
    }
    bh_interrupt_disable();
    bh_state_page()->mtvec = old_vector;
    report("timer_to_guest", most);
}

/*
 * Both sides of a switch. The peer tells of a turn when it has the next one:
 * what comes after a gap belongs to the gap before it.
 */
static void measure_switch(void)
{
    unsigned long in = port("stamps", 16, BH_PORT_QUEUING);
    struct gap earlier = gap_wait();
    uint64_t most = 0;
    int counted = 0;

    while (counted < 100) {
        struct gap mine = gap_wait(), turn = {0, 0};
        struct bh_ret got = bh_queuing_receive(in, &turn, sizeof(turn));

        if (got.error == BH_OK && turn.first > earlier.last &&
            turn.last < earlier.first) {
            uint64_t there = turn.first - earlier.last;
            uint64_t back = earlier.first - turn.last;

            most = there > most ? there : most;
            most = back > most ? back : most;
            counted++;
        }
        earlier = mine;
    }
    report("partition_switch", most);
}

int main(void)
{
    __asm__ volatile("csrc mstatus, %0" : : "r"(3 << 13)); /* no FP */
    measure_switch();
    report("null_hypercall", SETTLED(bh_partition_null()));
    report("get_time", SETTLED(bh_time_get()));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        measure_sampling(sizes[i]);
        measure_queuing(sizes[i]);
    }
    measure_instructions();
    measure_devices();
    measure_timer();
    return 0;
}
