/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dispatch of hypercalls: what each number means, and what all the others
 * do not; identity and probing as the SBI has them; the calls that no other
 * test speaks of.
 */
#include "test/unit/fixture/fixture.h"

#include "kernel/core/console.h"

/* Numbers of functions that no extension has. */
static const uint64_t odd_functions[] = {
    15,         17,         16,         63,         64,         255,
    1ull << 31, 1ull << 32, 1ull << 33, 1ull << 63, UINT64_MAX, 1ull << 32 | 1,
};
#define ODD_FUNCTIONS (sizeof(odd_functions) / sizeof(*odd_functions))

/* Numbers that are no extension, by far or nearly. */
static const uint64_t odd_extensions[] = {
    0,
    1,
    BH_EXT_BASE - 1,
    BH_EXT_BASE + 1,
    0x48534d,   /* SBI hart state management */
    0x54494d45, /* SBI timer */
    BH_EXT_FIRST - 1,
    BH_EXT_FIRST + BH_EXT_FUNCTIONS,
    BH_EXT_FIRST | 1ull << 32,
    BH_EXT_FIRST | 1ull << 63,
    BH_EXT_BASE | 1ull << 32,
    -(uint64_t)BH_EXT_FIRST,
    UINT64_MAX,
};
#define ODD_EXTENSIONS (sizeof(odd_extensions) / sizeof(*odd_extensions))

/* What each of Bulkhead's extensions has. */
static const uint64_t functions[BH_EXT_COUNT] = {
    [BH_EXT_PARTITION - BH_EXT_FIRST] = BH_PARTITION_SET_MODE + 1,
    [BH_EXT_CONSOLE - BH_EXT_FIRST] = BH_CONSOLE_READ + 1,
    [BH_EXT_TIME - BH_EXT_FIRST] = BH_TIME_KICK_WATCHDOG + 1,
    [BH_EXT_SAMPLING - BH_EXT_FIRST] = BH_SAMPLING_READ_NEW + 1,
    [BH_EXT_QUEUING - BH_EXT_FIRST] = BH_QUEUING_CLEAR + 1,
    [BH_EXT_PLAN - BH_EXT_FIRST] = BH_PLAN_GET_STATUS + 1,
    [BH_EXT_INTERRUPT - BH_EXT_FIRST] = BH_INTERRUPT_DONE + 1,
    [BH_EXT_TRACE - BH_EXT_FIRST] = BH_TRACE_READ + 1,
    [BH_EXT_HEALTH - BH_EXT_FIRST] = BH_HEALTH_READ_LOG + 1,
    [BH_EXT_PORT - BH_EXT_FIRST] = BH_PORT_RING + 1,
    [BH_EXT_SYSTEM - BH_EXT_FIRST] = BH_SYSTEM_HALT + 1,
};

static struct result call(uint64_t extension, uint64_t function, uint64_t a0)
{
    return fixture_call(fixture_vcpu(0), extension, function, a0, FIXTURE_RAM,
                        1);
}

/* Fails unless the call is not supported, and does nothing. */
static void assert_unknown(uint64_t extension, uint64_t function)
{
    assert_error(BH_E_NOT_SUPPORTED, call(extension, function, 0));
    fixture_check_snapshot(NULL, 0);
}

static void functions_that_are_none_do_nothing(void **state)
{
    (void)state;
    fixture_take_snapshot();
    for (uint64_t i = 0; i < BH_EXT_COUNT; i++) {
        for (uint64_t n = functions[i]; n < 100; n++)
            assert_unknown(BH_EXT_FIRST + i, n);
        for (size_t n = 0; n < ODD_FUNCTIONS; n++)
            assert_unknown(BH_EXT_FIRST + i, odd_functions[n]);
    }
    for (size_t n = 0; n < ODD_FUNCTIONS; n++)
        assert_unknown(BH_EXT_BASE, odd_functions[n]);
}

static void extensions_that_are_none_do_nothing(void **state)
{
    (void)state;
    fixture_take_snapshot();
    for (size_t i = 0; i < ODD_EXTENSIONS; i++) {
        for (uint64_t n = 0; n < 16; n++)
            assert_unknown(odd_extensions[i], n);
        for (size_t n = 0; n < ODD_FUNCTIONS; n++)
            assert_unknown(odd_extensions[i], odd_functions[n]);
    }
}

static void numbers_kept_for_later_do_nothing(void **state)
{
    (void)state;
    fixture_vcpu(0)->arch->own_ecalls = true;
    fixture_take_snapshot();
    for (uint64_t i = BH_EXT_COUNT; i < BH_EXT_FUNCTIONS; i++) {
        for (uint64_t n = 0; n < 16; n++)
            assert_unknown(BH_EXT_FIRST + i, n);
        for (size_t n = 0; n < ODD_FUNCTIONS; n++)
            assert_unknown(BH_EXT_FIRST + i, odd_functions[n]);
    }
}

/* A guest with a handler of its own gets what is not Bulkhead's, untouched. */
static void an_ecall_that_is_not_ours_is_the_guests(void **state)
{
    struct arch_vcpu *arch = fixture_vcpu(0)->arch;
    struct result result;
    uint32_t expected = 0;

    (void)state;
    arch->own_ecalls = true;
    for (size_t i = 0; i < ODD_EXTENSIONS; i++)
        for (uint64_t n = 0; n < 10; n++) {
            result = call(odd_extensions[i], n, 0x1234567890abcdef);
            assert_int_equal(result.error, 0x1234567890abcdef);
            assert_int_equal(result.value, FIXTURE_RAM);
            assert_int_equal(arch->ecalls, ++expected);
        }
    assert_error(BH_E_NOT_SUPPORTED, call(BH_EXT_BASE, 7, 0));
    assert_error(BH_E_NOT_SUPPORTED,
                 call(BH_EXT_TIME, BH_EXT_FUNCTIONS - 1, 0));
    assert_error(BH_E_NOT_SUPPORTED, call(BH_EXT_TIME, 1ull << 40, 0));
    assert_value(BH_SBI_IMPLEMENTATION_ID,
                 call(BH_EXT_BASE, BH_BASE_GET_IMPL_ID, 0));
    assert_int_equal(arch->ecalls, expected);
}

static void identity_is_the_sbis(void **state)
{
    (void)state;
    fixture_take_snapshot();
    assert_value(0x02000000, call(BH_EXT_BASE, BH_BASE_GET_SPEC_VERSION, 0));
    assert_value(0x4248, call(BH_EXT_BASE, BH_BASE_GET_IMPL_ID, 0));
    assert_value(BH_ABI_VERSION,
                 call(BH_EXT_BASE, BH_BASE_GET_IMPL_VERSION, 0));
    assert_value((long)arch_identity(ARCH_VENDOR),
                 call(BH_EXT_BASE, BH_BASE_GET_MVENDORID, 0));
    assert_value((long)arch_identity(ARCH_ARCHITECTURE),
                 call(BH_EXT_BASE, BH_BASE_GET_MARCHID, 0));
    assert_value((long)arch_identity(ARCH_IMPLEMENTATION),
                 call(BH_EXT_BASE, BH_BASE_GET_MIMPID, 0));
    fixture_check_snapshot(NULL, 0);
}

static void probing_finds_what_is_there(void **state)
{
    const uint64_t probe = BH_BASE_PROBE_EXTENSION;

    (void)state;
    fixture_take_snapshot();
    assert_value(1, call(BH_EXT_BASE, probe, BH_EXT_BASE));
    for (uint64_t i = 0; i < BH_EXT_COUNT; i++)
        assert_value(1, call(BH_EXT_BASE, probe, BH_EXT_FIRST + i));
    for (uint64_t i = BH_EXT_COUNT; i < 100; i++)
        assert_value(0, call(BH_EXT_BASE, probe, BH_EXT_FIRST + i));
    for (size_t i = 0; i < ODD_EXTENSIONS; i++)
        assert_value(0, call(BH_EXT_BASE, probe, odd_extensions[i]));
    fixture_check_snapshot(NULL, 0);
}

static void the_null_call_does_nothing(void **state)
{
    (void)state;
    fixture_take_snapshot();
    assert_value(0, call(BH_EXT_PARTITION, BH_PARTITION_NULL, UINT64_MAX));
    fixture_check_snapshot(NULL, 0);
    assert_false(fixture_vcpu(0)->arch->leave);
}

static void one_may_ask_for_ones_own_state_only(void **state)
{
    const uint64_t get = BH_PARTITION_GET_STATE;

    (void)state;
    fixture_take_snapshot();
    for (uint32_t id = 0; id < 3; id++)
        for (uint32_t of = 0; of < 3; of++)
            if (of == id)
                assert_value(BH_STATE_NORMAL,
                             fixture_call(fixture_vcpu(id), BH_EXT_PARTITION,
                                          get, of, 0, 0));
            else
                assert_error(BH_E_DENIED,
                             fixture_call(fixture_vcpu(id), BH_EXT_PARTITION,
                                          get, of, 0, 0));
    assert_error(BH_E_INVALID_PARAM, call(BH_EXT_PARTITION, get, 3));
    assert_error(BH_E_INVALID_PARAM, call(BH_EXT_PARTITION, get, 1ull << 32));
    assert_error(BH_E_INVALID_PARAM, call(BH_EXT_PARTITION, get, UINT64_MAX));
    fixture_check_snapshot(NULL, 0);
}

static void the_time_is_the_time_register(void **state)
{
    static const uint64_t times[] = {0, 1, 1ull << 32, 1ull << 62};

    (void)state;
    for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
        host.time = times[i];
        assert_value((long)times[i], call(BH_EXT_TIME, BH_TIME_GET, 0));
    }
}

static struct result console(uint32_t id, uint64_t function, uint64_t address,
                             uint64_t size)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_CONSOLE, function, address,
                        size, 0);
}

/* As much as fits and as one call may take, never nothing; and no more. */
static void the_console_takes_what_is_written(void **state)
{
    static const char text[] = "a line with some sixty characters, or a few "
                               "more, for one call\n";
    uint64_t at = 0;

    (void)state;
    memcpy(fixture_memory(1, FIXTURE_RAM), text, sizeof(text));
    while (at < sizeof(text) - 1) {
        struct result result = console(1, BH_CONSOLE_WRITE, FIXTURE_RAM + at,
                                       sizeof(text) - 1 - at);

        assert_int_equal(result.error, BH_OK);
        assert_in_range(result.value, 1, sizeof(text) - 1 - at);
        at += (uint64_t)result.value;
    }
    console_flush();
    assert_string_equal(fixture_printed(),
                        "[p1] a line with some sixty characters, or a few "
                        "more, for one call\r\n");
}

/* A call must be over before anybody's slot starts. */
static void a_console_call_is_short(void **state)
{
    char typed[500];

    (void)state;
    fixture_build(3);
    fixture.config->console_input = 0;
    fixture_boot();
    memset(typed, 't', sizeof(typed));
    host_type(typed, sizeof(typed));
    assert_in_range(console(0, BH_CONSOLE_READ, FIXTURE_RAM, 500).value, 1, 64);
    assert_in_range(console(0, BH_CONSOLE_WRITE, FIXTURE_RAM, 500).value, 1,
                    64);
}

static void a_wrong_console_call_changes_nothing(void **state)
{
    const uint64_t bad[][2] = {
        {0, 1},
        {FIXTURE_RAM - 1, 2},
        {FIXTURE_RAM + FIXTURE_RAM_SIZE - 1, 2},
        {FIXTURE_RAM, UINT64_MAX},
        {UINT64_MAX, 2},
    };

    (void)state;
    fixture_build(3);
    fixture.config->console_input = 0;
    fixture_boot();
    host_type("abc", 3);
    fixture_take_snapshot();
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_error(BH_E_INVALID_ADDRESS,
                     console(0, BH_CONSOLE_WRITE, bad[i][0], bad[i][1]));
        assert_error(BH_E_INVALID_ADDRESS,
                     console(0, BH_CONSOLE_READ, bad[i][0], bad[i][1]));
    }
    assert_error(BH_E_INVALID_ADDRESS,
                 console(0, BH_CONSOLE_READ, FIXTURE_ROM, 4));
    assert_error(BH_E_DENIED, console(1, BH_CONSOLE_READ, FIXTURE_RAM, 4));
    assert_error(BH_E_DENIED, console(1, BH_CONSOLE_READ, 0, 0));
    assert_value(0, console(0, BH_CONSOLE_WRITE, 0, 0)); /* nothing: anywhere */
    assert_value(0, console(0, BH_CONSOLE_READ, 0, 0));
    assert_int_equal(host.typed_left, 3);
    fixture_check_nothing_changed();
}

static void the_console_gives_what_was_typed(void **state)
{
    static const char typed[] = "some\0thing that was typed";
    char *memory;
    long at = 0;

    (void)state;
    fixture_build(3);
    fixture.config->console_input = 2;
    fixture_boot();
    memory = (char *)fixture_memory(2, FIXTURE_RAM);
    assert_value(0, console(2, BH_CONSOLE_READ, FIXTURE_RAM, 100));
    host_type(typed, sizeof(typed));
    memset(memory, '#', 100);
    assert_value(3, console(2, BH_CONSOLE_READ, FIXTURE_RAM, 3));
    assert_memory_equal(memory, "som###", 6);
    for (at = 3; at < (long)sizeof(typed);) {
        struct result result =
            console(2, BH_CONSOLE_READ, FIXTURE_RAM + (uint64_t)at, 100);

        assert_int_equal(result.error, BH_OK);
        assert_in_range(result.value, 1, (long)sizeof(typed) - at);
        at += result.value;
        assert_memory_equal(memory, typed, (size_t)at);
        assert_int_equal(memory[at], '#');
    }
    assert_value(0, console(2, BH_CONSOLE_READ, FIXTURE_RAM, 100));
}

/* Calls after which the plan must look who runs, and calls that need not. */
static void the_way_out_is_taken_when_it_must_be(void **state)
{
    struct vcpu *self = fixture_vcpu(0);
    const uint64_t leaving[][2] = {
        {BH_EXT_PARTITION, BH_PARTITION_YIELD},
        {BH_EXT_INTERRUPT, BH_INTERRUPT_POLL},
        {BH_EXT_INTERRUPT, BH_INTERRUPT_WAIT},
        {BH_EXT_PARTITION, BH_PARTITION_HALT},
    };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        self->arch->leave = false;
        assert_value(0, call(leaving[i][0], leaving[i][1], 0));
        assert_true(self->arch->leave);
    }
}

#define BOOTED(test) cmocka_unit_test_setup(test, fixture_setup_booted)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOTED(functions_that_are_none_do_nothing),
        BOOTED(extensions_that_are_none_do_nothing),
        BOOTED(numbers_kept_for_later_do_nothing),
        BOOTED(an_ecall_that_is_not_ours_is_the_guests),
        BOOTED(identity_is_the_sbis),
        BOOTED(probing_finds_what_is_there),
        BOOTED(the_null_call_does_nothing),
        BOOTED(one_may_ask_for_ones_own_state_only),
        BOOTED(the_time_is_the_time_register),
        BOOTED(the_console_takes_what_is_written),
        BOOTED(a_console_call_is_short),
        BOOTED(a_wrong_console_call_changes_nothing),
        BOOTED(the_console_gives_what_was_typed),
        BOOTED(the_way_out_is_taken_when_it_must_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
