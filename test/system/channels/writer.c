/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end that writes, and that calls wrongly in all ways there are; what the
 * readers then find shows that nothing has come of it.
 */
#include "steps.h"

__asm__(".globl GUEST_RAM\n"
        ".set GUEST_RAM, 0x90000000\n");

/* Ports, in the order of the system file. */
enum { LATEST, QUEUE, HUGE_LATEST, HUGE_QUEUE, BYTE, BACK, PORTS };

#define PAGE ((uint64_t)BH_PAGE_SIZE)

static uint8_t buffer[HUGE_SIZE + 8];
static const uint8_t constant[QUEUE_SIZE] = {1};
static uint64_t round_number;

static const void *pointer(uint64_t address)
{
    return (const void *)(uintptr_t)address;
}

static void write_first(struct check_tally *tally)
{
    message_fill(buffer, FIRST, LATEST_SIZE);
    verify_error(tally, bh_sampling_write(LATEST, buffer, LATEST_SIZE), BH_OK,
                 "write");
    memset(buffer, 0, LATEST_SIZE); /* the kernel has a copy */
    verify_end(tally, "first write");
}

static void write_shorter(struct check_tally *tally)
{
    message_fill(buffer, SECOND, 5);
    verify_error(tally, bh_sampling_write(LATEST, buffer, 5), BH_OK, "write");
    verify_end(tally, "shorter write");
}

static void send(struct check_tally *tally, uint64_t number, size_t size)
{
    message_fill(buffer, number, size);
    verify_error(tally, bh_queuing_send(QUEUE, buffer, size), BH_OK, "send");
}

static void fill_queue(struct check_tally *tally)
{
    send(tally, TAKEN, 1);
    send(tally, TAKEN + 1, QUEUE_SIZE);
    send(tally, TAKEN + 2, 7);
    verify_error(tally, bh_queuing_send(QUEUE, buffer, 1), BH_E_FULL, "full");
    verify_error(tally, bh_queuing_send(QUEUE, pointer(0), 1),
                 BH_E_INVALID_ADDRESS, "full and no buffer");
    verify_equal(tally, (uint64_t)bh_queuing_get_count(QUEUE).value,
                 QUEUE_DEPTH, "count");
    buffer[0] = 99;
    verify_error(tally, bh_queuing_send(BYTE, buffer, 1), BH_OK, "byte");
    verify_error(tally, bh_queuing_send(BYTE, buffer, 1), BH_E_FULL, "bytes");
    verify_end(tally, "filling queues");
}

/* Each message from another address, in another length. */
static void go_round(struct check_tally *tally)
{
    for (int i = 0; i < ROUND_MESSAGES; i++, round_number++) {
        uint8_t *from = buffer + round_number % 8;
        const size_t size = 1 + round_number % QUEUE_SIZE;

        message_fill(from, ROUND + round_number, size);
        verify_error(tally, bh_queuing_send(QUEUE, from, size), BH_OK, "send");
    }
    if (round_number == (uint64_t)ROUNDS * ROUND_MESSAGES)
        verify_end(tally, "going round");
}

/* Before the mistakes, so that it shows if they change anything. */
static void keep(struct check_tally *tally)
{
    message_fill(buffer, KEPT, LATEST_SIZE);
    verify_error(tally, bh_sampling_write(LATEST, buffer, LATEST_SIZE), BH_OK,
                 "write");
    send(tally, KEPT + 1, QUEUE_SIZE);
    memset(buffer, 0xee, sizeof(buffer));
    verify_end(tally, "what is to be kept");
}

static void mistake_ports(struct check_tally *tally)
{
    static const uint64_t none[] = {
        PORTS, BH_PORTS_MAX, UINT64_C(1) << 32, UINT64_C(1) << 63, UINT64_MAX,
    };

    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        verify_error(tally, bh_sampling_write(none[i], buffer, 1),
                     BH_E_INVALID_PARAM, "write to no port");
        verify_error(tally, bh_sampling_read(none[i], buffer, 64).error,
                     BH_E_INVALID_PARAM, "read from no port");
        verify_error(tally, bh_queuing_send(none[i], buffer, 1),
                     BH_E_INVALID_PARAM, "send to no port");
        verify_error(tally, bh_queuing_receive(none[i], buffer, 64).error,
                     BH_E_INVALID_PARAM, "receive from no port");
        verify_error(tally, bh_queuing_get_count(none[i]).error,
                     BH_E_INVALID_PARAM, "count of no port");
    }
    verify_end(tally, "no port");
}

/* Kind comes before direction, direction before size, size before address. */
static void mistake_kinds(struct check_tally *tally)
{
    verify_error(tally, bh_sampling_write(QUEUE, NULL, 0), BH_E_KIND,
                 "write to a queue");
    verify_error(tally, bh_sampling_read(QUEUE, NULL, 0).error, BH_E_KIND,
                 "read a queue");
    verify_error(tally, bh_queuing_send(LATEST, NULL, 0), BH_E_KIND,
                 "send to a sampling port");
    verify_error(tally, bh_queuing_receive(LATEST, NULL, 0).error, BH_E_KIND,
                 "receive from a sampling port");
    verify_error(tally, bh_queuing_get_count(LATEST).error, BH_E_KIND,
                 "count of a sampling port");
    verify_error(tally, bh_sampling_read(LATEST, NULL, 0).error, BH_E_DIRECTION,
                 "read a source");
    verify_error(tally, bh_queuing_receive(QUEUE, NULL, 0).error,
                 BH_E_DIRECTION, "receive from a source");
    verify_error(tally, bh_queuing_send(BACK, NULL, 0), BH_E_DIRECTION,
                 "send to a destination");
    verify_end(tally, "kinds and directions");
}

static void mistake_sizes(struct check_tally *tally)
{
    static const uint64_t sizes[] = {
        0, LATEST_SIZE + 1, HUGE_SIZE, UINT64_C(1) << 32, UINT64_MAX,
    };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        verify_error(tally, bh_sampling_write(LATEST, NULL, sizes[i]),
                     BH_E_SIZE, "size of a write");
        verify_error(tally, bh_queuing_send(QUEUE, NULL, sizes[i]), BH_E_SIZE,
                     "size of a send");
    }
    verify_error(tally, bh_queuing_send(QUEUE, NULL, QUEUE_SIZE + 1), BH_E_SIZE,
                 "one too long");
    verify_error(tally, bh_sampling_write(HUGE_LATEST, buffer, HUGE_SIZE + 1),
                 BH_E_SIZE, "huge and one");
    verify_error(tally, bh_queuing_receive(BACK, NULL, QUEUE_SIZE - 1).error,
                 BH_E_SIZE, "small buffer");
    verify_end(tally, "sizes");
}

/* Where no message can be, be it to read or to write: 16 bytes from here. */
static const uint64_t nowhere[] = {
    0,
    0x100000,                  /* finisher */
    0x10000000,                /* UART */
    0x2000000,                 /* CLINT */
    0x80000000,                /* kernel */
    0x84000000,                /* perhaps another partition */
    0x8fffffff,                /* the last byte before RAM */
    0x8ffffff8,                /* half before RAM */
    0x90000000 + 0x40000 - 15, /* one byte behind RAM */
    0x90000000 + 0x40000 - 8,
    0x90000000 + 0x40000,
    UINT64_C(1) << 38,
    UINT64_C(1) << 63,
    BH_INFO_PAGE_ADDRESS - 16,
    BH_INFO_PAGE_ADDRESS - 8,
    BH_STATE_PAGE_ADDRESS - 8, /* half in one page and half in the other */
    UINT64_MAX - 14,           /* round the end of the address space */
    UINT64_MAX,
};

static void mistake_addresses(struct check_tally *tally)
{
    for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
        verify_error(tally, bh_sampling_write(LATEST, pointer(nowhere[i]), 16),
                     BH_E_INVALID_ADDRESS, "write from nowhere");
        verify_error(tally, bh_queuing_send(QUEUE, pointer(nowhere[i]), 16),
                     BH_E_INVALID_ADDRESS, "send from nowhere");
        /* There is a message in it, which must stay. */
        verify_error(
            tally,
            bh_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE, BACK, nowhere[i], 16)
                .error,
            BH_E_INVALID_ADDRESS, "receive to nowhere");
    }
    verify_end(tally, "addresses");
}

/* What can be read and not written, and where two areas meet. */
static void mistake_rights(struct check_tally *tally)
{
    const uint64_t text = (uint64_t)(uintptr_t)&take_steps & ~(PAGE - 1);
    const uint64_t constants = (uint64_t)(uintptr_t)constant & ~(PAGE - 1);
    const uint64_t fixed[] = {
        text,
        constants,
        constants - 8,
        (uint64_t)(uintptr_t)constant,
        /* up to the last byte of what is constant */
        BH_INFO_PAGE_ADDRESS,
        BH_STATE_PAGE_ADDRESS - 16,
    };

    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        verify_error(
            tally,
            bh_call(BH_EXT_QUEUING, BH_QUEUING_RECEIVE, BACK, fixed[i], 16)
                .error,
            BH_E_INVALID_ADDRESS, "receive to what is constant");
    verify_error(tally, bh_queuing_send(QUEUE, pointer(constants - 8), 16),
                 BH_E_INVALID_ADDRESS, "send from text and constants");
    verify_end(tally, "rights");
}

/* The last bytes of each area serve, and the one message is still there. */
static void use_edges(struct check_tally *tally)
{
    const uint64_t ends[] = {
        (uint64_t)(uintptr_t)buffer + 1,
        BH_STATE_PAGE_ADDRESS,
        BH_INFO_PAGE_ADDRESS,
        BH_STATE_PAGE_ADDRESS - 16,
        0x90000000,
        (uint64_t)(uintptr_t)constant,
    };
    uint8_t *const last = (uint8_t *)(uintptr_t)(UINT64_MAX - 15);
    struct bh_ret ret = bh_queuing_receive(BACK, last, 16);

    verify_error(tally, ret.error, BH_OK, "receive to the last bytes");
    verify_equal(tally, (uint64_t)ret.value, 16, "length");
    verify(tally, message_is(last, KEPT + 2, 16), "message");
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        verify_error(tally,
                     bh_sampling_write(HUGE_LATEST, pointer(ends[i]), 16),
                     BH_OK, "write from the edge");
    verify_end(tally, "edges");
}

static void write_huge(struct check_tally *tally)
{
    uint8_t *const odd = buffer + 3;

    message_fill(odd, HUGE, HUGE_SIZE);
    verify_error(tally, bh_sampling_write(HUGE_LATEST, odd, HUGE_SIZE), BH_OK,
                 "huge write");
    verify_error(tally, bh_queuing_send(HUGE_QUEUE, odd, HUGE_SIZE), BH_OK,
                 "huge send");
    verify_error(tally, bh_queuing_send(HUGE_QUEUE, odd, HUGE_SIZE - 1), BH_OK,
                 "huge send but one");
    verify_error(tally, bh_queuing_send(HUGE_QUEUE, odd, HUGE_SIZE), BH_E_FULL,
                 "full of huge ones");
    verify_end(tally, "huge messages");
}

static void (*const steps[])(struct check_tally *) = {
    NULL, /* the readers find nothing */
    write_first,    NULL,          NULL,          NULL,
    NULL, /* it becomes too old */
    write_shorter,  fill_queue,    go_round,      go_round,
    go_round,       go_round,      go_round,      keep,
    mistake_ports,  mistake_kinds, mistake_sizes, mistake_addresses,
    mistake_rights, use_edges,     write_huge,
};

int main(void)
{
    take_steps(steps, sizeof(steps) / sizeof(steps[0]));
    return 0;
}
