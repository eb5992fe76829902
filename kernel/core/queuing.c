/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing: a ring of messages in the channel's buffer.
 */
#include "kernel/core/queuing.h"
#include "kernel/core/channel.h"
#include "kernel/lib/memory.h"

struct channel channels[BH_CHANNELS_MAX];

struct result queuing_send(struct vcpu *self, uint64_t index,
                           struct guest_address address, uint64_t size)
{
    struct port port;
    struct message *message;
    void *from = NULL;
    uint32_t end;
    long error = port_open_message(self, index, BH_PORT_QUEUING, BH_PORT_SOURCE,
                                   address, size, &port, &from);

    if (error != BH_OK)
        return result_error(error);
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
    void *to = NULL;
    long error =
        port_open_message(self, index, BH_PORT_QUEUING, BH_PORT_DESTINATION,
                          address, size, &port, &to);

    if (error != BH_OK)
        return result_error(error);
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
