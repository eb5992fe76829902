/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Holds a pattern in all 32 floating-point registers and fcsr while its slots
 * end and another does the same, and looks at each. "machine", a machine guest
 * whose exceptions are its own, looks at mstatus.FS too.
 */
#include "check.h"

#define ROUNDS 2000
#define FS UINT64_C(0x6000)
#define FS_CLEAN UINT64_C(0x4000)
#define SD (UINT64_C(1) << 63)

struct floats {
    uint64_t f[32];
    uint64_t fcsr;
};

static uint64_t seed = 88172645463325252;
static uint64_t wrong_traps;

/* Loads all, counts down, and stores what is there then. */
void floating_hold(const struct floats *before, struct floats *after,
                   uint64_t count);

#define EACH(op, base)                                                         \
    "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"       \
    "    " op " f\\n, 8*\\n(" base ")\n"                                       \
    "    .endr\n"                                                              \
    "    .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29\n"     \
    "    " op " f\\n, 8*\\n(" base ")\n"                                       \
    "    .endr\n"                                                              \
    "    " op " f30, 240(" base ")\n"                                          \
    "    " op " f31, 248(" base ")\n"

__asm__("floating_hold:\n"
        "    addi sp, sp, -112\n"
        "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11\n"
        "    fsd fs\\n, 8*\\n(sp)\n"
        "    .endr\n" EACH(
            "fld",
            "a0") "    ld t0, 256(a0)\n"
                  "    fscsr t0\n"
                  "1:  addi a2, a2, -1\n"
                  "    bnez a2, 1b\n" EACH(
                      "fsd",
                      "a1") "    frcsr t0\n"
                            "    sd t0, 256(a1)\n"
                            "    fscsr x0\n"
                            "    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11\n"
                            "    fld fs\\n, 8*\\n(sp)\n"
                            "    .endr\n"
                            "    addi sp, sp, 112\n"
                            "    ret\n");

/* The registers that came out of it other than they went in, by bit. */
static uint64_t hold(uint64_t count)
{
    static struct floats before, after;
    uint64_t wrong;

    for (int n = 0; n < 32; n++)
        before.f[n] = check_random(&seed);
    before.fcsr = check_random(&seed) % 256;
    floating_hold(&before, &after, count);
    wrong = (uint64_t)(before.fcsr != after.fcsr) << 32;
    for (int n = 0; n < 32; n++)
        wrong |= (uint64_t)(before.f[n] != after.f[n]) << n;
    return wrong;
}

static uint64_t mstatus(void)
{
    uint64_t value;

    __asm__ volatile("csrr %0, mstatus" : "=r"(value));
    return value;
}

static void set_fs(uint64_t fs)
{
    __asm__ volatile("csrc mstatus, %0\n csrs mstatus, %1"
                     :
                     : "r"(FS), "r"(fs)
                     : "memory");
}

/* What floating_handler found last. */
struct trap {
    uint64_t cause, value, address, count;
};
extern struct trap floating_trap;
struct trap floating_trap;

/*
 * The library's trap entry saves FP registers, and cannot be entered with FS
 * off: this one does without.
 */
void floating_handler(void);
__asm__("    .balign 4\n"
        "floating_handler:\n"
        "    la t0, floating_trap\n"
        "    ld t1, -2008(x0)\n"
        "    sd t1, 0(t0)\n"
        "    ld t1, -2000(x0)\n"
        "    sd t1, 8(t0)\n"
        "    ld t1, -2016(x0)\n"
        "    sd t1, 16(t0)\n"
        "    addi t1, t1, 4\n"
        "    sd t1, -2016(x0)\n"
        "    ld t1, 24(t0)\n"
        "    addi t1, t1, 1\n"
        "    sd t1, 24(t0)\n"
        "    mret\n");

/*
 * Expects `text`, 4 bytes long, to be an illegal instruction, and the handler
 * to learn where and which.
 */
#define EXPECT_REFUSED(text)                                                   \
    do {                                                                       \
        uint64_t at_;                                                          \
        uint32_t word_;                                                        \
                                                                               \
        floating_trap = (struct trap){0};                                      \
        __asm__ volatile(".option push\n .option norvc\n .option norelax\n"    \
                         "la %0, 1f\n lwu %1, (%0)\n 1: " text "\n"            \
                         ".option pop"                                         \
                         : "=&r"(at_), "=&r"(word_)                            \
                         :                                                     \
                         : "t0", "t1", "memory");                              \
        wrong_traps += floating_trap.count != 1 || floating_trap.cause != 2 || \
                       floating_trap.address != at_ ||                         \
                       floating_trap.value != word_;                           \
    } while (0)

static void test_off(void)
{
    uint64_t value;

    bh_state_page()->mtvec = (uint64_t)(uintptr_t)floating_handler;
    __asm__ volatile("fmv.d.x f8, %0" : : "r"(seed));
    set_fs(0);
    EXPECT_REFUSED("fadd.d f0, f0, f0");
    EXPECT_REFUSED("fld f1, 0(sp)");
    EXPECT_REFUSED("fsd f1, -8(sp)");
    EXPECT_REFUSED("fmv.x.d t0, f2");
    EXPECT_REFUSED("frcsr t0");
    EXPECT_REFUSED("fscsr x0");
    value = mstatus();
    set_fs(FS);
    check_equal(wrong_traps, 0, "FS off: illegal instructions");
    check_equal(value & (FS | SD), 0, "FS stays off");
    __asm__ volatile("fmv.x.d %0, f8" : "=r"(value));
    check_equal(value, seed, "a register outlives FS off");
    /* That an instruction is let is seen, too. */
    EXPECT_REFUSED("fadd.d f0, f0, f0");
    check_equal(wrong_traps, 1, "FS on: none");
}

static void test_dirty(void)
{
    uint64_t value;

    set_fs(FS_CLEAN);
    check_equal(mstatus() & (FS | SD), FS_CLEAN, "FS clean");
    __asm__ volatile("fmv.d.x f8, %0" : : "r"(seed));
    check_equal(mstatus() & (FS | SD), FS | SD, "FS dirty by csrr");
    set_fs(FS_CLEAN);
    __asm__ volatile("fmv.d.x f8, %1\n csrrci %0, mstatus, 8"
                     : "=r"(value)
                     : "r"(seed));
    check_equal(value & (FS | SD), FS | SD, "FS dirty by csrrci");
    set_fs(FS_CLEAN);
    __asm__ volatile("fmv.d.x f8, %0" : : "r"(seed));
    bh_partition_yield();
    check_equal(mstatus() & (FS | SD), FS | SD, "FS dirty after a switch");
    set_fs(FS_CLEAN);
    bh_partition_yield();
    check_equal(mstatus() & (FS | SD), FS_CLEAN, "FS clean after a switch");
    set_fs(FS);
}

/* That hold() sees what it should: another value of one register at the end. */
static void test_check(void)
{
    static struct floats before, after;

    before.f[31] = 1;
    floating_hold(&before, &after, 1);
    check(before.f[31] == after.f[31], "a register comes back");
    __asm__ volatile("fmv.d.x f31, %0" : : "r"(seed));
    __asm__ volatile("fsd f31, %0" : "=m"(after.f[31]));
    check(before.f[31] != after.f[31], "another value is seen");
}

int main(void)
{
    uint64_t wrong = 0;

    seed ^= bh_info_page()->partition;
    test_check();
    if (strcmp(bh_info_page()->name, "machine") == 0) {
        test_off();
        test_dirty();
    }
    for (int i = 0; i < ROUNDS; i++)
        wrong |= hold(5000 + check_random(&seed) % 5000);
    check_equal(wrong, 0, "registers and fcsr");
    check(bh_info_page()->slot_count > 1000, "over a thousand slots");
    return 0;
}
