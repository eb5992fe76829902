/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is the same for ports of all kinds.
 */
#include "kernel/core/channel.h"

struct channel channels[BH_CHANNELS_MAX];

struct result port_get_status(const struct vcpu *self, uint64_t index,
                              struct bh_port_status *status)
{
    const struct bh_config_channel *config;
    const struct channel *channel;
    bool sampling;

    if (index >= self->port_count)
        return result_error(BH_E_INVALID_PARAM);
    config = &self->channels[self->ports[index].channel];
    channel = &channels[self->ports[index].channel];
    sampling = config->kind == BH_PORT_SAMPLING;
    *status = (struct bh_port_status){
        .count = sampling ? channel->sent != 0
                          : (uint32_t)(channel->sent - channel->gone),
        .valid = sampling && channel->sent != 0 &&
                 arch_time() - channel->written_at <= config->refresh,
        .written_at = sampling ? channel->written_at : 0,
        .sent = channel->sent,
        .received =
            sampling ? self->seen[index] : channel->gone - channel->lost,
        .lost = channel->lost,
    };
    return result_value(0);
}
