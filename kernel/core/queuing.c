/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing: a ring of messages in the channel's buffer.
 */
#include "kernel/core/queuing.h"
#include "kernel/core/channel.h"
#include "kernel/lib/memory.h"

struct result queuing_send(struct vcpu *self, uint64_t index,
                           struct guest_address address, uint64_t size)
{
    struct port port;
    struct message *message;
    const void *from;
    uint32_t end;
    long error = port_open(self, index, BH_PORT_QUEUING, BH_PORT_SOURCE, &port);

    if (error != BH_OK)
        return result_error(error);
    if (size == 0 || size > port.config->message_size)
        return result_error(BH_E_SIZE);
    from = guest_mem_open(self, address, size, BH_ACCESS_READ);
    if (from == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
    if (port.channel->count == port.config->depth)
        return result_error(BH_E_FULL);

    end = port.channel->first + port.channel->count;
    if (end >= port.config->depth)
        end -= port.config->depth;
    message = channel_message(port.config, end);
    memcpy(message->bytes, from, size);
    message->length = size;
    port.channel->count++;
    return result_value(0);
}

struct result queuing_receive(struct vcpu *self, uint64_t index,
                              struct guest_address address, uint64_t size)
{
    struct port port;
    const struct message *message;
    void *to;
    long error =
        port_open(self, index, BH_PORT_QUEUING, BH_PORT_DESTINATION, &port);

    if (error != BH_OK)
        return result_error(error);
    if (size < port.config->message_size)
        return result_error(BH_E_SIZE);
    to = guest_mem_open(self, address, size, BH_ACCESS_WRITE);
    if (to == NULL)
        return result_error(BH_E_INVALID_ADDRESS);
    if (port.channel->count == 0)
        return result_error(BH_E_EMPTY);

    message = channel_message(port.config, port.channel->first);
    memcpy(to, message->bytes, message->length);
    port.channel->first++;
    if (port.channel->first == port.config->depth)
        port.channel->first = 0;
    port.channel->count--;
    return result_value((long)message->length);
}

struct result queuing_get_count(const struct vcpu *self, uint64_t index)
{
    struct port port;
    long error;

    if (index >= self->port_count)
        return result_error(BH_E_INVALID_PARAM);
    error = port_open(self, index, BH_PORT_QUEUING,
                      self->ports[index].direction, &port);
    if (error != BH_OK)
        return result_error(error);
    return result_value((long)port.channel->count);
}
