/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a real-time operating system does until its first thread runs: it takes
 * the device tree, finds the end of RAM, writes where its constants are, and
 * sets up floating point, trap vector, interrupt levels and enables.
 */
#include "say.h"

#include <bulkhead/text.h>

#define TREE_MAX 0x40000 /* what RTEMS 6.2 has room for */
#define MIB (UINT64_C(1) << 20)
#define BIT(n) (UINT64_C(1) << (n))
#define SD BIT(63) /* mstatus: something is dirty */

static uint64_t causes;

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)frame;
    causes++;
    say_equal(cause, BARE_INTERRUPT | BARE_SOFTWARE, "cause");
    *BARE_MSIP = 0;
}

/* The tree is copied to where constants are, and read again there. */
static void try_tree(void)
{
    static const uint8_t constants[TREE_MAX] __attribute__((aligned(8))) = {1};
    const struct bare_machine first = bare_machine;
    uint64_t to = (uint64_t)constants;

    say(first.tree_size > 0 && first.tree_size <= TREE_MAX, "tree's size");
    __asm__("" : "+r"(to)); /* the compiler must not see what is written */
    memcpy((void *)to, (const void *)first.tree, first.tree_size);
    say(bare_tree_read(to), "the copy of the tree");
    say_equal(bare_machine.memory_size, first.memory_size, "the same tree");
}

static void try_machine(void)
{
    const struct bare_machine *machine = &bare_machine;

    say_equal(machine->frequency, 10000000, "timebase-frequency");
    say_equal(machine->memory_start, 0x80000000, "memory");
    say_equal(machine->memory_size, 64 * MIB, "memory's size");
    say_equal(machine->clint, 0x2000000, "CLINT");
    say_equal(machine->clint_cells[0], machine->hart_phandle, "CLINT's hart");
    say_equal(machine->clint_cells[1], BARE_SOFTWARE, "its software interrupt");
    say_equal(machine->clint_cells[2], machine->hart_phandle, "again");
    say_equal(machine->clint_cells[3], BARE_TIMER, "its timer interrupt");
    say_equal(machine->finisher, 0x100000, "finisher");
    say_equal(machine->uart, 0x10000000, "console");
    say_equal(machine->uart_clock, 3686400, "console's clock");
}

/* All of RAM is there, up to its last bytes. */
static void try_memory(void)
{
    volatile uint64_t *last =
        bare_double(bare_machine.memory_start + bare_machine.memory_size - 8);
    const uint64_t before = *last;

    *last = 0x0123456789abcdef;
    say_equal(*last, 0x0123456789abcdef, "the end of RAM");
    *last = before;
}

static void try_floating(void)
{
    uint64_t sum, fcsr;

    say_equal(BARE_READ(mstatus) & BARE_FS, BARE_FS, "floating point is on");
    BARE_WRITE(fcsr, 0);
    __asm__ volatile("fcvt.d.l ft0, %1\n"
                     "fadd.d ft1, ft0, ft0\n"
                     "fcvt.l.d %0, ft1"
                     : "=r"(sum)
                     : "r"(21)
                     : "ft0", "ft1");
    say_equal(sum, 42, "and adds");
    say_equal(BARE_READ(mstatus) & (SD | BARE_FS), SD | BARE_FS, "is dirty");
    BARE_WRITE(fcsr, 0x7f);
    fcsr = BARE_READ(fcsr);
    BARE_WRITE(fcsr, 0);
    say_equal(fcsr, 0x7f, "fcsr");
}

static void try_levels(void)
{
    uint64_t level;

    say_equal(BARE_READ(mtvec), (uint64_t)bare_exception, "mtvec");
    say_equal(BARE_READ(mstatus) & BARE_MIE, 0, "off at the start");
    __asm__ volatile("csrrsi x0, mstatus, 8" : : : "memory");
    say_equal(BARE_READ(mstatus) & BARE_MIE, BARE_MIE, "set to on");
    level = bare_disable();
    say_equal(level, BARE_MIE, "was on");
    say_equal(BARE_READ(mstatus) & BARE_MIE, 0, "off");
    say_equal(bare_disable(), 0, "was off");
    bare_enable(0);
    say_equal(BARE_READ(mstatus) & BARE_MIE, 0, "still off");
    bare_enable(level);
    say_equal(BARE_READ(mstatus) & BARE_MIE, BARE_MIE, "on again");
    __asm__ volatile("csrrci x0, mstatus, 8" : : : "memory");
    say_equal(BARE_READ(mstatus) & BARE_MIE, 0, "off for the dispatcher");
}

/* mtimecmp is 0 when the machine starts: the timer is pending, and off. */
static void try_enables(void)
{
    say_equal(BARE_READ(mie), 0, "mie at the start");
    say_equal(BARE_READ(mip), BIT(BARE_TIMER), "mip at the start");
    *BARE_MTIMECMP = UINT64_MAX;
    say_equal(BARE_READ(mip), 0, "mip");
    BARE_SET(mie, BIT(BARE_SOFTWARE) | BIT(BARE_EXTERNAL));
    BARE_SET(mie, BIT(BARE_TIMER));
    BARE_CLEAR(mie, BIT(BARE_EXTERNAL));
    say_equal(BARE_READ(mie), BIT(BARE_SOFTWARE) | BIT(BARE_TIMER), "mie");
    BARE_CLEAR(mie, BIT(BARE_TIMER));
    *BARE_MSIP = 1;
    __asm__ volatile("fence o, i" : : : "memory");
    say_equal(BARE_READ(mip), BIT(BARE_SOFTWARE), "msip in mip");
    say_equal(causes, 0, "not while off");
    bare_enable(BARE_MIE);
    say_equal(causes, 1, "taken when on");
    say_equal(BARE_READ(mip), 0, "and gone");
}

/* A store-conditional without a reservation fails, and drops what there is. */
static void try_reservation(void)
{
    static uint64_t word = 5;
    uint64_t failed, failed_too, value;

    __asm__ volatile("lr.w %2, (%3)\n"
                     "sc.w %0, %2, (%3)\n"
                     "sc.w %1, x0, (%3)"
                     : "=&r"(failed), "=&r"(failed_too), "=&r"(value)
                     : "r"(&word)
                     : "memory");
    say_equal(failed, 0, "sc.w");
    say(failed_too != 0, "sc.w without lr.w");
    say_equal(word, 5, "word");
}

int main(void)
{
    try_tree();
    try_machine();
    try_memory();
    try_floating();
    try_levels();
    try_enables();
    try_reservation();
    return 0;
}
