/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one who is told; at the end it sleeps until it is.
 */
#include "notices.h"

static void hear_nothing(struct check_tally *tally)
{
    verify_told(tally, 0);
    verify_end(tally, "nothing");
}

static void hear_of_latest(struct check_tally *tally)
{
    verify_told(tally, 1 << LATEST);
    verify_end(tally, "latest");
}

/* Two messages are one notice. */
static void hear_of_queue(struct check_tally *tally)
{
    verify_told(tally, 1 << QUEUE);
    verify_end(tally, "queue");
}

static void hear_bell(struct check_tally *tally)
{
    struct bh_port_status status = {0};

    verify_told(tally, 1 << BELL);
    verify_error(tally, bh_port_get_status(BELL, &status), BH_OK, "status");
    verify_equal(tally, status.sent, 2, "rings");
    verify_end(tally, "bell");
}

static void hear_all(struct check_tally *tally)
{
    uint64_t message;

    verify_told(tally, 1 << LATEST | 1 << QUEUE | 1 << BELL);
    verify_equal(tally, (uint64_t)bh_queuing_receive(QUEUE, &message, 8).value,
                 8, "receive");
    verify_end(tally, "all");
}

static void hear_no_more(struct check_tally *tally)
{
    uint64_t message;

    verify_told(tally, 0);
    verify_error(tally, bh_sampling_read(SILENT, &message, 8).error, BH_OK,
                 "silent");
    verify_end(tally, "silent");
}

static void (*const steps[])(struct check_tally *) = {
    hear_nothing, hear_of_latest, hear_of_queue, hear_bell,
    hear_all,     hear_no_more,   hear_nothing,
};

int main(void)
{
    const struct bh_info *info = bh_info_page();
    uint64_t slot;

    take_steps(steps, sizeof(steps) / sizeof(steps[0]));
    slot = info->slot_count;
    bh_state_page()->mie |= UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_PORT);
    bh_interrupt_wait();
    bh_printf("woken %lu slots later by 0x%lx\n", info->slot_count - slot,
              (uint64_t)bh_interrupt_take(BH_LINE_PORT).value);
    return 0;
}
