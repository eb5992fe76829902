/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening a port: the checks that every use of a channel begins with.
 */
#include "kernel/core/channel.h"
#include "kernel/core/config.h"

static struct channel channels[BH_CHANNELS_MAX];

long port_open(const struct vcpu *self, uint64_t index, uint8_t kind,
               uint8_t direction, struct port *port)
{
    const struct bh_config_port *config;

    if (index >= self->port_count)
        return BH_E_INVALID_PARAM;
    config = &self->ports[index];
    if (config->kind != kind)
        return BH_E_KIND;
    if (config->direction != direction)
        return BH_E_DIRECTION;
    port->config = config_channel(self->config, config->channel);
    port->channel = &channels[config->channel];
    return BH_OK;
}
