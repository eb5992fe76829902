/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls the kernel rightly and wrongly and looks at each answer: "caller" as a
 * native partition, "machine" as a machine guest, whose `ecall` with a foreign
 * extension must be its own exception.
 */
#include "check.h"

#define SBI_TIME 0x54494d45 /* extensions of the SBI that Bulkhead lacks */
#define SBI_RESET 0x53525354
#define ALL (~UINT64_C(0))

static bool failed;

static void expect(struct bh_ret ret, long error, long value, const char *what,
                   uint64_t which)
{
    if (ret.error == error && ret.value == value)
        return;
    bh_printf("FAIL %s 0x%lx: %ld, %ld instead of %ld, %ld\n", what, which,
              ret.error, ret.value, error, value);
    failed = true;
}

static void ok(const char *what)
{
    if (!failed)
        check(true, what);
    failed = false;
}

static void test_versions(void)
{
    expect(bh_sbi_get_spec_version(), BH_OK, 2 << 24, "SBI version", 0);
    expect(bh_sbi_get_impl_id(), BH_OK, 0x4248, "implementation", 0);
    expect(bh_sbi_get_impl_version(), BH_OK, 1 << 16 | 2, "interface version",
           0);
    for (uint64_t f = BH_BASE_GET_MVENDORID; f <= BH_BASE_GET_MIMPID; f++)
        if (bh_call(BH_EXT_BASE, f, 0, 0, 0).error != BH_OK)
            expect((struct bh_ret){BH_E_FAILED, 0}, BH_OK, 0, "identity", f);
    ok("versions");
}

static const uint64_t foreign[] = {
    0,         1,
    8,         BH_EXT_BASE - 1,
    SBI_TIME,  BH_EXT_BASE + 1,
    SBI_RESET, BH_EXT_FIRST - 1,
    INT64_MAX, BH_EXT_FIRST + BH_EXT_FUNCTIONS,
    ALL,       BH_EXT_FIRST + (UINT64_C(1) << 32),
};
#define FOREIGN (sizeof(foreign) / sizeof(foreign[0]))

static void test_probe(void)
{
    expect(bh_sbi_probe_extension(BH_EXT_BASE), BH_OK, 1, "probe", BH_EXT_BASE);
    for (uint64_t i = 0; i < BH_EXT_FUNCTIONS; i++)
        expect(bh_sbi_probe_extension(BH_EXT_FIRST + i), BH_OK,
               i < BH_EXT_COUNT, "probe", BH_EXT_FIRST + i);
    for (size_t i = 0; i < FOREIGN; i++)
        expect(bh_sbi_probe_extension(foreign[i]), BH_OK, 0, "probe",
               foreign[i]);
    ok("probe");
}

/* How many functions each extension has; the others none. */
static const uint64_t functions[BH_EXT_FUNCTIONS] = {10, 2, 5, 4, 6, 4,
                                                     2,  2, 2, 2, 2};

static void expect_no_function(uint64_t extension, uint64_t function)
{
    expect(bh_call(extension, function, 1, 2, 3), BH_E_NOT_SUPPORTED, 0,
           "function", extension << 32 | (function & UINT32_MAX));
}

static void test_unknown_functions(void)
{
    for (uint64_t i = 0; i < BH_EXT_FUNCTIONS; i++) {
        for (uint64_t f = functions[i]; f < 70; f++)
            expect_no_function(BH_EXT_FIRST + i, f);
        for (unsigned bit = 4; bit < 64; bit++)
            expect_no_function(BH_EXT_FIRST + i, UINT64_C(1) << bit);
        expect_no_function(BH_EXT_FIRST + i, ALL);
    }
    for (uint64_t f = BH_BASE_GET_MIMPID + 1; f < 70; f++)
        expect_no_function(BH_EXT_BASE, f);
    expect_no_function(BH_EXT_BASE, UINT64_C(1) << 32);
    expect_no_function(BH_EXT_BASE, ALL);
    ok("unknown functions");
}

static void test_unknown_extensions(void)
{
    for (size_t i = 0; i < FOREIGN; i++)
        expect(bh_call(foreign[i], 0, 1, 2, 3), BH_E_NOT_SUPPORTED, 0,
               "extension", foreign[i]);
    ok("unknown extensions");
}

static void test_states(void)
{
    const uint64_t self = bh_info_page()->partition;

    expect(bh_partition_get_state(self), BH_OK, BH_STATE_NORMAL, "own state",
           self);
    expect(bh_partition_get_state(1 - self), BH_E_DENIED, 0, "state of another",
           1 - self);
    expect(bh_partition_get_state(2), BH_E_INVALID_PARAM, 0, "state of none",
           2);
    expect(bh_partition_get_state(UINT64_C(1) << 32 | self), BH_E_INVALID_PARAM,
           0, "state of none", 1);
    expect(bh_partition_get_state(ALL), BH_E_INVALID_PARAM, 0, "state of none",
           ALL);
    ok("states");
}

static void test_console_read(void)
{
    char text[8] = "before";

    expect(bh_console_read(text, sizeof(text)), BH_E_DENIED, 0, "read", 8);
    expect(bh_console_read(text, 0), BH_E_DENIED, 0, "read", 0);
    expect(bh_console_read(NULL, 8), BH_E_DENIED, 0, "read to nowhere", 8);
    failed = failed || strcmp(text, "before") != 0;
    ok("console input is another's");
}

/*
 * A handler that leaves all 31 registers in abi_after[]: x31 comes last, for
 * what it was stands in mscratch then. abi_ecall() loads them from
 * abi_before[] and calls; the handler goes on behind it.
 */
extern uint64_t abi_before[32], abi_after[32];
extern const char abi_ecall_pc[];
void abi_ecall(void);
void abi_handler(void);
uint64_t abi_before[32], abi_after[32];

#define EACH(op)                                                               \
    "    .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"          \
    "    " op " x\\n, 8*\\n(x31)\n"                                            \
    "    .endr\n"                                                              \
    "    .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29\n"     \
    "    " op " x\\n, 8*\\n(x31)\n"                                            \
    "    .endr\n"                                                              \
    "    " op " x30, 240(x31)\n"

__asm__(
    "    .balign 4\n" /* with relaxation: what lies above may shrink */
    "    .option push\n"
    "    .option norelax\n"
    "abi_handler:\n"
    "    sd x31, -1992(x0)\n"
    "    la x31, abi_after\n" EACH(
        "sd") "    ld x30, -1992(x0)\n"
              "    sd x30, 248(x31)\n"
              "    la x31, abi_saved\n" EACH(
                  "ld") "    ld x31, 248(x31)\n"
                        "    ret\n"
                        "abi_ecall:\n"
                        "    sd x31, -1992(x0)\n"
                        "    la x31, abi_saved\n" EACH(
                            "sd") "    sd x30, 240(x31)\n"
                                  "    ld x30, -1992(x0)\n"
                                  "    sd x30, 248(x31)\n"
                                  "    la x31, abi_before\n" EACH(
                                      "ld") "    ld x31, 248(x31)\n"
                                            "abi_ecall_pc:\n"
                                            "    ecall\n"
                                            "    unimp\n"
                                            "    .option pop\n"
                                            "    .local abi_saved\n"
                                            "    .comm abi_saved, 256, 8\n");

static void expect_reflected(uint64_t extension)
{
    volatile struct bh_state *state = bh_state_page();

    for (uint64_t n = 1; n < 32; n++) {
        abi_before[n] = n * UINT64_C(0x0101010101010101) ^ extension;
        abi_after[n] = 0;
    }
    abi_before[17] = extension;
    state->mcause = ALL;
    state->mtval = ALL;
    state->mtvec = (uint64_t)(uintptr_t)abi_handler;
    abi_ecall();
    expect((struct bh_ret){(long)state->mcause, (long)state->mtval}, 11, 0,
           "cause of", extension);
    expect((struct bh_ret){(long)state->mepc, 0}, (long)(uintptr_t)abi_ecall_pc,
           0, "address of", extension);
    for (uint64_t n = 1; n < 32; n++)
        expect((struct bh_ret){(long)abi_after[n], 0}, (long)abi_before[n], 0,
               "register", n);
}

static void test_reflection(void)
{
    for (size_t i = 0; i < FOREIGN; i++)
        expect_reflected(foreign[i]);
    ok("foreign calls are exceptions");
}

int main(void)
{
    test_versions();
    test_probe();
    test_unknown_functions();
    if (strcmp(bh_info_page()->name, "machine") == 0)
        test_reflection();
    else
        test_unknown_extensions();
    test_states();
    test_console_read();
    return 0;
}
