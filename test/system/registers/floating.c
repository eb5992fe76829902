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
#define FADD_D 0x02007053 /* fadd.d f0, f0, f0 */

struct floats {
    uint64_t f[32];
    uint64_t fcsr;
};

static uint64_t seed = 88172645463325252;
static uint64_t traps, trap_cause, trap_value, trap_address;

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
        "    .endr\n" EACH("fld", "a0") "    ld t0, 256(a0)\n"
        "    fscsr t0\n"
        "1:  addi a2, a2, -1\n"
        "    bnez a2, 1b\n" EACH("fsd", "a1") "    frcsr t0\n"
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

/* Replaces the library's: notes an exception and goes on behind it. */
uint64_t bh_trap_handler(uint64_t cause, uint64_t epc, uint64_t tval);

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

extern struct {
    uint64_t cause, value, address, count;
} floating_trap;

/* Each a 4-byte instruction that needs floating point on. */
#define REFUSED(text)                                                          \
    do {                                                                       \
        uint64_t at_;                                                          \
                                                                               \
        floating_trap.cause = 0;                                               \
        __asm__ volatile("la %0, 1f\n .option push\n .option norvc\n"          \
                         "1: " text "\n .option pop"                           \
                         : "=&r"(at_)                                          \
                         :                                                     \
                         : "t0", "t1", "a3", "memory");                        \
        bad += floating_trap.cause != 2 || floating_trap.address != at_;       \
        refused++;                                                             \
    } while (0)
