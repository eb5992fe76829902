/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: ports. To show both ends in a few lines, the channels of this
 * system lead from this partition to itself: from "speed" to "speed-in", and
 * from "orders" to "orders-in". The other end is another partition's as a rule.
 */
#include "example.h"

/*
 * Example of bh_port_find: looks a port up once; its handle stays the same.
 * Prints:
 *     handle 0
 *     of the other kind: BH_E_KIND
 */
static void example_bh_port_find(void)
{
    long port = bh_port_find("speed", BH_PORT_SAMPLING);

    if (port >= 0)
        bh_printf("handle %ld\n", port);
    port = bh_port_find("speed", BH_PORT_QUEUING);
    bh_printf("of the other kind: %s\n", bh_error_name(port));
}

/*
 * Example of bh_port_info: what the system file says of each port.
 * Prints:
 *     speed: 4 bytes
 *     speed-in: 4 bytes
 *     orders: 16 bytes, 4 deep
 *     orders-in: 16 bytes, 4 deep
 */
static void example_bh_port_info(void)
{
    const struct bh_info_port *port;

    for (long i = 0; (port = bh_port_info(i)) != NULL; i++)
        if (port->kind == BH_PORT_QUEUING)
            bh_printf("%s: %u bytes, %u deep\n", port->name, port->message_size,
                      port->depth);
        else if (port->kind == BH_PORT_SAMPLING)
            bh_printf("%s: %u bytes\n", port->name, port->message_size);
}

/*
 * Example of bh_sampling_write: replaces the latest message.
 * Prints:
 *     written
 *     too long: BH_E_SIZE
 */
static void example_bh_sampling_write(void)
{
    unsigned long port = (unsigned long)bh_port_find("speed", BH_PORT_SAMPLING);
    uint32_t speed = 120;
    long error;

    if (bh_sampling_write(port, &speed, sizeof(speed)) == BH_OK)
        bh_puts("written");
    error = bh_sampling_write(port, &speed, sizeof(speed) + 1);
    bh_printf("too long: %s\n", bh_error_name(error));
}

/*
 * Example of bh_sampling_read, bh_sampling_length, bh_sampling_is_valid: reads
 *     the latest message, which is valid for 50 ms, and once more later.
 * Prints:
 *     120, 4 bytes, valid
 *     120, 4 bytes, too old
 */
static void example_bh_sampling_read(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("speed-in", BH_PORT_SAMPLING);
    uint32_t speed;

    for (int i = 0; i < 2; i++) {
        struct bh_ret ret = bh_sampling_read(port, &speed, sizeof(speed));

        if (ret.error == BH_OK)
            bh_printf("%u, %lu bytes, %s\n", speed, bh_sampling_length(ret),
                      bh_sampling_is_valid(ret) ? "valid" : "too old");
        bh_sleep_ns(60 * BH_NS_PER_MS);
    }
}

/*
 * Example of bh_sampling_read_valid: waits, from slot to slot, until somebody
 *     writes what is not too old. Here that is this partition itself.
 * Prints:
 *     BH_E_STALE
 *     125
 */
static void example_bh_sampling_read_valid(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("speed-in", BH_PORT_SAMPLING);
    uint32_t speed = 125;
    struct bh_ret ret;

    while ((ret = bh_sampling_read_valid(port, &speed, sizeof(speed))).error !=
           BH_OK) {
        bh_puts(bh_error_name(ret.error));
        bh_sampling_write_by_name("speed", &speed, sizeof(speed));
        bh_partition_yield();
    }
    bh_printf("%u\n", speed);
}

/*
 * Example of bh_sampling_read_new: acts on each message once.
 * Prints:
 *     new: 126
 *     BH_E_STALE
 */
static void example_bh_sampling_read_new(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("speed-in", BH_PORT_SAMPLING);
    uint32_t speed = 126;
    struct bh_ret ret;

    bh_sampling_write_by_name("speed", &speed, sizeof(speed));
    while ((ret = bh_sampling_read_new(port, &speed, sizeof(speed))).error ==
           BH_OK)
        bh_printf("new: %u\n", speed);
    bh_puts(bh_error_name(ret.error));
}

/*
 * Example of bh_port_get_status: what has been written, and what of it read.
 * Prints:
 *     3 written, the last one valid: 1, new: 0
 */
static void example_bh_port_get_status(void)
{
    long port = bh_port_find("speed-in", BH_PORT_SAMPLING);
    struct bh_port_status status = {0};

    if (bh_port_get_status((unsigned long)port, &status) == BH_OK)
        bh_printf("%lu written, the last one valid: %u, new: %u\n", status.sent,
                  status.valid, status.received != status.sent);
}

/*
 * Example of bh_sampling_write_by_name, bh_sampling_read_by_name: without a
 *     handle, which is looked up each time.
 * Prints:
 *     130, valid
 */
static void example_bh_sampling_write_by_name(void)
{
    uint32_t speed = 130;
    bool valid;

    bh_sampling_write_by_name("speed", &speed, sizeof(speed));
    if (bh_sampling_read_by_name("speed-in", &speed, sizeof(speed), &valid) > 0)
        bh_printf("%u, %s\n", speed, valid ? "valid" : "too old");
}

/*
 * Example of bh_queuing_send: sends until the queue is full.
 * Prints:
 *     4 messages fit: BH_E_FULL
 */
static void example_bh_queuing_send(void)
{
    unsigned long port = (unsigned long)bh_port_find("orders", BH_PORT_QUEUING);
    uint32_t order = 0;
    long error;

    while ((error = bh_queuing_send(port, &order, sizeof(order))) == BH_OK)
        order++;
    bh_printf("%u messages fit: %s\n", order, bh_error_name(error));
}

/*
 * Example of bh_queuing_get_count: how many wait, seen from the other end.
 * Prints:
 *     4 wait
 */
static void example_bh_queuing_get_count(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("orders-in", BH_PORT_QUEUING);
    struct bh_ret ret = bh_queuing_get_count(port);

    if (ret.error == BH_OK)
        bh_printf("%ld wait\n", ret.value);
}

/*
 * Example of bh_queuing_receive: takes all messages that there are. The buffer
 *     has room for the longest that the channel can bring.
 * Prints:
 *     order 0, 4 bytes
 *     order 1, 4 bytes
 *     order 2, 4 bytes
 *     order 3, 4 bytes
 *     BH_E_EMPTY
 */
static void example_bh_queuing_receive(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("orders-in", BH_PORT_QUEUING);
    uint32_t order[4];
    struct bh_ret ret;

    while ((ret = bh_queuing_receive(port, order, sizeof(order))).error ==
           BH_OK)
        bh_printf("order %u, %ld bytes\n", order[0], ret.value);
    bh_puts(bh_error_name(ret.error));
}

/*
 * Example of bh_queuing_send_by_name, bh_queuing_receive_by_name: without a
 *     handle.
 * Prints:
 *     open
 */
static void example_bh_queuing_send_by_name(void)
{
    char order[16];

    bh_queuing_send_by_name("orders", "open", sizeof("open"));
    if (bh_queuing_receive_by_name("orders-in", order, sizeof(order)) > 0)
        bh_puts(order);
}

/*
 * Example of bh_queuing_send_many, bh_queuing_receive_many, bh_batch_stride:
 *     three messages in one call, and all that there are in another.
 * Prints:
 *     sent 3
 *     received 3
 *     a: 1 bytes
 *     b: 2 bytes
 *     c: 3 bytes
 */
static void example_bh_queuing_send_many(void)
{
    unsigned long port = (unsigned long)bh_port_find("orders", BH_PORT_QUEUING);
    unsigned long in =
        (unsigned long)bh_port_find("orders-in", BH_PORT_QUEUING);
    const size_t stride = bh_batch_stride(16); /* of the port's messages */
    uint8_t batch[4 * (8 + 16)];

    for (uint64_t n = 0; n < 3; n++) {
        uint64_t length = n + 1;

        memcpy(batch + n * stride, &length, sizeof(length));
        memset(batch + n * stride + sizeof(length), 'a' + (int)n, length);
    }
    bh_printf("sent %ld\n", bh_queuing_send_many(port, batch, 3).value);
    memset(batch, 0, sizeof(batch));
    bh_printf("received %ld\n", bh_queuing_receive_many(in, batch, 4).value);
    for (const uint8_t *at = batch; at < batch + 3 * stride; at += stride)
        bh_printf("%c: %u bytes\n", at[8], at[0]);
}

/*
 * Example of bh_queuing_clear: forgets what has not been received.
 * Prints:
 *     1 forgotten
 */
static void example_bh_queuing_clear(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("orders-in", BH_PORT_QUEUING);

    bh_queuing_send_by_name("orders", "open", sizeof("open"));
    bh_printf("%ld forgotten\n", bh_queuing_clear(port).value);
}

/*
 * Example of bh_port_ring: rings a doorbell, and hears it.
 * Prints:
 *     port 5
 */
static void example_bh_port_ring(void)
{
    long bell = bh_port_find("bell", BH_PORT_DOORBELL);
    long ring = bh_port_find("ring", BH_PORT_DOORBELL);

    bh_port_ring((unsigned long)ring);
    if (bh_interrupt_take(BH_LINE_PORT).value >> bell & 1)
        bh_printf("port %ld\n", bell);
}

/*
 * Example of bh_queuing_receive_until: waits for 10 ms, in vain.
 * Prints:
 *     BH_E_EMPTY
 */
static void example_bh_queuing_receive_until(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("orders-in", BH_PORT_QUEUING);
    uint64_t deadline = bh_time_now() + bh_ticks_from_ns(10 * BH_NS_PER_MS);
    char order[16];
    struct bh_ret ret =
        bh_queuing_receive_until(port, order, sizeof(order), deadline);

    bh_puts(ret.error == BH_OK ? order : bh_error_name(ret.error));
}

/*
 * Example of bh_queuing_send_until: sends as many as there is room for, and
 *     waits for 10 ms before it gives up.
 * Prints:
 *     4 sent: BH_E_FULL
 */
static void example_bh_queuing_send_until(void)
{
    unsigned long port = (unsigned long)bh_port_find("orders", BH_PORT_QUEUING);
    unsigned sent = 0;
    uint64_t wait = bh_ticks_from_ns(10 * BH_NS_PER_MS);
    long error;

    while ((error = bh_queuing_send_until(port, "open", sizeof("open"),
                                          bh_time_now() + wait)) == BH_OK)
        sent++;
    bh_printf("%u sent: %s\n", sent, bh_error_name(error));
}

/*
 * Example of bh_sampling_read_until: the next message, for as long as it takes.
 * Prints:
 *     140
 */
static void example_bh_sampling_read_until(void)
{
    unsigned long port =
        (unsigned long)bh_port_find("speed-in", BH_PORT_SAMPLING);
    uint32_t speed = 140;

    bh_sampling_write_by_name("speed", &speed, sizeof(speed));
    if (bh_sampling_read_until(port, &speed, sizeof(speed), BH_TIME_NEVER)
            .error == BH_OK)
        bh_printf("%u\n", speed);
}

int main(void)
{
    EXAMPLE(bh_port_find);
    EXAMPLE(bh_port_info);
    EXAMPLE(bh_sampling_write);
    EXAMPLE(bh_sampling_read);
    EXAMPLE(bh_sampling_read_valid);
    EXAMPLE(bh_sampling_read_new);
    EXAMPLE(bh_port_get_status);
    EXAMPLE(bh_sampling_write_by_name);
    EXAMPLE(bh_queuing_send);
    EXAMPLE(bh_queuing_get_count);
    EXAMPLE(bh_queuing_receive);
    EXAMPLE(bh_queuing_send_by_name);
    EXAMPLE(bh_queuing_send_many);
    EXAMPLE(bh_queuing_clear);
    EXAMPLE(bh_port_ring);
    EXAMPLE(bh_queuing_receive_until);
    EXAMPLE(bh_queuing_send_until);
    EXAMPLE(bh_sampling_read_until);
    return 0;
}
