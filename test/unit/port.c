/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What queues lose, clear and move by the dozen, and what the status of a port
 * says of it all.
 */
#include "test/unit/fixture/fixture.h"

/* Channel 1 goes from p0 to p1, port 1 of both. */
#define MESSAGE_SIZE 16
#define STRIDE (8 + MESSAGE_SIZE)
#define DEPTH 3
#define HERE FIXTURE_RAM
#define ELSEWHERE (FIXTURE_RAM + 0x1000)

static struct result queuing(uint32_t id, uint64_t function, uint64_t port,
                             uint64_t address, uint64_t size)
{
    return fixture_call(fixture_vcpu(id), BH_EXT_QUEUING, function, port,
                        address, size);
}

static struct result send(uint8_t byte)
{
    memset(fixture_memory(0, HERE), byte, MESSAGE_SIZE);
    return queuing(0, BH_QUEUING_SEND, 1, HERE, 1 + byte % MESSAGE_SIZE);
}

static void receive(uint8_t byte)
{
    assert_value(1 + byte % MESSAGE_SIZE,
                 queuing(1, BH_QUEUING_RECEIVE, 1, HERE, MESSAGE_SIZE));
    assert_int_equal(fixture_memory(1, HERE)[0], byte);
}

static struct result clear(uint32_t id, uint64_t port)
{
    return queuing(id, BH_QUEUING_CLEAR, port, 0, 0);
}

static struct bh_port_status status_of(uint32_t id, uint64_t port)
{
    struct bh_port_status status;

    assert_value(0,
                 fixture_call(fixture_vcpu(id), BH_EXT_PORT, BH_PORT_GET_STATUS,
                              port, ELSEWHERE, sizeof(status)));
    memcpy(&status, fixture_memory(id, ELSEWHERE), sizeof(status));
    return status;
}

static void assert_queue(uint32_t count, uint64_t sent, uint64_t received,
                         uint64_t lost)
{
    for (uint32_t id = 0; id < 2; id++) {
        struct bh_port_status status = status_of(id, 1);

        assert_int_equal(status.count, count);
        assert_int_equal(status.sent, sent);
        assert_int_equal(status.received, received);
        assert_int_equal(status.lost, lost);
        assert_int_equal(status.valid, 0);
        assert_int_equal(status.written_at, 0);
    }
}

static void boot_dropping(void)
{
    fixture_build(3);
    fixture.channels[1].flags = BH_CHANNEL_DROP_OLDEST;
    fixture_boot();
}

static void a_full_queue_that_refuses_loses_nothing(void **state)
{
    (void)state;
    for (uint8_t n = 0; n < DEPTH; n++)
        assert_value(0, send(n));
    assert_error(BH_E_FULL, send(9));
    assert_queue(DEPTH, DEPTH, 0, 0);
    receive(0);
    assert_queue(DEPTH - 1, DEPTH, 1, 0);
}

static void a_full_queue_may_lose_its_oldest(void **state)
{
    (void)state;
    boot_dropping();
    for (uint8_t n = 0; n < 100; n++) {
        assert_value(0, send(n));
        assert_int_equal(status_of(0, 1).lost, n < DEPTH ? 0 : n + 1 - DEPTH);
    }
    for (uint8_t n = 100 - DEPTH; n < 100; n++)
        receive(n);
    assert_queue(0, 100, DEPTH, 100 - DEPTH);
    assert_value(0, send(7));
    receive(7);
}

static void a_queue_is_cleared_by_who_receives(void **state)
{
    (void)state;
    assert_value(0, clear(1, 1));
    assert_value(0, send(1));
    assert_value(0, send(2));
    fixture_take_snapshot();
    assert_error(BH_E_DIRECTION, clear(0, 1));
    assert_error(BH_E_KIND, clear(1, 0));
    assert_error(BH_E_INVALID_PARAM, clear(1, 3));
    assert_error(BH_E_INVALID_PARAM, clear(1, UINT64_MAX));
    fixture_check_nothing_changed();
    assert_value(2, clear(1, 1));
    assert_queue(0, 2, 0, 2);
    assert_error(BH_E_EMPTY,
                 queuing(1, BH_QUEUING_RECEIVE, 1, HERE, MESSAGE_SIZE));
    for (uint8_t n = 0; n < DEPTH; n++)
        assert_value(0, send(n));
    for (uint8_t n = 0; n < DEPTH; n++)
        receive(n);
}

/* Message `n` of a batch of p0's, in a length of its own. */
static void lay(uint32_t n, uint64_t address, uint64_t length)
{
    uint8_t *at = fixture_memory(0, address + n * STRIDE);

    memcpy(at, &length, sizeof(length));
    memset(at + sizeof(length), (int)(n + 1), MESSAGE_SIZE);
}

static struct result send_many(uint64_t address, uint64_t count)
{
    return queuing(0, BH_QUEUING_SEND_MANY, 1, address, count);
}

static struct result receive_many(uint64_t address, uint64_t count)
{
    return queuing(1, BH_QUEUING_RECEIVE_MANY, 1, address, count);
}

static void several_go_in_one_call(void **state)
{
    (void)state;
    for (uint64_t shift = 0; shift < 8; shift++) {
        const uint8_t *to = fixture_memory(1, HERE + 3 * shift);

        for (uint32_t n = 0; n < DEPTH; n++)
            lay(n, HERE + shift, 1 + n + shift);
        assert_value(DEPTH, send_many(HERE + shift, DEPTH));
        memset(fixture_memory(1, HERE), 0xee, 256);
        assert_value(DEPTH, receive_many(HERE + 3 * shift, BH_BATCH_MAX));
        for (uint32_t n = 0; n < DEPTH; n++, to += STRIDE) {
            uint64_t length;

            memcpy(&length, to, sizeof(length));
            assert_int_equal(length, 1 + n + shift);
            assert_int_equal(to[8], n + 1);
            assert_int_equal(to[8 + n + shift], n + 1);
            assert_int_equal(to[8 + length], 0xee);
        }
        assert_int_equal(to[0], 0xee);
    }
    assert_queue(0, 8 * DEPTH, 8 * DEPTH, 0);
}

static void as_many_go_as_there_is_room_for(void **state)
{
    (void)state;
    assert_value(0, send(1));
    for (uint32_t n = 0; n < 5; n++)
        lay(n, HERE, 4);
    assert_value(2, send_many(HERE, 5));
    fixture_take_snapshot();
    assert_error(BH_E_FULL, send_many(HERE, 5));
    fixture_check_nothing_changed();
    assert_value(2, receive_many(HERE, 2));
    assert_value(1, receive_many(HERE, 2));
    fixture_take_snapshot();
    assert_error(BH_E_EMPTY, receive_many(HERE, 2));
    fixture_check_nothing_changed();
    lay(1, HERE, MESSAGE_SIZE + 1); /* those before it are good */
    assert_value(1, send_many(HERE, 3));
}

static void a_wrong_batch_changes_nothing(void **state)
{
    static const uint64_t lengths[] = {0, MESSAGE_SIZE + 1, UINT64_C(1) << 32,
                                       UINT64_MAX};
    const uint64_t end = FIXTURE_RAM + FIXTURE_RAM_SIZE;

    (void)state;
    lay(0, HERE, 4);
    assert_value(0, send(1));
    fixture_take_snapshot();
    assert_error(BH_E_SIZE, send_many(HERE, 0));
    assert_error(BH_E_SIZE, send_many(HERE, BH_BATCH_MAX + 1));
    assert_error(BH_E_SIZE, send_many(HERE, UINT64_MAX));
    assert_error(BH_E_SIZE, receive_many(HERE, 0));
    assert_error(BH_E_SIZE, receive_many(HERE, BH_BATCH_MAX + 1));
    assert_error(BH_E_INVALID_ADDRESS, send_many(end - STRIDE + 1, 1));
    assert_error(BH_E_INVALID_ADDRESS, send_many(end - 2 * STRIDE, 3));
    assert_error(BH_E_INVALID_ADDRESS, receive_many(end - 2 * STRIDE, 3));
    assert_error(BH_E_INVALID_ADDRESS, receive_many(FIXTURE_ROM, 1));
    assert_error(BH_E_DIRECTION, queuing(1, BH_QUEUING_SEND_MANY, 1, HERE, 1));
    assert_error(BH_E_DIRECTION,
                 queuing(0, BH_QUEUING_RECEIVE_MANY, 1, HERE, 1));
    assert_error(BH_E_KIND, queuing(0, BH_QUEUING_SEND_MANY, 0, HERE, 1));
    assert_error(BH_E_INVALID_PARAM,
                 queuing(0, BH_QUEUING_SEND_MANY, 3, HERE, 1));
    fixture_check_nothing_changed();
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        lay(0, HERE, lengths[i]);
        fixture_take_snapshot();
        assert_error(BH_E_SIZE, send_many(HERE, 1));
        fixture_check_nothing_changed();
    }
}

/* What lies in memory is bounded, however small the number of messages. */
static void a_batch_has_an_end(void **state)
{
    (void)state;
    fixture_build(3);
    fixture.channels[1].message_size = 1024;
    fixture.channels[1].stride = 1032;
    fixture.channels[1].depth = 1;
    fixture_boot();
    assert_error(BH_E_SIZE, send_many(0, BH_BATCH_SIZE_MAX / 1032 + 1));
    assert_error(BH_E_INVALID_ADDRESS, send_many(0, BH_BATCH_SIZE_MAX / 1032));
}

static void a_sampling_port_tells_how_it_stands(void **state)
{
    struct bh_port_status status = status_of(1, 0);

    (void)state;
    assert_int_equal(status.count + status.valid + status.sent, 0);
    host.time = 700;
    for (int i = 0; i < 2; i++)
        fixture_call(fixture_vcpu(0), BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0,
                     HERE, 4);
    host.time = 700 + FIXTURE_REFRESH;
    status = status_of(1, 0);
    assert_int_equal(status.count, 1);
    assert_int_equal(status.valid, 1);
    assert_int_equal(status.written_at, 700);
    assert_int_equal(status.sent, 2);
    assert_int_equal(status.received, 0);
    assert_int_equal(status.lost, 0);
    fixture_call(fixture_vcpu(1), BH_EXT_SAMPLING, BH_SAMPLING_READ, 0, HERE,
                 32);
    host.time++;
    status = status_of(1, 0);
    assert_int_equal(status.valid, 0);
    assert_int_equal(status.received, 2);
    assert_int_equal(status_of(2, 0).received, 0); /* which has not read it */
    assert_int_equal(status_of(0, 0).sent, 2);
}

static void a_partition_that_starts_anew_has_read_nothing(void **state)
{
    (void)state;
    fixture_call(fixture_vcpu(0), BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, HERE,
                 4);
    fixture_call(fixture_vcpu(1), BH_EXT_SAMPLING, BH_SAMPLING_READ, 0, HERE,
                 32);
    assert_int_equal(status_of(1, 0).received, 1);
    partition_apply(fixture_vcpu(1), BH_PLAN_ACTION_WARM_RESET, 0, 0);
    while (fixture_vcpu(1)->blocked != 0)
        partition_fill_step(fixture_vcpu(1));
    assert_int_equal(status_of(1, 0).received, 0);
    assert_int_equal(status_of(1, 0).sent, 1);
}

static void a_wrong_question_changes_nothing(void **state)
{
    struct vcpu *self = fixture_vcpu(1);
    const uint64_t size = sizeof(struct bh_port_status);

    (void)state;
    fixture_take_snapshot();
    assert_error(BH_E_INVALID_PARAM,
                 fixture_call(self, BH_EXT_PORT, 0, 3, HERE, size));
    assert_error(BH_E_INVALID_PARAM,
                 fixture_call(self, BH_EXT_PORT, 0, UINT64_MAX, HERE, size));
    assert_error(BH_E_SIZE,
                 fixture_call(self, BH_EXT_PORT, 0, 0, HERE, size - 1));
    assert_error(BH_E_INVALID_ADDRESS,
                 fixture_call(self, BH_EXT_PORT, 0, 0, FIXTURE_ROM, size));
    fixture_check_nothing_changed();
}

#define BOOTED(test) cmocka_unit_test_setup(test, fixture_setup_booted)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOTED(a_full_queue_that_refuses_loses_nothing),
        BOOTED(a_full_queue_may_lose_its_oldest),
        BOOTED(a_queue_is_cleared_by_who_receives),
        BOOTED(several_go_in_one_call),
        BOOTED(as_many_go_as_there_is_room_for),
        BOOTED(a_wrong_batch_changes_nothing),
        BOOTED(a_batch_has_an_end),
        BOOTED(a_sampling_port_tells_how_it_stands),
        BOOTED(a_partition_that_starts_anew_has_read_nothing),
        BOOTED(a_wrong_question_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
