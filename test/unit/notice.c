/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notices: whoever asked for it is told when a port is used, and nobody else;
 * and doorbells, which are nothing but that.
 */
#include "kernel/core/virq.h"
#include "test/unit/fixture/fixture.h"

#define HERE FIXTURE_RAM
#define LINE VIRQ_LINE(BH_LINE_PORT)

/* Has port `used`, of all ports, tell partition `partition` at port `port`. */
static void tell(uint32_t used, uint16_t partition, uint16_t port)
{
    static uint16_t next;
    struct bh_config_port *end = &fixture.ports[used];

    if (end->notice_count == 0)
        end->notice_first = next = (uint16_t)(used * 4);
    fixture.notices[next++] = (struct bh_config_notice){partition, port};
    end->notice_count++;
}

/*
 * Of channel 0, p1 and p2 want to know; of channel 1, p1, and p0 wants to know
 * when there is room; channel 2 is a doorbell of p1 to p0.
 */
static int boot(void **state)
{
    (void)state;
    fixture_build(3);
    tell(0, 1, 0);
    tell(0, 2, 0);
    tell(1, 1, 1);
    tell(4, 0, 1);
    fixture.channels[2].kind = BH_PORT_DOORBELL;
    fixture.channels[2].message_size = 0;
    fixture.ports[2].kind = fixture.ports[5].kind = BH_PORT_DOORBELL;
    tell(5, 0, 2);
    fixture_boot();
    return 0;
}

static struct result call(uint32_t id, uint64_t extension, uint64_t function,
                          uint64_t port, uint64_t size)
{
    return fixture_call(fixture_vcpu(id), extension, function, port, HERE,
                        size);
}

/* Fails unless just these bits are up, which are taken. */
static void assert_told(uint64_t p0, uint64_t p1, uint64_t p2)
{
    const uint64_t bits[] = {p0, p1, p2};

    for (uint32_t id = 0; id < 3; id++) {
        assert_int_equal((fixture_vcpu(id)->pending & LINE) != 0,
                         bits[id] != 0);
        assert_value((long)bits[id], call(id, BH_EXT_INTERRUPT,
                                          BH_INTERRUPT_TAKE, BH_LINE_PORT, 0));
        assert_int_equal(fixture_vcpu(id)->pending & LINE, 0);
    }
}

static void all_who_read_are_told(void **state)
{
    (void)state;
    fixture_vcpu(0)->arch->leave = false;
    assert_value(0, call(0, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, 4));
    assert_true(fixture_vcpu(0)->arch->leave); /* one may go on at once */
    assert_told(0, 1, 1);
    assert_int_equal(call(1, BH_EXT_SAMPLING, BH_SAMPLING_READ, 0, 32).error,
                     BH_OK);
    assert_told(0, 0, 0);
}

static void both_ends_of_a_queue_are_told(void **state)
{
    (void)state;
    assert_value(0, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, 4));
    assert_value(0, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, 4));
    assert_told(0, 2, 0);
    assert_value(4, call(1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE, 1, 16));
    assert_told(2, 0, 0);
    assert_value(1, call(1, BH_EXT_QUEUING, BH_QUEUING_CLEAR, 1, 0));
    assert_told(2, 0, 0);
    assert_value(0, call(1, BH_EXT_QUEUING, BH_QUEUING_CLEAR, 1, 0));
    assert_told(0, 0, 0); /* there was nothing in it */
}

static void several_messages_are_told_of_as_one(void **state)
{
    (void)state;
    memset(fixture_memory(0, HERE), 0, 64);
    *fixture_memory(0, HERE) = *fixture_memory(0, HERE + 24) = 5;
    assert_value(2, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND_MANY, 1, 2));
    assert_told(0, 2, 0);
    assert_value(2, call(1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY, 1, 3));
    assert_told(2, 0, 0);
}

static void what_fails_tells_nobody(void **state)
{
    (void)state;
    fixture_take_snapshot();
    assert_error(BH_E_SIZE, call(0, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, 0));
    assert_error(BH_E_SIZE, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, 17));
    assert_error(BH_E_EMPTY,
                 call(1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE, 1, 16));
    assert_error(BH_E_EMPTY,
                 call(1, BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY, 1, 3));
    fixture_check_nothing_changed();
    for (int i = 0; i < 3; i++)
        assert_value(0, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, 4));
    assert_told(0, 2, 0);
    fixture_take_snapshot();
    assert_error(BH_E_FULL, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, 4));
    fixture_check_nothing_changed();
}

static void a_doorbell_rings(void **state)
{
    struct bh_port_status status;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_value(0, call(1, BH_EXT_PORT, BH_PORT_RING, 2, 0));
    assert_told(4, 0, 0);
    assert_value(0,
                 call(0, BH_EXT_PORT, BH_PORT_GET_STATUS, 2, sizeof(status)));
    memcpy(&status, fixture_memory(0, HERE), sizeof(status));
    assert_int_equal(status.sent, 3);
    assert_int_equal(status.count + status.valid + status.received, 0);
    fixture_take_snapshot();
    assert_error(BH_E_DIRECTION, call(0, BH_EXT_PORT, BH_PORT_RING, 2, 0));
    assert_error(BH_E_KIND, call(0, BH_EXT_PORT, BH_PORT_RING, 1, 0));
    assert_error(BH_E_INVALID_PARAM, call(0, BH_EXT_PORT, BH_PORT_RING, 3, 0));
    assert_error(BH_E_KIND, call(1, BH_EXT_QUEUING, BH_QUEUING_SEND, 2, 1));
    assert_error(BH_E_KIND, call(1, BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 2, 1));
    fixture_check_nothing_changed();
}

/* Who sleeps until it is told goes on; at its start, it has not been told. */
static void a_notice_wakes(void **state)
{
    struct vcpu *p1 = fixture_vcpu(1);

    (void)state;
    p1->arch->enabled = LINE;
    partition_block(p1, BLOCKED_WAITING);
    assert_value(0, call(0, BH_EXT_QUEUING, BH_QUEUING_SEND, 1, 4));
    host.time = FIXTURE_SLOT;
    assert_ptr_equal(fixture_resume(fixture_vcpu(0)), p1);
    partition_apply(p1, BH_PLAN_ACTION_WARM_RESET, 0, 0);
    while (p1->blocked != 0)
        partition_fill_step(p1);
    assert_told(0, 0, 0);
}

static void notices_are_for_ports_that_there_are(void **state)
{
    const char *none = "notice to no port";

    (void)state;
    assert_damage_refused(3, none, tell(0, 3, 0));
    assert_damage_refused(3, none, tell(0, 1, 3));
    assert_damage_refused(3, none, tell(0, 2, 1));
    assert_damage_refused(3, none, fixture.ports[0].notice_first = 41);
    assert_damage_refused(3, none,
                          fixture.ports[0].notice_count = BH_NOTICES_MAX + 1);
    assert_damage_refused(3, none,
                          (fixture.ports[0].notice_first = 30,
                           fixture.ports[0].notice_count = 11));
    assert_damage_refused(3, "channel's messages out of range",
                          fixture.channels[2].kind = BH_PORT_DOORBELL);
    assert_damage_refused(3, "table outside the configuration",
                          fixture.config->notices.count = UINT32_MAX);
    assert_change_accepted(3, fixture.ports[0].notice_count = BH_NOTICES_MAX);
}

#define BOOTED(test) cmocka_unit_test_setup(test, boot)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOTED(all_who_read_are_told),
        BOOTED(both_ends_of_a_queue_are_told),
        BOOTED(several_messages_are_told_of_as_one),
        BOOTED(what_fails_tells_nobody),
        BOOTED(a_doorbell_rings),
        BOOTED(a_notice_wakes),
        cmocka_unit_test(notices_are_for_ports_that_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
