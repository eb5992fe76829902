/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Channels and the ports that are their ends: what sampling and queuing share.
 */
#ifndef KERNEL_CORE_CHANNEL_H
#define KERNEL_CORE_CHANNEL_H

#include "kernel/core/guest_mem.h"
#include "kernel/core/result.h"

/* State of a channel. Written by the hart whose partition uses a port of it. */
struct channel {
    uint64_t sent; /* messages that were written or sent */
    union {
        uint64_t written_at; /* sampling: ticks of the last write */
        uint64_t gone;       /* queuing: messages that are in it no longer */
    };
    uint64_t lost;  /* queuing: of these, never received */
    uint32_t first; /* queuing: index of the oldest message */
};

/* By the channel's index in the configuration. */
extern struct channel channels[BH_CHANNELS_MAX];

/* A message in a channel's buffer. */
struct message {
    uint64_t length;
    uint8_t bytes[];
};

/* A port, opened: its channel as configured, and the channel's state. */
struct port {
    const struct bh_config_port *end;
    const struct bh_config_channel *config;
    struct channel *channel;
};

/*
 * Opens port `index` of `self` for one use. BH_OK, or BH_E_INVALID_PARAM,
 * BH_E_KIND, BH_E_DIRECTION.
 */
static inline long port_open(const struct vcpu *self, uint64_t index,
                             uint8_t kind, uint8_t direction, struct port *port)
{
    const struct bh_config_port *config;

    if (index >= self->port_count)
        return BH_E_INVALID_PARAM;
    config = &self->ports[index];
    if (config->kind != kind)
        return BH_E_KIND;
    if (config->direction != direction)
        return BH_E_DIRECTION;
    port->end = config;
    port->config = &self->channels[config->channel];
    port->channel = &channels[config->channel];
    return BH_OK;
}

/*
 * Opens a port and the guest's memory for its message: a source's message, or a
 * buffer for any that a destination may get. Also BH_E_SIZE and
 * BH_E_INVALID_ADDRESS; nothing has changed yet.
 */
static inline long port_open_message(struct vcpu *self, uint64_t index,
                                     uint8_t kind, uint8_t direction,
                                     struct guest_address address,
                                     uint64_t size, struct port *port,
                                     void **memory)
{
    bool source = direction == BH_PORT_SOURCE;
    long error = port_open(self, index, kind, direction, port);

    if (error != BH_OK)
        return error;
    if (source ? size == 0 || size > port->config->message_size
               : size < port->config->message_size)
        return BH_E_SIZE;
    *memory = guest_mem_open(self, address, size,
                             source ? BH_ACCESS_READ : BH_ACCESS_WRITE);
    return *memory != NULL ? BH_OK : BH_E_INVALID_ADDRESS;
}

/* Tells those who want to know that a port of `self` is used. */
void channel_tell(struct vcpu *self, const struct bh_config_port *end);

static inline void port_tell(struct vcpu *self, const struct port *port)
{
    if (port->end->notice_count != 0)
        channel_tell(self, port->end);
}

/* bh_port_ring() */
struct result port_ring(struct vcpu *self, uint64_t index);

/*
 * Status of port `index` of `self`, of whatever kind and direction, or
 * BH_E_INVALID_PARAM.
 */
struct result port_get_status(const struct vcpu *self, uint64_t index,
                              struct bh_port_status *status);

/* Message number `index` of a channel's buffer. */
static inline struct message *
channel_message(const struct bh_config_channel *config, uint32_t index)
{
    uint64_t offset = (uint64_t)index * config->stride;

    return arch_memory(config->buffer + offset);
}

#endif
