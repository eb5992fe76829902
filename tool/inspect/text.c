/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words and numbers that several parts of `inspect` print.
 */
#include "board.h"
#include "image/check.h"
#include "inspect/print.h"

#include <string.h>

#define NANOSECONDS 1000000000u

const struct bh_config_partition *
print_partition_at(const struct bh_config *config, uint32_t index)
{
    const struct bh_config_partition *partitions =
        blob_table(config, config->partitions);

    return &partitions[index];
}

const struct board_device *print_device(const struct bh_config *config,
                                        const struct bh_config_region *region,
                                        bool masters)
{
    const struct board *board = board_with_ram(config->ram_start);

    for (size_t i = 0; board && i < board->device_count; i++) {
        const struct board_device *device = &board->devices[i];

        if ((device->masters || !masters) &&
            board_device_meets(device, region->physical, region->size))
            return device;
    }
    return NULL;
}

const char *print_region_name(const struct bh_config *config,
                              const struct bh_config_partition *partition,
                              const struct bh_config_region *region)
{
    const struct board_device *device;

    if (is_assigned(config, region)) {
        device = print_device(config, region, false);
        return device ? device->name : "device";
    }
    if (is_shared(region))
        return blob_shared(config, partition, region->address)->name;
    if (region->address == BH_STATE_PAGE_ADDRESS)
        return "state page";
    if (region->address == BH_INFO_PAGE_ADDRESS)
        return "info page";
    if (partition->argument != 0 &&
        partition->argument - region->address < region->size)
        return "device tree";
    if (region->mapped == 0)
        return "host interface";
    if (region->access == 0) {
        if (region->physical == partition->flag)
            return "flag page";
        return region->physical == partition->timer ? "mtimecmp" : "mtime";
    }
    return NULL;
}

const char *print_access_text(uint32_t access)
{
    static const char *const texts[8] = {"---", "r--", "-w-", "rw-",
                                         "--x", "r-x", "-wx", "rwx"};

    return texts[(access / BH_ACCESS_READ) & 7];
}

const char *print_time_text(char text[TIME_TEXT],
                            const struct bh_config *config, uint64_t ticks)
{
    static const struct {
        uint64_t nanoseconds;
        int digits; /* behind the point */
        const char *name;
    } units[] = {{NANOSECONDS, 9, "s"}, {1000000, 6, "ms"}, {1000, 3, "us"}};
    uint64_t seconds = ticks / config->tick_frequency;
    uint64_t rest =
        ticks % config->tick_frequency * NANOSECONDS / config->tick_frequency;

    for (size_t i = 0; i < 3; i++) {
        uint64_t unit = units[i].nanoseconds;
        int length;

        if (seconds == 0 && rest < unit)
            continue;
        length = snprintf(text, TIME_TEXT, "%llu.%0*llu",
                          (unsigned long long)(i == 0 ? seconds : rest / unit),
                          units[i].digits, (unsigned long long)(rest % unit));
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
        snprintf(text + length, (size_t)(TIME_TEXT - length), " %s",
                 units[i].name);
        return text;
    }
    snprintf(text, TIME_TEXT, rest ? "%llu ns" : "%llu",
             (unsigned long long)rest);
    return text;
}
