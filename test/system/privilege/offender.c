/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Executes one instruction that no partition may, and is named for it; or, as
 * "harmless", all those that a machine guest may and that must have no effect
 * on anybody else.
 */
#include "check.h"

/* Each stands in a function of its own; its text can have no parentheses. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define INSTRUCTION(name, text)                                                \
    static void name(void)                                                     \
    {                                                                          \
        __asm__ volatile(text : : : "t0", "memory");                           \
    }
/* NOLINTEND(bugprone-macro-parentheses) */
#define READ(name, number) INSTRUCTION(name, "csrr t0, " #number)
#define WRITE(name, number) INSTRUCTION(name, "csrw " #number ", t0")
#define WORD(name, word) INSTRUCTION(name, ".4byte " #word)

/* Another mode's registers, or none's. */
READ(sstatus, 0x100)
READ(satp, 0x180)
WRITE(satp_write, 0x180)
READ(vsatp, 0x280)
READ(hgatp, 0x680)
READ(medeleg, 0x302)
READ(pmpcfg1, 0x3a1)
READ(mseccfg, 0x747)
READ(tselect, 0x7a0)
READ(dcsr, 0x7b0)
READ(nobodys, 0x5ff)
WRITE(mhartid_write, 0xf14)
WRITE(cycle_write, 0xc00)
READ(fcsr_off, 0x003)

/* Another mode's instructions, or none's. */
WORD(sret, 0x10200073)
WORD(uret, 0x00200073)
WORD(dret, 0x7b200073)
WORD(sfence_vma, 0x12000073)
WORD(hfence_vvma, 0x22000073)
WORD(hfence_gvma, 0x62000073)
WORD(hlv_w, 0x680042f3)
WORD(vsetvl, 0x80007057)
WORD(custom, 0x0000000b)
WORD(zeros, 0x00000000)
WORD(ones, 0xffffffff)
INSTRUCTION(ebreak, "ebreak")
INSTRUCTION(misaligned_atomic, "addi t0, sp, 1\n amoadd.w t0, t0, (t0)")

#define MPP UINT64_C(0x1800)   /* mstatus: mode to return to */
#define FS UINT64_C(0x6000)    /* floating point on */
#define MPRV UINT64_C(0x20000) /* loads and stores as in MPP */
#define TVM_AND_TSR UINT64_C(0x500000)

static void mret_to_u(void)
{
    __asm__ volatile("csrc mstatus, %0\n mret" : : "r"(MPP));
}

/* There is no S-mode: written where the kernel cannot see it. */
static void mret_to_s(void)
{
    bh_state_page()->mstatus = MPP / 3;
    __asm__ volatile("mret");
}

static uint64_t swap_mstatus(uint64_t value)
{
    __asm__ volatile("csrrw %0, mstatus, %0" : "+r"(value));
    return value;
}

/* Its own protection registers are there and hold nothing. */
static void try_pmp(void)
{
    uint64_t config = ~UINT64_C(0), address = ~UINT64_C(0);

    __asm__ volatile("csrw pmpcfg0, %0\n csrr %0, pmpcfg0\n"
                     "csrw pmpaddr0, %1\n csrr %1, pmpaddr0"
                     : "+r"(config), "+r"(address));
    check_equal(config | address, 0, "PMP registers");
}

/* With MPRV and MPP of U-mode, loads would be those of U-mode: they are not. */
static void try_mprv(void)
{
    static volatile uint64_t word = 17;
    const uint64_t before = swap_mstatus(FS | MPRV | TVM_AND_TSR);
    const uint64_t seen = word;

    check_equal(seen, 17, "load with MPRV");
    check_equal(swap_mstatus(before) & (MPRV | TVM_AND_TSR), 0, "MPRV");
}

static void harmless(void)
{
    uint64_t counter, later, hart;

    try_pmp();
    try_mprv();
    __asm__ volatile("csrw mip, %0" : : "r"(~UINT64_C(0)));
    check_equal(bh_state_page()->mip, 0, "mip");
    __asm__ volatile("csrr %0, mhartid" : "=r"(hart));
    check_equal(hart, 0, "mhartid");
    __asm__ volatile("csrr %0, minstret\n csrw minstret, zero\n"
                     "csrr %1, minstret"
                     : "=&r"(counter), "=r"(later));
    check(later > counter, "minstret goes on");
    __asm__ volatile("csrw mcounteren, zero\n rdcycle %0\n rdtime %1\n"
                     "rdinstret %0"
                     : "=&r"(counter), "=&r"(later));
    check(true, "counters stay open");
    __asm__ volatile("fence\n fence.i" : : : "memory");
    bh_exit();
}

static void fcsr(void)
{
    __asm__ volatile("csrc mstatus, %0" : : "r"(FS));
    fcsr_off();
}

static const struct {
    const char *name;
    void (*act)(void);
} acts[] = {
    {"sstatus", sstatus},
    {"satp", satp},
    {"satp-write", satp_write},
    {"vsatp", vsatp},
    {"hgatp", hgatp},
    {"medeleg", medeleg},
    {"pmpcfg1", pmpcfg1},
    {"mseccfg", mseccfg},
    {"tselect", tselect},
    {"dcsr", dcsr},
    {"nobodys", nobodys},
    {"mhartid-write", mhartid_write},
    {"cycle-write", cycle_write},
    {"fcsr-off", fcsr},
    {"sret", sret},
    {"uret", uret},
    {"dret", dret},
    {"sfence.vma", sfence_vma},
    {"hfence.vvma", hfence_vvma},
    {"hfence.gvma", hfence_gvma},
    {"hlv.w", hlv_w},
    {"vsetvl", vsetvl},
    {"custom", custom},
    {"zeros", zeros},
    {"ones", ones},
    {"ebreak", ebreak},
    {"misaligned-atomic", misaligned_atomic},
    {"mret-to-u", mret_to_u},
    {"mret-to-s", mret_to_s},
    {"harmless", harmless},
};

int main(void)
{
    const char *name = bh_info_page()->name;

    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, name) != 0)
            continue;
        bh_puts("now");
        acts[i].act();
        bh_puts("FAIL it was let");
        return 1;
    }
    bh_puts("FAIL no such act");
    return 1;
}
