/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sampling ports: the latest message for every reader, its validity to the
 * tick, and calls that are wrong in every way and change nothing.
 */
#include "test/unit/fixture/fixture.h"

#define MESSAGE_SIZE 32 /* of channel 0 */
#define VALID (1L << BH_SAMPLING_VALID_BIT)
#define HERE FIXTURE_RAM

static struct result write_message(uint32_t id, uint64_t port, uint64_t address,
                                   uint64_t size)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_SAMPLING, BH_SAMPLING_WRITE,
                        port, address, size);
}

static struct result read_message(uint32_t id, uint64_t port, uint64_t address,
                                  uint64_t size)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_SAMPLING, BH_SAMPLING_READ,
                        port, address, size);
}

static struct result read_how(uint32_t id, uint64_t function)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_SAMPLING, function, 0, HERE,
                        MESSAGE_SIZE);
}

/* Has p0 write `size` bytes that begin with `first` and count up. */
static void write_counting(uint8_t first, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++)
        fixture_memory(0, HERE)[i] = (uint8_t)(first + i);
    assert_value(0, write_message(0, 0, HERE, size));
}

/* Has `id` read such a message, and nothing behind it. */
static void read_counting(uint32_t id, uint8_t first, uint64_t size)
{
    uint8_t *memory = fixture_memory(id, HERE + 64);

    memset(memory, 0xee, 2 * MESSAGE_SIZE);
    assert_value((long)size | VALID,
                 read_message(id, 0, HERE + 64, MESSAGE_SIZE));
    for (uint64_t i = 0; i < size; i++)
        assert_int_equal(memory[i], (uint8_t)(first + i));
    for (uint64_t i = size; i < 2 * MESSAGE_SIZE; i++)
        assert_int_equal(memory[i], 0xee);
}

static void every_reader_gets_what_was_written(void **state)
{
    (void)state;
    for (uint64_t size = 1; size <= MESSAGE_SIZE; size++) {
        write_counting((uint8_t)(3 * size), size);
        read_counting(1, (uint8_t)(3 * size), size);
        read_counting(2, (uint8_t)(3 * size), size);
    }
}

static void the_latest_message_stays(void **state)
{
    (void)state;
    write_counting(1, MESSAGE_SIZE);
    write_counting(77, 5);
    read_counting(1, 77, 5);
    read_counting(1, 77, 5);
    read_counting(2, 77, 5);
}

/* The kernel's copy is the message, not the writer's memory. */
static void the_writers_memory_is_its_own_again(void **state)
{
    (void)state;
    write_counting(9, 8);
    memset(fixture_memory(0, HERE), 0, MESSAGE_SIZE);
    read_counting(1, 9, 8);
}

static void any_alignment_will_do(void **state)
{
    (void)state;
    for (uint64_t shift = 0; shift < 16; shift++) {
        uint8_t *from = fixture_memory(0, HERE + shift);
        const uint8_t *to = fixture_memory(1, HERE + 7 * shift);

        memset(from, (int)(shift + 1), MESSAGE_SIZE);
        assert_value(0, write_message(0, 0, HERE + shift, MESSAGE_SIZE));
        assert_value(MESSAGE_SIZE | VALID,
                     read_message(1, 0, HERE + 7 * shift, MESSAGE_SIZE));
        assert_memory_equal(to, from, MESSAGE_SIZE);
    }
}

static void a_message_is_valid_until_its_refresh_period_is_over(void **state)
{
    (void)state;
    host.time = 12345;
    write_counting(1, 4);
    assert_value(4 | VALID, read_message(1, 0, HERE, MESSAGE_SIZE));
    host.time = 12345 + FIXTURE_REFRESH;
    assert_value(4 | VALID, read_message(1, 0, HERE, MESSAGE_SIZE));
    host.time++;
    assert_value(4, read_message(1, 0, HERE, MESSAGE_SIZE));
    host.time = UINT64_MAX;
    assert_value(4, read_message(2, 0, HERE, MESSAGE_SIZE));
    host.time = 13000;
    write_counting(1, 4);
    assert_value(4 | VALID, read_message(1, 0, HERE, MESSAGE_SIZE));
}

/* Nothing is read that the caller is not content with. */
static void only_a_valid_message_is_read(void **state)
{
    (void)state;
    host.time = 12345;
    write_counting(9, 4);
    host.time += FIXTURE_REFRESH;
    assert_value(4 | VALID, read_how(1, BH_SAMPLING_READ_VALID));
    assert_int_equal(fixture_memory(1, HERE)[0], 9);
    assert_value(4 | VALID, read_how(1, BH_SAMPLING_READ_VALID));
    host.time++;
    fixture_take_snapshot();
    assert_error(BH_E_STALE, read_how(1, BH_SAMPLING_READ_VALID));
    assert_error(BH_E_STALE, read_how(2, BH_SAMPLING_READ_VALID));
    fixture_check_nothing_changed();
    assert_value(4, read_how(2, BH_SAMPLING_READ_NEW)); /* it was not read */
}

static void only_a_new_message_is_read(void **state)
{
    (void)state;
    write_counting(9, 4);
    assert_value(4 | VALID, read_how(1, BH_SAMPLING_READ_NEW));
    assert_int_equal(fixture_memory(1, HERE)[0], 9);
    fixture_take_snapshot();
    assert_error(BH_E_STALE, read_how(1, BH_SAMPLING_READ_NEW));
    fixture_check_nothing_changed();
    assert_value(4 | VALID, read_how(2, BH_SAMPLING_READ_NEW)); /* another's */
    write_counting(9, 4);
    assert_value(4 | VALID, read_how(1, BH_SAMPLING_READ));
    assert_error(BH_E_STALE, read_how(1, BH_SAMPLING_READ_NEW));
    write_counting(9, 4);
    assert_value(4 | VALID, read_how(1, BH_SAMPLING_READ_VALID));
    assert_error(BH_E_STALE, read_how(1, BH_SAMPLING_READ_NEW));
    host.time += FIXTURE_REFRESH + 1;
    write_counting(8, 3);
    host.time += FIXTURE_REFRESH + 1; /* too old, and new all the same */
    assert_value(3, read_how(1, BH_SAMPLING_READ_NEW));
}

static void before_the_first_message_it_is_empty(void **state)
{
    (void)state;
    fixture_take_snapshot();
    assert_error(BH_E_EMPTY, read_how(1, BH_SAMPLING_READ_VALID));
    assert_error(BH_E_EMPTY, read_how(1, BH_SAMPLING_READ_NEW));
    assert_error(BH_E_EMPTY, read_message(1, 0, HERE, MESSAGE_SIZE));
    assert_error(BH_E_EMPTY, read_message(2, 0, HERE, FIXTURE_RAM_SIZE));
    fixture_check_nothing_changed();
}

static void a_buffer_may_be_larger_than_the_message(void **state)
{
    const uint8_t *rest = fixture_memory(1, HERE + MESSAGE_SIZE);

    (void)state;
    write_counting(1, MESSAGE_SIZE);
    memset(fixture_memory(1, HERE), 0xee, FIXTURE_RAM_SIZE);
    assert_value(MESSAGE_SIZE | VALID,
                 read_message(1, 0, HERE, FIXTURE_RAM_SIZE));
    for (size_t i = 0; i < FIXTURE_RAM_SIZE - MESSAGE_SIZE; i++)
        assert_int_equal(rest[i], 0xee);
}

static void memory_may_lie_at_the_edges(void **state)
{
    (void)state;
    assert_value(0, write_message(0, 0, FIXTURE_ROM, 32));
    assert_value(0, write_message(0, 0, FIXTURE_RAM - 32, 32));
    assert_value(0, write_message(0, 0, FIXTURE_RAM + FIXTURE_RAM_SIZE - 1, 1));
    assert_value(0, write_message(0, 0, UINT64_MAX, 1));
    assert_value(0, write_message(0, 0, UINT64_MAX - 31, 32));
    assert_value(0, write_message(0, 0, BH_INFO_PAGE_ADDRESS, 32));
    assert_value(32 | VALID,
                 read_message(1, 0, FIXTURE_RAM + FIXTURE_RAM_SIZE - 32, 32));
    assert_value(32 | VALID, read_message(1, 0, UINT64_MAX - 31, 32));
}

/* Fails unless the call gives this error and changes nothing. */
#define assert_refused_call(error, call)                                       \
    do {                                                                       \
        assert_error(error, call);                                             \
        fixture_check_nothing_changed();                                       \
    } while (0)

static void a_wrong_write_changes_nothing(void **state)
{
    const uint64_t end = FIXTURE_RAM + FIXTURE_RAM_SIZE;

    (void)state;
    write_counting(1, MESSAGE_SIZE);
    fixture_take_snapshot();
    assert_refused_call(BH_E_INVALID_PARAM, write_message(0, 3, HERE, 4));
    assert_refused_call(BH_E_INVALID_PARAM, write_message(2, 1, HERE, 4));
    assert_refused_call(BH_E_INVALID_PARAM,
                        write_message(0, 1ull << 32, HERE, 4));
    assert_refused_call(BH_E_INVALID_PARAM,
                        write_message(0, UINT64_MAX, HERE, 4));
    assert_refused_call(BH_E_KIND, write_message(0, 1, HERE, 4));
    assert_refused_call(BH_E_KIND, write_message(0, 2, HERE, 4));
    assert_refused_call(BH_E_DIRECTION, write_message(1, 0, HERE, 4));
    assert_refused_call(BH_E_SIZE, write_message(0, 0, HERE, 0));
    assert_refused_call(BH_E_SIZE, write_message(0, 0, HERE, MESSAGE_SIZE + 1));
    assert_refused_call(BH_E_SIZE, write_message(0, 0, HERE, 1ull << 32));
    assert_refused_call(BH_E_SIZE, write_message(0, 0, HERE, UINT64_MAX));
    assert_refused_call(BH_E_INVALID_ADDRESS, write_message(0, 0, 0, 4));
    assert_refused_call(BH_E_INVALID_ADDRESS, write_message(0, 0, end, 1));
    assert_refused_call(BH_E_INVALID_ADDRESS, write_message(0, 0, end - 1, 2));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        write_message(0, 0, UINT64_MAX, 2));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        write_message(0, 0, FIXTURE_RAM - 1, 2));
}

static void a_wrong_read_changes_nothing(void **state)
{
    const uint64_t end = FIXTURE_RAM + FIXTURE_RAM_SIZE;

    (void)state;
    write_counting(1, MESSAGE_SIZE);
    fixture_take_snapshot();
    assert_refused_call(BH_E_INVALID_PARAM, read_message(1, 3, HERE, 32));
    assert_refused_call(BH_E_INVALID_PARAM,
                        read_message(1, 1ull << 32, HERE, 32));
    assert_refused_call(BH_E_INVALID_PARAM,
                        read_message(1, UINT64_MAX, HERE, 32));
    assert_refused_call(BH_E_KIND, read_message(1, 1, HERE, 32));
    assert_refused_call(BH_E_KIND, read_message(1, 2, HERE, 32));
    assert_refused_call(BH_E_DIRECTION, read_message(0, 0, HERE, 32));
    assert_refused_call(BH_E_SIZE, read_message(1, 0, HERE, 0));
    assert_refused_call(BH_E_SIZE, read_message(1, 0, HERE, 31));
    assert_refused_call(BH_E_INVALID_ADDRESS, read_message(1, 0, 0, 32));
    assert_refused_call(BH_E_INVALID_ADDRESS, read_message(1, 0, end - 31, 32));
    assert_refused_call(BH_E_INVALID_ADDRESS, read_message(1, 0, end, 32));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        read_message(1, 0, HERE, UINT64_MAX));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        read_message(1, 0, UINT64_MAX - 30, 32));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        read_message(1, 0, FIXTURE_ROM, 32));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        read_message(1, 0, BH_INFO_PAGE_ADDRESS, 32));
}

/* Neither touches more than what is its business. */
static void a_right_call_changes_its_own_only(void **state)
{
    struct fixture_range written[] = {
        fixture_module("channel"),
        {arch_memory(fixture.channels[0].buffer), 8 + MESSAGE_SIZE},
        {fixture_vcpu(0), sizeof(struct vcpu)},
    };
    struct fixture_range read[] = {
        {fixture_memory(1, HERE), 5},
        {fixture_vcpu(1), sizeof(struct vcpu)},
    };

    (void)state;
    fixture_take_snapshot();
    host.time++;
    assert_value(0, write_message(0, 0, HERE, 5));
    fixture_check_snapshot(written, 3);
    assert_value(5 | VALID, read_message(1, 0, HERE, MESSAGE_SIZE));
    fixture_check_snapshot(read, 2);
}

#define BOOTED(test) cmocka_unit_test_setup(test, fixture_setup_booted)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOTED(every_reader_gets_what_was_written),
        BOOTED(the_latest_message_stays),
        BOOTED(the_writers_memory_is_its_own_again),
        BOOTED(any_alignment_will_do),
        BOOTED(a_message_is_valid_until_its_refresh_period_is_over),
        BOOTED(only_a_valid_message_is_read),
        BOOTED(only_a_new_message_is_read),
        BOOTED(before_the_first_message_it_is_empty),
        BOOTED(a_buffer_may_be_larger_than_the_message),
        BOOTED(memory_may_lie_at_the_edges),
        BOOTED(a_wrong_write_changes_nothing),
        BOOTED(a_wrong_read_changes_nothing),
        BOOTED(a_right_call_changes_its_own_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
