/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sampling: one message in the channel, overwritten by each write. The kernel
 * is not preemptible, so that a message is read whole.
 */
#include "kernel/core/sampling.h"
#include "kernel/core/channel.h"
#include "kernel/lib/memory.h"

struct result sampling_write(struct vcpu *self, uint64_t index,
                             struct guest_address address, uint64_t size)
{
    struct port port;
    struct message *message;
    void *from = NULL;
    long error = port_open_message(self, index, BH_PORT_SAMPLING,
                                   BH_PORT_SOURCE, address, size, &port, &from);

    if (error != BH_OK)
        return result_error(error);

    message = channel_message(port.config, 0);
    memcpy(message->bytes, from, size);
    message->length = size;
    port.channel->written_at = arch_time();
    port.channel->count = 1;
    return result_value(0);
}

struct result sampling_read(struct vcpu *self, uint64_t index,
                            struct guest_address address, uint64_t size)
{
    struct port port;
    const struct message *message;
    void *to = NULL;
    uint64_t age;
    long value;
    long error =
        port_open_message(self, index, BH_PORT_SAMPLING, BH_PORT_DESTINATION,
                          address, size, &port, &to);

    if (error != BH_OK)
        return result_error(error);
    if (port.channel->count == 0)
        return result_error(BH_E_EMPTY);

    message = channel_message(port.config, 0);
    memcpy(to, message->bytes, message->length);
    age = arch_time() - port.channel->written_at;
    value = (long)message->length;
    if (age <= port.config->refresh)
        value |= 1L << BH_SAMPLING_VALID_BIT;
    return result_value(value);
}
