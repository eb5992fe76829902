/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sensor: measures a temperature once a slot and publishes it. The quantity
 * is made up, slow and the same in every run: it swings between 14 and 26
 * degrees within eight seconds.
 */
#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("temperature", BH_PORT_SOURCE, SAMPLE_SIZE);

#define HALF_PERIOD_MS 4000L
#define MEAN_MILLI_CELSIUS 20000
#define SWING_MILLI_CELSIUS 6000L

/* Two parabolas, which look enough like a sine. */
static int32_t measure(uint64_t now)
{
    const uint64_t ms = bh_ns_from_ticks(now) / BH_NS_PER_MS;
    const int64_t x = (int64_t)(ms % HALF_PERIOD_MS);
    const int64_t height = SWING_MILLI_CELSIUS * 4 * x * (HALF_PERIOD_MS - x) /
                           (HALF_PERIOD_MS * HALF_PERIOD_MS);
    const bool above = ms / HALF_PERIOD_MS % 2 == 0;

    return (int32_t)(MEAN_MILLI_CELSIUS + (above ? height : -height));
}

static void publish(const struct sample *sample)
{
    uint8_t message[SAMPLE_SIZE];
    struct bh_pack pack;
    long result;

    bh_pack_begin(&pack, message, sizeof(message));
    pack_sample(&pack, sample);
    result = bh_pack_end(&pack);
    if (result > 0)
        result =
            bh_sampling_write_by_name("temperature", message, (size_t)result);
    if (result != BH_OK)
        bh_printf("sample %u is lost: %s\n", sample->sequence,
                  bh_error_name(result));
}

int main(void)
{
    const uint64_t start = bh_time_now();
    struct sample sample = {.sequence = 0};

    bh_puts("measuring a temperature in every slot");
    for (;;) {
        sample.sequence++;
        sample.time = bh_time_now();
        sample.milli_celsius = measure(sample.time - start);
        publish(&sample);
        bh_partition_yield();
    }
}
