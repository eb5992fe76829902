/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Queuing: a ring of messages in the channel's buffer.
 */
#include "kernel/core/queuing.h"
#include "kernel/core/channel.h"
#include "kernel/lib/memory.h"

/* The oldest message is in the queue no longer. */
static inline void pass(const struct port *port)
{
    port->channel->first++;
    if (port->channel->first == port->config->depth)
        port->channel->first = 0;
    port->channel->gone++;
}

/* BH_OK, or BH_E_FULL. */
static inline long push(const struct port *port, const void *from,
                        uint64_t size)
{
    struct channel *channel = port->channel;
    uint32_t count = (uint32_t)(channel->sent - channel->gone);
    struct message *message;
    uint32_t end;

    if (count == port->config->depth) {
        if ((port->config->flags & BH_CHANNEL_DROP_OLDEST) == 0)
            return BH_E_FULL;
        pass(port);
        channel->lost++;
        count--;
    }
    end = channel->first + count;
    if (end >= port->config->depth)
        end -= port->config->depth;
    channel->sent++;
    message = channel_message(port->config, end);
    message->length = size;
    memcpy(message->bytes, from, size);
    return BH_OK;
}

struct result queuing_send(uint64_t index, struct guest_address address,
                           uint64_t size, struct vcpu *self)
{
    struct port port;
    void *from = NULL;
    long error = port_open_message(self, index, BH_PORT_QUEUING, BH_PORT_SOURCE,
                                   address, size, &port, &from);

    if (error == BH_OK)
        error = push(&port, from, size);
    if (error == BH_OK)
        port_tell(self, &port);
    return result_error(error);
}

struct result queuing_receive(uint64_t index, struct guest_address address,
                              uint64_t size, struct vcpu *self)
{
    struct port port;
    const struct message *message;
    void *to = NULL;
    long error =
        port_open_message(self, index, BH_PORT_QUEUING, BH_PORT_DESTINATION,
                          address, size, &port, &to);

    if (error != BH_OK)
        return result_error(error);
    if (port.channel->sent == port.channel->gone)
        return result_error(BH_E_EMPTY);

    message = channel_message(port.config, port.channel->first);
    memcpy(to, message->bytes, message->length);
    pass(&port);
    port_tell(self, &port);
    return result_value((long)message->length);
}

/*
 * Opens a port and the guest's memory for `count` messages, which lie there as
 * they do in the channel: struct message, stride and all.
 */
static long open_batch(struct vcpu *self, uint64_t index, uint8_t direction,
                       struct guest_address address, uint64_t count,
                       struct port *port, uint8_t **memory)
{
    long error = port_open(self, index, BH_PORT_QUEUING, direction, port);

    if (error != BH_OK)
        return error;
    if (count - 1 >= BH_BATCH_MAX ||
        count * port->config->stride > BH_BATCH_SIZE_MAX)
        return BH_E_SIZE;
    *memory = guest_mem_open(self, address, count * port->config->stride,
                             direction == BH_PORT_SOURCE ? BH_ACCESS_READ
                                                         : BH_ACCESS_WRITE);
    return *memory != NULL ? BH_OK : BH_E_INVALID_ADDRESS;
}

struct result queuing_send_many(struct vcpu *self, uint64_t index,
                                struct guest_address address, uint64_t count)
{
    struct port port;
    uint8_t *from = NULL;
    uint64_t done = 0, size;
    long error =
        open_batch(self, index, BH_PORT_SOURCE, address, count, &port, &from);

    for (; error == BH_OK && done < count; from += port.config->stride) {
        memcpy(&size, from, sizeof(size)); /* of any alignment */
        error = size - 1 < port.config->message_size
                    ? push(&port, from + sizeof(size), size)
                    : BH_E_SIZE;
        done += error == BH_OK;
    }
    if (done == 0)
        return result_error(error);
    port_tell(self, &port);
    return result_value((long)done);
}

struct result queuing_receive_many(struct vcpu *self, uint64_t index,
                                   struct guest_address address, uint64_t count)
{
    struct port port;
    uint8_t *to = NULL;
    uint64_t done = 0;
    long error = open_batch(self, index, BH_PORT_DESTINATION, address, count,
                            &port, &to);

    if (error != BH_OK)
        return result_error(error);
    for (; done < count && port.channel->sent != port.channel->gone; done++) {
        const struct message *message =
            channel_message(port.config, port.channel->first);

        memcpy(to, message, sizeof(*message) + message->length);
        to += port.config->stride;
        pass(&port);
    }
    if (done == 0)
        return result_error(BH_E_EMPTY);
    port_tell(self, &port);
    return result_value((long)done);
}

struct result queuing_clear(struct vcpu *self, uint64_t index)
{
    struct port port;
    uint64_t count;
    long error =
        port_open(self, index, BH_PORT_QUEUING, BH_PORT_DESTINATION, &port);

    if (error != BH_OK)
        return result_error(error);
    count = port.channel->sent - port.channel->gone;
    port.channel->gone += count;
    port.channel->lost += count;
    port.channel->first = 0;
    if (count != 0)
        port_tell(self, &port);
    return result_value((long)count);
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
    return result_value((long)(port.channel->sent - port.channel->gone));
}
