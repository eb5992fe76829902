/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What each partition may touch, and how the partitions are joined.
 */
#include "elf/elf.h"
#include "image/check.h"
#include "inspect/print.h"
#include "layout/size.h"
#include "read/read.h"

#include <string.h>

#define COLUMNS 78u

static const char *ram_name(uint32_t access)
{
    if (!(access & BH_ACCESS_EXECUTE))
        return access & BH_ACCESS_WRITE ? "data" : "constants";
    return access & BH_ACCESS_WRITE ? "memory" : "text";
}

static void print_regions(FILE *out, const struct bh_config *config,
                          const struct bh_config_partition *partition)
{
    const struct bh_config_region *region = blob_table(config, config->regions);
    char size[SIZE_TEXT];

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        const char *name = print_region_name(config, partition, region);

        fprintf(out, "  0x%016llx %10s  %s  0x%08llx  %s%s\n",
                (unsigned long long)region->address,
                size_text(size, region->size),
                print_access_text(region->mapped),
                (unsigned long long)region->physical,
                is_shared(region) ? "shared: " : "",
                name ? name : ram_name(region->mapped));
    }
}

/* What devices of the board can do behind the back of the page table. */
static void print_masters(FILE *out, const struct bh_config *config,
                          const struct bh_config_partition *partition)
{
    const struct bh_config_region *region = blob_table(config, config->regions);

    region += partition->region_first;
    for (uint32_t i = 0; i < partition->region_count; i++, region++) {
        const struct board_device *device = print_device(config, region, true);

        if (device && is_assigned(config, region))
            fprintf(out,
                    "  by DMA of '%s', whatever is said here: all memory, the "
                    "kernel's and\n      every partition's\n",
                    device->name);
    }
}

static void print_interrupts(FILE *out,
                             const struct bh_config_partition *partition)
{
    if (partition->interrupts == 0)
        return;
    fputs("  interrupts of devices:", out);
    for (unsigned int source = 0; source < BH_LINE_SOURCE; source++) {
        if (partition->interrupts >> source & 1)
            fprintf(out, " %u", source);
    }
    fputc('\n', out);
}

static void print_devices(FILE *out, const struct bh_config *config,
                          const struct bh_config_partition *partition)
{
    static const char *const kinds[BH_DEVICE_KINDS] = {
        "core-local interruptor", "16550 serial port", "test finisher",
        "interrupt controller",   "host interface",    "second serial port"};
    const struct bh_config_device *device = blob_table(config, config->devices);
    char size[SIZE_TEXT];

    device += partition->device_first;
    for (uint32_t i = 0; i < partition->device_count; i++, device++)
        fprintf(out, "  0x%016llx %10s  rw-  emulated    %s\n",
                (unsigned long long)device->address,
                size_text(size, device->size), kinds[device->kind]);
    if (partition->second_uart[0] != '\0')
        fprintf(out, "  the second serial port is '%s' on the console\n",
                partition->second_uart);
}

/* Whether the partition is told when something happens at a port of its. */
static bool is_told(const struct bh_config *config,
                    const struct bh_config_partition *partition, uint32_t port)
{
    const struct bh_config_notice *notice = blob_table(config, config->notices);

    for (uint32_t i = 0; i < config->notices.count; i++, notice++) {
        if (print_partition_at(config, notice->partition) == partition &&
            notice->port == port)
            return true;
    }
    return false;
}

static void print_ports(FILE *out, const struct bh_config *config,
                        const struct bh_config_partition *partition)
{
    const struct bh_config_channel *channels =
        blob_table(config, config->channels);
    const struct bh_config_port *port = blob_table(config, config->ports);
    const struct bh_info *info = blob_info(config, partition);

    port += partition->port_first;
    for (uint32_t i = 0; i < partition->port_count; i++, port++) {
        const struct bh_config_channel *channel = &channels[port->channel];

        fprintf(out, "  port %u '%s': %s %s, %u bytes", i, info->port[i].name,
                read_kind_name(port->kind),
                port->direction == BH_PORT_SOURCE ? "source" : "destination",
                channel->message_size);
        if (is_told(config, partition, i))
            fputs(", told", out);
        if (strcmp(channel->name, info->port[i].name) != 0)
            fprintf(out, "\n      of channel '%s'", channel->name);
        fputc('\n', out);
    }
}

/* Prints `words`, in lines of their own behind `text`. */
static void print_words(FILE *out, const char *text, const char *words)
{
    size_t column = (size_t)fprintf(out, "  %s:", text);

    for (;;) {
        size_t length = strcspn(words, " ");

        if (column + 1 + length > COLUMNS)
            column = (size_t)fprintf(out, "\n     ") - 1;
        column += (size_t)fprintf(out, " %.*s", (int)length, words);
        if (words[length] == '\0')
            break;
        words += length + 1;
    }
    fputc('\n', out);
}

/* What the kernel must have for the program. */
static void print_needs(FILE *out, const struct bh_config_partition *partition)
{
    char text[ELF_EXTENSIONS_TEXT];

    if (partition->abi_version == 0)
        return;
    fprintf(out, "  needs ABI %u.%u\n", partition->abi_version >> 16,
            partition->abi_version & 0xffff);
    print_words(out, "needs extensions",
                elf_extensions_text(text, partition->extensions));
}

/* When it starts, and what it may do to others. */
static void print_control(FILE *out, const struct bh_config *config,
                          const struct bh_config_partition *partition)
{
    if (partition->start_after == BH_START_IDLE)
        fputs("  starts when it is reset\n", out);
    else if (partition->start_after != BH_START_BOOT)
        fprintf(out, "  starts after '%s'\n",
                print_partition_at(config, partition->start_after)->name);
    if (!(partition->flags & BH_PARTITION_STARTS_NORMAL))
        fputs("  says itself when it is normal\n", out);
    if (partition->rights == 0)
        return;
    fputs("  rights:", out);
    for (size_t i = 0; read_right_name(i); i++) {
        if (partition->rights & (1u << i))
            fprintf(out, " %s", read_right_name(i));
    }
    fputc('\n', out);
}

void print_partition(FILE *out, const struct bh_config *config, uint32_t index)
{
    const struct bh_config_partition *partition =
        print_partition_at(config, index);

    fprintf(out, "\nPartition %u '%s' may touch\n", index, partition->name);
    fputs("  guest address            size       physical    what\n", out);
    print_regions(out, config, partition);
    print_devices(out, config, partition);
    print_masters(out, config, partition);
    print_interrupts(out, partition);
    print_ports(out, config, partition);
    fprintf(out, "  and nothing else; starts at 0x%llx",
            (unsigned long long)partition->entry);
    if (partition->argument)
        fprintf(out, " with a1 = 0x%llx",
                (unsigned long long)partition->argument);
    fputc('\n', out);
    print_needs(out, partition);
    print_control(out, config, partition);
    print_health(out, config, partition);
}

/* Prints each port of the channel that has this direction, a line each. */
static void print_ends(FILE *out, const struct bh_config *config,
                       uint32_t channel, uint8_t direction, const char *verb)
{
    const struct bh_config_port *ports = blob_table(config, config->ports);

    for (uint32_t i = 0; i < config->partitions.count; i++) {
        const struct bh_config_partition *partition =
            print_partition_at(config, i);
        const struct bh_info *info = blob_info(config, partition);

        for (uint32_t j = 0; j < partition->port_count; j++) {
            const struct bh_config_port *port =
                &ports[partition->port_first + j];

            if (port->channel == channel && port->direction == direction)
                fprintf(out, "      %s %s port '%s'\n", verb, partition->name,
                        info->port[j].name);
        }
    }
}

void print_channels(FILE *out, const struct bh_config *config)
{
    const struct bh_config_channel *channel =
        blob_table(config, config->channels);
    char time[TIME_TEXT];

    if (config->channels.count > 0)
        fputs("\nChannels\n", out);
    for (uint32_t i = 0; i < config->channels.count; i++, channel++) {
        fprintf(out, "  %u '%s': ", i, channel->name);
        if (channel->kind == BH_PORT_DOORBELL)
            fputs("doorbell\n", out);
        else if (channel->kind == BH_PORT_SAMPLING)
            fprintf(out, "sampling, %u bytes, valid for %s\n",
                    channel->message_size,
                    print_time_text(time, config, channel->refresh));
        else
            fprintf(out, "queuing, %u messages of %u bytes%s\n", channel->depth,
                    channel->message_size,
                    channel->flags & BH_CHANNEL_DROP_OLDEST
                        ? ", the oldest is lost when it is full"
                        : "");
        print_ends(out, config, i, BH_PORT_SOURCE, "from");
        print_ends(out, config, i, BH_PORT_DESTINATION, "to  ");
    }
}
