/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as a machine guest knows them: the CLINT's software interrupt and
 * timer, a vectored mtvec, and what exactly stands in the registers when a trap
 * is taken and when it is left. "machine" is platform="virt".
 */
#include "check.h"

#define MSIP (*(volatile uint32_t *)0x02000000)
#define MTIMECMP (*(volatile uint64_t *)0x02004000)
#define MSIE (UINT64_C(1) << BH_IRQ_SOFTWARE)
#define MTIE (UINT64_C(1) << BH_IRQ_TIMER)
#define NEVER UINT64_MAX

#define MIE UINT64_C(0x8)
#define MPIE UINT64_C(0x80)
#define MPP UINT64_C(0x1800)

/* What a handler found, in the order of its arrival. */
struct entry {
    uint64_t vector; /* by which entry of the table it came */
    uint64_t mcause, mepc, mtval, mstatus;
};
static struct entry entries[8];
static volatile size_t count;

/* In machine_loop: one instruction, which jumps to itself. */
extern const char machine_loop_pc[], machine_illegal_pc[], machine_break_pc[];
void machine_loop(void);
void machine_illegal(void);
void machine_break(void);
extern const char machine_vectors[], machine_direct[];

void machine_enter(uint64_t vector);

/*
 * A handler for each vector: says which, and goes on as the library's. What
 * lies in the table is 4 bytes long.
 */
#define VECTOR(n)                                                              \
    "machine_vector_" #n ":\n"                                                 \
    "    addi sp, sp, -144\n"                                                  \
    "    sd a0, 80(sp)\n"                                                      \
    "    li a0, " #n "\n"                                                      \
    "    j machine_save\n"
#define SAVE(op)                                                               \
    "    .irp n, 1, 5, 6, 7, 11, 12, 13, 14, 15, 16, 17\n"                     \
    "    " op " x\\n, 8*\\n(sp)\n"                                             \
    "    .endr\n"

__asm__("    .balign 256\n"
        "machine_vectors:\n"
        "    .option push\n"
        "    .option norvc\n"
        "    .option norelax\n"
        "    j machine_vector_0\n"
        "    j machine_vector_1\n"
        "    j machine_vector_2\n"
        "    j machine_vector_3\n"
        "    .rept 3\n"
        "    j machine_vector_1\n"
        "    .endr\n"
        "    j machine_vector_7\n"
        "    .option pop\n" VECTOR(0) VECTOR(1) VECTOR(2) VECTOR(3) VECTOR(
            7) "    .balign 4\n"
               "machine_direct:\n"
               "    addi sp, sp, -144\n"
               "    sd a0, 80(sp)\n"
               "    li a0, 99\n"
               "machine_save:\n" SAVE("sd") "    call machine_enter\n" SAVE(
                   "ld") "    ld a0, 80(sp)\n"
                         "    addi sp, sp, 144\n"
                         "    mret\n"

                         "    .balign 4\n"
                         "    .option push\n"
                         "    .option norvc\n"
                         "machine_loop:\n"
                         "machine_loop_pc:\n"
                         "1:  j 1b\n"
                         "    ret\n"
                         "machine_illegal:\n"
                         "machine_illegal_pc:\n"
                         "    csrr t0, 0x5ff\n"
                         "    ret\n"
                         "machine_break:\n"
                         "machine_break_pc:\n"
                         "    ebreak\n"
                         "    ret\n"
                         "    .option pop\n");

/* Makes quiet what came, and goes on behind the instruction. */
void machine_enter(uint64_t vector)
{
    volatile struct bh_state *state = bh_state_page();
    struct entry *entry = &entries[count++ % 8];

    entry->vector = vector;
    __asm__ volatile("csrr %0, mstatus" : "=r"(entry->mstatus));
    entry->mcause = state->mcause;
    entry->mepc = state->mepc;
    entry->mtval = state->mtval;
    if (entry->mcause == (BH_CAUSE_INTERRUPT | BH_IRQ_SOFTWARE))
        MSIP = 0;
    else if (entry->mcause == (BH_CAUSE_INTERRUPT | BH_IRQ_TIMER))
        MTIMECMP = NEVER;
    else
        state->mepc += 4;
    if (state->mepc == (uint64_t)(uintptr_t)machine_loop_pc)
        state->mepc += 4;
}

static void begin(const char *vector, uint64_t mode, uint64_t mie)
{
    volatile struct bh_state *state = bh_state_page();

    __asm__ volatile("csrci mstatus, 8" : : : "memory");
    bh_partition_yield();
    MTIMECMP = NEVER;
    MSIP = 0;
    state->mtvec = (uint64_t)(uintptr_t)vector | mode;
    state->mie = mie;
    state->mtval = NEVER;
    count = 0;
    memset(entries, 0, sizeof(entries));
}

static void enable(void)
{
    __asm__ volatile("csrsi mstatus, 8" : : : "memory");
}

static uint64_t mstatus(void)
{
    uint64_t value;

    __asm__ volatile("csrr %0, mstatus" : "=r"(value));
    return value & (MIE | MPIE | MPP);
}

static void expect_entry(const struct entry *entry, uint64_t cause,
                         const char *pc, uint64_t value, bool was_enabled)
{
    const uint64_t wanted = MPP | (was_enabled ? MPIE : 0);

    if (entry->mcause != cause || entry->mtval != value ||
        (pc != NULL && entry->mepc != (uint64_t)(uintptr_t)pc) ||
        (entry->mstatus & (MIE | MPIE | MPP)) != wanted)
        bh_printf("FAIL cause 0x%lx, pc 0x%lx, value 0x%lx, mstatus 0x%lx\n",
                  entry->mcause, entry->mepc, entry->mtval, entry->mstatus);
}

/* An interrupt in the middle of nothing: the loop of one instruction. */
static void test_interrupt(void)
{
    begin(machine_direct, 0, MTIE);
    enable();
    MTIMECMP = bh_time_now() + 100;
    machine_loop();
    check_equal(count, 1, "one interrupt");
    expect_entry(&entries[0], BH_CAUSE_INTERRUPT | BH_IRQ_TIMER,
                 machine_loop_pc, 0, true);
    /* 3.1.6.1: MIE from MPIE, MPIE 1, MPP the least mode there is, U. */
    check_equal(mstatus(), MIE | MPIE, "mstatus after mret");
    check_equal(entries[0].vector, 99, "direct");
}

static void test_exceptions(bool enabled, const char *what)
{
    const uint64_t after = MPIE | (enabled ? MIE : 0);

    begin(machine_vectors, 1, 0);
    if (enabled)
        enable();
    machine_illegal();
    expect_entry(&entries[0], 2, machine_illegal_pc, 0x5ff022f3, enabled);
    check_equal(mstatus(), after, what);
    machine_break();
    /* 3.1.16 allows its address too; QEMU 7.2 gives 0. */
    expect_entry(&entries[1], 3, machine_break_pc, 0, enabled);
    check_equal(mstatus(), after, what);
    check_equal(count, 2, "exceptions");
    check_equal(entries[0].vector | entries[1].vector, 0, "by vector 0");
}

static void test_vectored(void)
{
    begin(machine_vectors, 1, MTIE | MSIE);
    MTIMECMP = 0;
    MSIP = 1;
    check_equal(bh_state_page()->mie & 0xfff, MTIE | MSIE, "both enabled");
    enable();
    check_equal(count, 2, "both taken");
    /* 3.1.9: software before timer. */
    expect_entry(&entries[0], BH_CAUSE_INTERRUPT | BH_IRQ_SOFTWARE, NULL, 0,
                 true);
    expect_entry(&entries[1], BH_CAUSE_INTERRUPT | BH_IRQ_TIMER, NULL, 0, true);
    check_equal(entries[0].vector, 3, "software by vector 3");
    check_equal(entries[1].vector, 7, "timer by vector 7");
    check_equal(entries[1].mepc, entries[0].mepc, "one behind the other");
}

static void test_software(void)
{
    uint64_t mip;

    begin(machine_direct, 0, MSIE);
    MSIP = 0xffffffff;
    check_equal(count, 0, "masked software interrupt");
    check_equal(MSIP, 1, "msip has one bit");
    __asm__ volatile("csrr %0, mip" : "=r"(mip));
    check_equal(mip, MSIE, "pending in mip");
    MSIP = 0;
    __asm__ volatile("csrr %0, mip" : "=r"(mip));
    check_equal(mip, 0, "gone from mip");
    enable();
    check_equal(count, 0, "none is left");
    MSIP = 1;
    check_equal(count, 1, "comes with the store");
    expect_entry(&entries[0], BH_CAUSE_INTERRUPT | BH_IRQ_SOFTWARE, NULL, 0,
                 true);
    MSIP = 2;
    check_equal(count, 1, "but for bit 0 only");
}

int main(void)
{
    test_interrupt();
    test_exceptions(false, "mstatus after an exception, off");
    test_exceptions(true, "mstatus after an exception, on");
    test_vectored();
    test_software();
    return 0;
}
