/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls, versions, status and ports of libbulkhead against a kernel made of C:
 * which registers a call sets, what becomes of the answer.
 */
#include "guest_kernel.h"

/* The registers that the last call put its arguments in. */
#define assert_call(extension, function, arg0, arg1, arg2)                     \
    do {                                                                       \
        assert_int_equal(host.a7, extension);                                  \
        assert_int_equal(host.a6, function);                                   \
        assert_int_equal(host.a0, arg0);                                       \
        assert_int_equal(host.a1, arg1);                                       \
        assert_int_equal(host.a2, arg2);                                       \
    } while (0)

static void calls_use_the_registers_of_the_contract(void **state)
{
    char buffer[8] = "";
    const unsigned long at = (unsigned long)buffer;

    (void)state;
    host.scripted = true;
    host.error = BH_E_FULL;
    host.value = 77;
    assert_int_equal(bh_sbi_get_spec_version().value, 77);
    assert_call(BH_EXT_BASE, BH_BASE_GET_SPEC_VERSION, 0, 0, 0);
    assert_int_equal(bh_sbi_get_impl_id().error, BH_E_FULL);
    assert_call(BH_EXT_BASE, BH_BASE_GET_IMPL_ID, 0, 0, 0);
    bh_sbi_get_impl_version();
    assert_call(BH_EXT_BASE, BH_BASE_GET_IMPL_VERSION, 0, 0, 0);
    bh_sbi_probe_extension(5);
    assert_call(BH_EXT_BASE, BH_BASE_PROBE_EXTENSION, 5, 0, 0);
    assert_int_equal(bh_partition_null(), BH_E_FULL);
    assert_call(BH_EXT_PARTITION, BH_PARTITION_NULL, 0, 0, 0);
    assert_int_equal(bh_partition_yield(), BH_E_FULL);
    assert_call(BH_EXT_PARTITION, BH_PARTITION_YIELD, 0, 0, 0);
    assert_int_equal(bh_partition_get_state(3).value, 77);
    assert_call(BH_EXT_PARTITION, BH_PARTITION_GET_STATE, 3, 0, 0);
    assert_int_equal(bh_console_write(buffer, 8).value, 77);
    assert_call(BH_EXT_CONSOLE, BH_CONSOLE_WRITE, at, 8, 0);
    assert_int_equal(bh_console_read(buffer, 7).value, 77);
    assert_call(BH_EXT_CONSOLE, BH_CONSOLE_READ, at, 7, 0);
}

static void port_calls_use_the_registers_of_the_contract(void **state)
{
    char buffer[8] = "";
    const unsigned long at = (unsigned long)buffer;

    (void)state;
    host.scripted = true;
    host.error = BH_E_KIND;
    assert_int_equal(bh_time_get().error, BH_E_KIND);
    assert_call(BH_EXT_TIME, BH_TIME_GET, 0, 0, 0);
    assert_int_equal(bh_time_set_timer(99), BH_E_KIND);
    assert_call(BH_EXT_TIME, BH_TIME_SET_TIMER, 99, 0, 0);
    assert_int_equal(bh_sampling_write(4, buffer, 8), BH_E_KIND);
    assert_call(BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 4, at, 8);
    assert_int_equal(bh_sampling_read(4, buffer, 8).error, BH_E_KIND);
    assert_call(BH_EXT_SAMPLING, BH_SAMPLING_READ, 4, at, 8);
    assert_int_equal(bh_queuing_send(4, buffer, 8), BH_E_KIND);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_SEND, 4, at, 8);
    assert_int_equal(bh_queuing_receive(4, buffer, 8).error, BH_E_KIND);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE, 4, at, 8);
    assert_int_equal(bh_queuing_get_count(4).error, BH_E_KIND);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_GET_COUNT, 4, 0, 0);
    bh_sampling_read_valid(4, buffer, 8);
    assert_call(BH_EXT_SAMPLING, BH_SAMPLING_READ_VALID, 4, at, 8);
    bh_sampling_read_new(4, buffer, 8);
    assert_call(BH_EXT_SAMPLING, BH_SAMPLING_READ_NEW, 4, at, 8);
    bh_queuing_send_many(4, buffer, 3);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_SEND_MANY, 4, at, 3);
    bh_queuing_receive_many(4, buffer, 3);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE_MANY, 4, at, 3);
    bh_queuing_clear(4);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_CLEAR, 4, 0, 0);
    assert_int_equal(bh_port_get_status(4, (void *)buffer), BH_E_KIND);
    assert_call(BH_EXT_PORT, BH_PORT_GET_STATUS, 4, at,
                sizeof(struct bh_port_status));
    assert_int_equal(bh_interrupt_poll(), BH_E_KIND);
    assert_call(BH_EXT_INTERRUPT, BH_INTERRUPT_POLL, 0, 0, 0);
    assert_int_equal(bh_interrupt_wait(), BH_E_KIND);
    assert_call(BH_EXT_INTERRUPT, BH_INTERRUPT_WAIT, 0, 0, 0);
}

static void versions_are_compared(void **state)
{
    (void)state;
    assert_true(bh_abi_serves(0x10000, 0x10000));
    assert_true(bh_abi_serves(0x10005, 0x10004));
    assert_false(bh_abi_serves(0x10003, 0x10004));
    assert_false(bh_abi_serves(0x20000, 0x10000));
    assert_false(bh_abi_serves(0x00009, 0x10000));

    assert_int_equal(bh_abi_check(), BH_OK);
    assert_int_equal(host.printed, 0);
    host.version = 2 << 16 | 3;
    assert_int_equal(bh_abi_check(), BH_E_NOT_SUPPORTED);
    assert_string_equal(host.console,
                        "this program needs guest interface 1.2 or a later "
                        "1.x; the kernel has 2.3\n");
}

static void other_kernels_are_refused(void **state)
{
    (void)state;
    host_info.magic++;
    assert_null(bh_info_page());
    assert_int_equal(bh_abi_check(), BH_E_FAILED);
    assert_true(strstr(host.console, "no information page at 0x") != NULL);
    host.scripted = true;
    host.value = 1;
    assert_int_equal(bh_abi_check(), BH_E_FAILED);
}

static void extensions_are_probed(void **state)
{
    (void)state;
    assert_true(bh_has_extension(BH_EXT_TIME));
    assert_false(bh_has_extension(BH_EXT_SAMPLING));
    host.scripted = true;
    host.value = 1;
    host.error = BH_E_NOT_SUPPORTED;
    assert_false(bh_has_extension(BH_EXT_TIME));
}

static void status_comes_from_the_page(void **state)
{
    struct bh_slot_status slot = {0};

    (void)state;
    host_info.partition = 2;
    host_info.state = BH_STATE_NORMAL;
    host_info.slot_count = 7;
    host_info.plan = 1;
    host_info.slot = 4;
    host_info.frame_start = 100;
    host_info.frame_duration = 50;
    host_info.slot_start = 110;
    host_info.slot_end = 120;
    assert_int_equal(bh_slot_get_status(&slot), BH_OK);
    assert_int_equal(slot.plan, 1);
    assert_int_equal(slot.slot, 4);
    assert_int_equal(slot.frame_start, 100);
    assert_int_equal(slot.frame_duration, 50);
    assert_int_equal(slot.slot_start, 110);
    assert_int_equal(slot.slot_end, 120);
    assert_int_equal(slot.slot_count, 7);
    host_info.magic = 0;
    assert_int_equal(bh_slot_get_status(&slot), BH_E_FAILED);
}

static void names_are_told_apart(void **state)
{
    static const long errors[] = {BH_OK,
                                  BH_E_FAILED,
                                  BH_E_NOT_SUPPORTED,
                                  BH_E_INVALID_PARAM,
                                  BH_E_DENIED,
                                  BH_E_INVALID_ADDRESS,
                                  BH_E_SIZE,
                                  BH_E_DIRECTION,
                                  BH_E_KIND,
                                  BH_E_EMPTY,
                                  BH_E_FULL,
                                  -999};
    const size_t count = sizeof(errors) / sizeof(errors[0]);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(bh_error_name(errors[i]),
                                    bh_error_name(errors[j]));
    }
    for (uint32_t i = 0; i <= BH_STATE_HALTED + 1; i++) {
        for (uint32_t j = 0; j < i; j++)
            assert_string_not_equal(bh_state_name(i), bh_state_name(j));
    }
    assert_string_equal(bh_error_name(BH_E_FULL), "BH_E_FULL");
}

static void declare_port(const char *name, uint8_t kind)
{
    struct bh_info_port *port = &host_info.port[host_info.port_count++];

    snprintf(port->name, sizeof(port->name), "%s", name);
    port->kind = kind;
}

static void ports_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(bh_port_find("a", BH_PORT_SAMPLING), BH_E_INVALID_PARAM);
    declare_port("a", BH_PORT_SAMPLING);
    declare_port("b", BH_PORT_QUEUING);
    assert_int_equal(bh_port_find("a", BH_PORT_SAMPLING), 0);
    assert_int_equal(bh_port_find("b", BH_PORT_QUEUING), 1);
    assert_int_equal(bh_port_find("b", BH_PORT_SAMPLING), BH_E_KIND);
    assert_int_equal(bh_port_find("c", BH_PORT_SAMPLING), BH_E_INVALID_PARAM);
    assert_ptr_equal(bh_port_info(1), &host_info.port[1]);
    assert_null(bh_port_info(2));
    assert_null(bh_port_info(-1));
    host_info.port_count = UINT32_MAX;
    assert_ptr_equal(bh_port_info(63), &host_info.port[63]);
    assert_null(bh_port_info(64));
    host_info.magic = 0;
    assert_null(bh_port_info(0));
    assert_int_equal(bh_port_find("a", BH_PORT_SAMPLING), BH_E_FAILED);
}

static void ports_are_used_by_name(void **state)
{
    char buffer[8] = "";
    bool valid = false;

    (void)state;
    declare_port("a", BH_PORT_SAMPLING);
    declare_port("b", BH_PORT_QUEUING);
    host.scripted = true;
    assert_int_equal(bh_sampling_write_by_name("a", buffer, 3), BH_OK);
    assert_call(BH_EXT_SAMPLING, BH_SAMPLING_WRITE, 0, (unsigned long)buffer,
                3);
    assert_int_equal(bh_sampling_write_by_name("b", buffer, 3), BH_E_KIND);
    host.value = 5 | 1l << BH_SAMPLING_VALID_BIT;
    assert_int_equal(bh_sampling_read_by_name("a", buffer, 8, &valid), 5);
    assert_true(valid);
    host.value = 6;
    assert_int_equal(bh_sampling_read_by_name("a", buffer, 8, &valid), 6);
    assert_false(valid);
    assert_int_equal(bh_sampling_read_by_name("a", buffer, 8, NULL), 6);
    assert_int_equal(bh_queuing_receive_by_name("b", buffer, 8), 6);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE, 1, (unsigned long)buffer,
                8);
    host.error = BH_E_EMPTY;
    assert_int_equal(bh_sampling_read_by_name("a", buffer, 8, &valid),
                     BH_E_EMPTY);
    assert_int_equal(bh_queuing_receive_by_name("b", buffer, 8), BH_E_EMPTY);
    assert_int_equal(bh_queuing_send_by_name("b", buffer, 8), BH_E_EMPTY);
    assert_call(BH_EXT_QUEUING, BH_QUEUING_SEND, 1, (unsigned long)buffer, 8);
    assert_int_equal(bh_queuing_send_by_name("x", buffer, 8),
                     BH_E_INVALID_PARAM);
}

static void shared_memory_is_found_by_name(void **state)
{
    struct bh_info_shared areas[BH_SHARED_MAX] = {
        {"track", 0x1000000000, 0x4000, BH_SHARED_READ, 0},
        {"board", 0x40000000, 0x1000, BH_SHARED_READ | BH_SHARED_WRITE, 0},
    };
    const struct bh_info_shared *found;

    (void)state;
    assert_null(bh_shared_find("track"));
    host_info.shared_count = 2;
    host_info.shared_offset = offsetof(struct bh_info, port[3]);
    memcpy((char *)&host_info + host_info.shared_offset, areas, sizeof(areas));
    found = bh_shared_find("board");
    assert_ptr_equal(found, bh_shared_info(1));
    assert_int_equal(found->address, 0x40000000);
    assert_true(bh_shared_is_writable(found));
    assert_false(bh_shared_is_writable(bh_shared_info(0)));
    assert_string_equal(bh_shared_info(0)->name, "track");
    assert_null(bh_shared_find("boar"));
    assert_null(bh_shared_find(""));
    assert_null(bh_shared_info(2));
    assert_null(bh_shared_info(-1));
    host_info.shared_count = UINT32_MAX;
    assert_non_null(bh_shared_info(7));
    assert_null(bh_shared_info(8));
    host_info.magic = 0;
    assert_null(bh_shared_info(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(calls_use_the_registers_of_the_contract),
        CASE(port_calls_use_the_registers_of_the_contract),
        CASE(versions_are_compared),
        CASE(other_kernels_are_refused),
        CASE(extensions_are_probed),
        CASE(status_comes_from_the_page),
        CASE(names_are_told_apart),
        CASE(ports_are_found_by_name),
        CASE(ports_are_used_by_name),
        CASE(shared_memory_is_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
