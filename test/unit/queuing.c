/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing ports: first in, first out, against a queue that is a plain array;
 * full and empty; and calls that are wrong in every way and change nothing.
 */
#include "test/unit/fixture/fixture.h"

/* Channel 1 goes from p0 to p1, channel 2 back. */
#define MESSAGE_SIZE 16
#define DEPTH 3
#define SMALL_SIZE 5
#define HERE FIXTURE_RAM

static struct result send(uint32_t id, uint64_t port, uint64_t address,
                          uint64_t size)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_QUEUING, BH_QUEUING_SEND, port,
                        address, size);
}

static struct result receive(uint32_t id, uint64_t port, uint64_t address,
                             uint64_t size)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_QUEUING, BH_QUEUING_RECEIVE,
                        port, address, size);
}

static struct result get_count(uint32_t id, uint64_t port)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_QUEUING, BH_QUEUING_GET_COUNT,
                        port, 0, 0);
}

/* Message `number` has a length and a content of its own. */
static uint64_t length_of(uint32_t number)
{
    return 1 + number % MESSAGE_SIZE;
}

static struct result send_number(uint32_t number)
{
    for (uint64_t i = 0; i < MESSAGE_SIZE; i++)
        fixture_memory(0, HERE)[i] = (uint8_t)(number * 31 + i);
    return send(0, 1, HERE, length_of(number));
}

static void receive_number(uint32_t number)
{
    uint8_t *memory = fixture_memory(1, HERE);

    memset(memory, 0xee, 2 * MESSAGE_SIZE);
    assert_value((long)length_of(number), receive(1, 1, HERE, MESSAGE_SIZE));
    for (uint64_t i = 0; i < length_of(number); i++)
        assert_int_equal(memory[i], (uint8_t)(number * 31 + i));
    for (uint64_t i = length_of(number); i < 2 * MESSAGE_SIZE; i++)
        assert_int_equal(memory[i], 0xee);
}

static void messages_come_in_the_order_they_went(void **state)
{
    (void)state;
    for (uint32_t n = 0; n < DEPTH; n++)
        assert_value(0, send_number(n));
    for (uint32_t n = 0; n < DEPTH; n++)
        receive_number(n);
}

/* Any mixture: a queue of n messages for every n, at every turn of the ring. */
static void the_ring_turns_at_every_fill(void **state)
{
    uint32_t sent = 0, received = 0, random = 1;

    (void)state;
    while (sent < 10000) {
        random = random * 1664525 + 1013904223;
        if ((random >> 16 & 1) != 0) {
            if (sent - received < DEPTH)
                assert_value(0, send_number(sent++));
            else
                assert_error(BH_E_FULL, send_number(sent));
        } else if (received < sent) {
            receive_number(received++);
        } else {
            assert_error(BH_E_EMPTY, receive(1, 1, HERE, MESSAGE_SIZE));
        }
        assert_value(sent - received, get_count(0, 1));
        assert_value(sent - received, get_count(1, 1));
    }
}

static void a_queue_of_one_alternates(void **state)
{
    uint8_t *from = fixture_memory(1, HERE);
    const uint8_t *to = fixture_memory(0, HERE + 100);

    (void)state;
    for (uint8_t n = 0; n < 10; n++) {
        memset(from, n, SMALL_SIZE);
        assert_value(0, send(1, 2, HERE, SMALL_SIZE));
        assert_error(BH_E_FULL, send(1, 2, HERE, SMALL_SIZE));
        assert_value(SMALL_SIZE, receive(0, 2, HERE + 100, SMALL_SIZE));
        assert_error(BH_E_EMPTY, receive(0, 2, HERE + 100, SMALL_SIZE));
        assert_memory_equal(to, from, SMALL_SIZE);
    }
}

/* Both ways at once, for a channel knows nothing of another. */
static void channels_do_not_mix(void **state)
{
    (void)state;
    assert_value(0, send_number(7));
    memset(fixture_memory(1, HERE), 0x55, SMALL_SIZE);
    assert_value(0, send(1, 2, HERE, SMALL_SIZE));
    assert_value(1, get_count(0, 1));
    assert_value(1, get_count(0, 2));
    receive_number(7);
    assert_value(0, get_count(0, 1));
    assert_value(1, get_count(1, 2));
}

/* Fails unless the call gives this error and changes nothing. */
#define assert_refused_call(error, call)                                       \
    do {                                                                       \
        assert_error(error, call);                                             \
        fixture_check_nothing_changed();                                       \
    } while (0)

static void full_and_empty_change_nothing(void **state)
{
    (void)state;
    fixture_take_snapshot();
    assert_refused_call(BH_E_EMPTY, receive(1, 1, HERE, MESSAGE_SIZE));
    assert_refused_call(BH_E_EMPTY, receive(0, 2, HERE, FIXTURE_RAM_SIZE));
    for (uint32_t n = 0; n < DEPTH; n++)
        assert_value(0, send_number(n));
    fixture_take_snapshot();
    assert_refused_call(BH_E_FULL, send(0, 1, HERE, MESSAGE_SIZE));
    assert_refused_call(BH_E_FULL, send(0, 1, FIXTURE_ROM, 1));
}

static void a_wrong_send_changes_nothing(void **state)
{
    const uint64_t end = FIXTURE_RAM + FIXTURE_RAM_SIZE;

    (void)state;
    assert_value(0, send_number(1));
    fixture_take_snapshot();
    assert_refused_call(BH_E_INVALID_PARAM, send(0, 3, HERE, 4));
    assert_refused_call(BH_E_INVALID_PARAM, send(0, 1ull << 32, HERE, 4));
    assert_refused_call(BH_E_INVALID_PARAM, send(0, UINT64_MAX, HERE, 4));
    assert_refused_call(BH_E_KIND, send(0, 0, HERE, 4));
    assert_refused_call(BH_E_KIND, send(2, 0, HERE, 4));
    assert_refused_call(BH_E_DIRECTION, send(1, 1, HERE, 4));
    assert_refused_call(BH_E_DIRECTION, send(0, 2, HERE, 4));
    assert_refused_call(BH_E_SIZE, send(0, 1, HERE, 0));
    assert_refused_call(BH_E_SIZE, send(0, 1, HERE, MESSAGE_SIZE + 1));
    assert_refused_call(BH_E_SIZE, send(1, 2, HERE, SMALL_SIZE + 1));
    assert_refused_call(BH_E_SIZE, send(0, 1, HERE, 1ull << 32));
    assert_refused_call(BH_E_SIZE, send(0, 1, HERE, UINT64_MAX));
    assert_refused_call(BH_E_INVALID_ADDRESS, send(0, 1, 0, 4));
    assert_refused_call(BH_E_INVALID_ADDRESS, send(0, 1, end, 1));
    assert_refused_call(BH_E_INVALID_ADDRESS, send(0, 1, end - 3, 4));
    assert_refused_call(BH_E_INVALID_ADDRESS, send(0, 1, UINT64_MAX, 2));
}

static void a_wrong_receive_changes_nothing(void **state)
{
    const uint64_t end = FIXTURE_RAM + FIXTURE_RAM_SIZE;

    (void)state;
    assert_value(0, send_number(1));
    fixture_take_snapshot();
    assert_refused_call(BH_E_INVALID_PARAM, receive(1, 3, HERE, 16));
    assert_refused_call(BH_E_INVALID_PARAM, receive(1, UINT64_MAX, HERE, 16));
    assert_refused_call(BH_E_KIND, receive(1, 0, HERE, 16));
    assert_refused_call(BH_E_DIRECTION, receive(0, 1, HERE, 16));
    assert_refused_call(BH_E_DIRECTION, receive(1, 2, HERE, 16));
    assert_refused_call(BH_E_SIZE, receive(1, 1, HERE, 0));
    assert_refused_call(BH_E_SIZE, receive(1, 1, HERE, MESSAGE_SIZE - 1));
    assert_refused_call(BH_E_INVALID_ADDRESS, receive(1, 1, 0, 16));
    assert_refused_call(BH_E_INVALID_ADDRESS, receive(1, 1, end - 15, 16));
    assert_refused_call(BH_E_INVALID_ADDRESS, receive(1, 1, HERE, UINT64_MAX));
    assert_refused_call(BH_E_INVALID_ADDRESS, receive(1, 1, FIXTURE_ROM, 16));
    assert_refused_call(BH_E_INVALID_ADDRESS,
                        receive(1, 1, UINT64_MAX - 14, 16));
    receive_number(1);
}

static void a_wrong_question_changes_nothing(void **state)
{
    (void)state;
    assert_value(0, send_number(1));
    fixture_take_snapshot();
    assert_refused_call(BH_E_INVALID_PARAM, get_count(0, 3));
    assert_refused_call(BH_E_INVALID_PARAM, get_count(2, 1));
    assert_refused_call(BH_E_INVALID_PARAM, get_count(0, 1ull << 32));
    assert_refused_call(BH_E_INVALID_PARAM, get_count(0, UINT64_MAX));
    assert_refused_call(BH_E_KIND, get_count(0, 0));
    assert_refused_call(BH_E_KIND, get_count(2, 0));
    assert_value(1, get_count(1, 1));
    fixture_check_nothing_changed();
}

/* Neither touches more than what is its business. */
static void a_right_call_changes_its_own_only(void **state)
{
    struct fixture_range sent[] = {
        fixture_module("channel"),
        {NULL, 8 + MESSAGE_SIZE},
        {fixture_vcpu(0), sizeof(struct vcpu)},
    };
    struct fixture_range received[] = {
        fixture_module("channel"),
        {fixture_memory(1, HERE), 5},
        {fixture_vcpu(1), sizeof(struct vcpu)},
    };

    (void)state;
    fixture_take_snapshot();
    for (uint64_t n = 0; n < 2 * DEPTH; n++) {
        sent[1].start = arch_memory(fixture.channels[1].buffer +
                                    n % DEPTH * fixture.channels[1].stride);
        assert_value(0, send(0, 1, HERE, 5));
        fixture_check_snapshot(sent, 3);
        assert_value(5, receive(1, 1, HERE, MESSAGE_SIZE));
        fixture_check_snapshot(received, 3);
    }
}

#define BOOTED(test) cmocka_unit_test_setup(test, fixture_setup_booted)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOTED(messages_come_in_the_order_they_went),
        BOOTED(the_ring_turns_at_every_fill),
        BOOTED(a_queue_of_one_alternates),
        BOOTED(channels_do_not_mix),
        BOOTED(full_and_empty_change_nothing),
        BOOTED(a_wrong_send_changes_nothing),
        BOOTED(a_wrong_receive_changes_nothing),
        BOOTED(a_wrong_question_changes_nothing),
        BOOTED(a_right_call_changes_its_own_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
