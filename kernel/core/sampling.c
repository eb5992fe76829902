/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sampling: one message in the channel, overwritten by each write. The kernel
 * is not preemptible, so that a message is read whole.
 */
#include "kernel/core/sampling.h"
#include "kernel/core/channel.h"
#include "kernel/lib/memory.h"

long sampling_write(struct vcpu *self, uint64_t index,
                    struct guest_address address, uint64_t size)
{
    struct port port;
    struct message *message;
    const void *from;
    long error = port_open(self, index, BH_PORT_SAMPLING, BH_PORT_SOURCE, &port);

    if (error != BH_OK)
        return error;
    if (size == 0 || size > port.config->message_size)
        return BH_E_SIZE;
    from = guest_mem_open(self, address, size, BH_ACCESS_READ);
    if (from == NULL)
        return BH_E_INVALID_ADDRESS;

    message = channel_message(port.config, 0);
    memcpy(message->bytes, from, size);
    message->length = size;
    port.channel->written_at = arch_time();
    port.channel->count = 1;
    return BH_OK;
}

long sampling_read(struct vcpu *self, uint64_t index,
                   struct guest_address address, uint64_t size, long *value)
{
    struct port port;
    const struct message *message;
    void *to;
    uint64_t age;
    long error =
        port_open(self, index, BH_PORT_SAMPLING, BH_PORT_DESTINATION, &port);

    if (error != BH_OK)
        return error;
    if (size < port.config->message_size)
        return BH_E_SIZE;
    to = guest_mem_open(self, address, size, BH_ACCESS_WRITE);
    if (to == NULL)
        return BH_E_INVALID_ADDRESS;
    if (port.channel->count == 0)
        return BH_E_EMPTY;

    message = channel_message(port.config, 0);
    memcpy(to, message->bytes, message->length);
    age = arch_time() - port.channel->written_at;
    *value = (long)message->length;
    if (age <= port.config->refresh)
        *value |= 1L << BH_SAMPLING_VALID_BIT;
    return BH_OK;
}
