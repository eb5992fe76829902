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
    const void *from;
    long error =
        port_open(self, index, BH_PORT_SAMPLING, BH_PORT_SOURCE, &port);

    if (error != BH_OK)
        return result_error(error);
    if (size == 0 || size > port.config->message_size)
        return result_error(BH_E_SIZE);
    from = guest_mem_open(self, address, size, BH_ACCESS_READ);
    if (from == NULL)
        return result_error(BH_E_INVALID_ADDRESS);

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
    void *to;
    uint64_t age;
    long value;
    long error =
        port_open(self, index, BH_PORT_SAMPLING, BH_PORT_DESTINATION, &port);

    if (error != BH_OK)
        return result_error(error);
    if (size < port.config->message_size)
        return result_error(BH_E_SIZE);
    to = guest_mem_open(self, address, size, BH_ACCESS_WRITE);
    if (to == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
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
