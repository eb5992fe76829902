/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The controller: reads the temperature once a slot and switches a fan, which
 * is the logger's line on the console. It trusts no sample that is too old: the
 * fan runs then.
 */
#include "messages.h"

BH_REQUIRE_SAMPLING_PORT("temperature", BH_PORT_DESTINATION, SAMPLE_SIZE);
BH_REQUIRE_QUEUING_PORT("commands", BH_PORT_SOURCE, COMMAND_SIZE, 8);

#define FAN_ON_MILLI_CELSIUS 24000
#define FAN_OFF_MILLI_CELSIUS 22000

/* Reads the latest sample; false if there has never been one. */
static bool read_sample(struct sample *sample, bool *valid)
{
    uint8_t message[SAMPLE_SIZE];
    struct bh_unpack unpack;
    const long size = bh_sampling_read_by_name("temperature", message,
                                               sizeof(message), valid);

    if (size < 0) {
        if (size != BH_E_EMPTY)
            bh_printf("no temperature: %s\n", bh_error_name(size));
        return false;
    }
    bh_unpack_begin(&unpack, message, (size_t)size);
    unpack_sample(&unpack, sample);
    return bh_unpack_end(&unpack) == BH_OK;
}

static void queue_command(const struct command *command)
{
    uint8_t message[COMMAND_SIZE];
    struct bh_pack pack;
    long result;

    bh_pack_begin(&pack, message, sizeof(message));
    pack_command(&pack, command);
    result = bh_pack_end(&pack);
    if (result > 0)
        result = bh_queuing_send_by_name("commands", message, (size_t)result);
    if (result != BH_OK)
        bh_printf("a command is lost: %s\n", bh_error_name(result));
}

/* Whether the fan is to run, given whether it does. */
static bool decide(const struct command *command, bool running)
{
    if (!command->valid)
        return true;
    if (running)
        return command->cause.milli_celsius > FAN_OFF_MILLI_CELSIUS;
    return command->cause.milli_celsius >= FAN_ON_MILLI_CELSIUS;
}

int main(void)
{
    struct command command = {.fan = false};
    bool running = false;

    bh_puts("switching a fan: on at 24 C, off at 22 C");
    for (;;) {
        if (read_sample(&command.cause, &command.valid)) {
            command.fan = decide(&command, running);
            if (command.fan != running)
                queue_command(&command);
            running = command.fan;
        }
        bh_partition_yield();
    }
}
