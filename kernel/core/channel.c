/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is the same for ports of all kinds.
 */
#include "kernel/core/channel.h"
#include "kernel/core/config.h"
#include "kernel/core/virq.h"

struct channel channels[BH_CHANNELS_MAX];

void channel_tell(struct vcpu *self, const struct bh_config_port *end)
{
    const struct bh_config_notice *notice =
        config_notice(self->config, end->notice_first);

    for (uint32_t i = 0; i < end->notice_count; i++, notice++)
        virq_signal(&vcpus[notice->partition], BH_LINE_PORT,
                    UINT64_C(1) << notice->port);
    /* Who is told may be the owner of the slot that `self` was lent. */
    arch_vcpu_leave(self);
}

struct result port_ring(struct vcpu *self, uint64_t index)
{
    struct port port;
    long error =
        port_open(self, index, BH_PORT_DOORBELL, BH_PORT_SOURCE, &port);

    if (error == BH_OK) {
        port.channel->sent++;
        port_tell(self, &port);
    }
    return result_error(error);
}

struct result port_get_status(const struct vcpu *self, uint64_t index,
                              struct bh_port_status *status)
{
    const struct bh_config_channel *config;
    const struct channel *channel;
    bool sampling, queuing;

    if (index >= self->port_count)
        return result_error(BH_E_INVALID_PARAM);
    config = &self->channels[self->ports[index].channel];
    channel = &channels[self->ports[index].channel];
    sampling = config->kind == BH_PORT_SAMPLING;
    queuing = config->kind == BH_PORT_QUEUING;
    *status = (struct bh_port_status){
        .count = queuing ? (uint32_t)(channel->sent - channel->gone)
                         : sampling && channel->sent != 0,
        .valid = sampling && channel->sent != 0 &&
                 arch_time() - channel->written_at <= config->refresh,
        .written_at = sampling ? channel->written_at : 0,
        .sent = channel->sent,
        .received = queuing ? channel->gone - channel->lost : self->seen[index],
        .lost = channel->lost,
    };
    return result_value(0);
}
