/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the other calls cost, those without a limit. Each runs twice and the
 * second counts; one that did not do what it is there for ends the benchmark.
 */
#include "bench.h"

#define PEER 1
#define MANY 4
#define SIZE 32

static uint64_t message[512], batch[MANY * (1 + SIZE / 8)];

static unsigned long port(const char *name, uint8_t kind)
{
    return (unsigned long)bh_port_find(name, kind);
}

static void measured(const char *name, long error, uint64_t figure)
{
    if (error == BH_OK)
        report(name, figure);
    else
        bh_printf("bench: failed: %s: %s\n", name, bh_error_name(error));
}

/* Declares `error`, and reports the second of two equal calls. */
#define MEASURE(name, call)                                                    \
    do {                                                                       \
        long error_ = call;                                                    \
        uint64_t figure_ = COST(error_ |= (call));                             \
        measured(name, error_, figure_);                                       \
    } while (0)

static void measure_ports(void)
{
    const unsigned long out = port("out", BH_PORT_SAMPLING);
    const unsigned long in = port("in", BH_PORT_SAMPLING);
    const unsigned long told = port("told", BH_PORT_SAMPLING);
    const unsigned long bell = port("bell", BH_PORT_DOORBELL);
    struct bh_port_status status;
    uint64_t figure;
    long error = BH_OK;

    MEASURE("sampling_write_notify_32", bh_sampling_write(told, message, SIZE));
    MEASURE("sampling_write_1024_odd",
            bh_sampling_write(out, (char *)message + 1, 1024));
    MEASURE("sampling_read_valid_1024",
            bh_sampling_read_valid(in, message, 1024).error);
    bh_sampling_write(out, message, SIZE);
    figure = COST(error = bh_sampling_read_new(in, message, 1024).error);
    measured("sampling_read_new_32", error, figure);
    MEASURE("port_get_status", bh_port_get_status(in, &status));
    MEASURE("port_ring", bh_port_ring(bell));
}

static void measure_batches(void)
{
    const unsigned long out = port("send", BH_PORT_QUEUING);
    const unsigned long in = port("receive", BH_PORT_QUEUING);

    for (size_t i = 0; i < MANY; i++)
        batch[i * (1 + SIZE / 8)] = SIZE;
    /* The queue has room for two batches. */
    MEASURE("queuing_send_many_4x32",
            bh_queuing_send_many(out, batch, MANY).error);
    MEASURE("queuing_receive_many_4x32",
            bh_queuing_receive_many(in, batch, MANY).error);
    MEASURE("queuing_clear", bh_queuing_clear(in).error);
}

static void measure_time(void)
{
    MEASURE("set_clock_timer",
            bh_time_set_clock_timer(BH_CLOCK_HARDWARE, BH_TIME_NEVER, 0));
    MEASURE("set_deadline", bh_time_set_deadline(BH_TIME_NEVER));
    MEASURE("kick_watchdog", bh_time_kick_watchdog());
    MEASURE("interrupt_take", bh_interrupt_take(BH_LINE_SLOT).error);
}

static void measure_partitions(void)
{
    struct bh_partition_status status;
    struct bh_plan_status plan;

    MEASURE("partition_get_status", bh_partition_get_status(PEER, &status));
    MEASURE("partition_suspend_resume",
            bh_partition_suspend(PEER) | bh_partition_resume(PEER));
    MEASURE("plan_get_status", bh_plan_get_status(&plan));
    MEASURE("plan_switch", bh_plan_switch(0));
    MEASURE("trace_write", bh_trace_write(1, 2));
}

int main(void)
{
    measure_ports();
    measure_batches();
    measure_time();
    measure_partitions();
    bh_partition_stop(PEER);
    return 0;
}
