/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sampling: one message in the channel, overwritten by each write. The kernel
 * is not preemptible, so that a message is read whole.
 */
#include "kernel/core/sampling.h"
#include "kernel/core/channel.h"
#include "kernel/lib/memory.h"

struct result sampling_write(uint64_t index, struct guest_address address,
                             uint64_t size, struct vcpu *self)
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
    port.channel->sent++;
    port_tell(self, &port);
    return result_value(0);
}

/* Which message a call is content with. */
enum wanted { LATEST, VALID, NEW };

/* Each of the three calls has a copy of its own: reading is to be quick. */
static inline __attribute__((always_inline)) struct result
read(uint64_t index, struct guest_address address, uint64_t size,
     struct vcpu *self, enum wanted wanted)
{
    struct port port;
    const struct message *message;
    void *to = NULL;
    bool valid;
    long value;
    long error =
        port_open_message(self, index, BH_PORT_SAMPLING, BH_PORT_DESTINATION,
                          address, size, &port, &to);

    if (error != BH_OK)
        return result_error(error);
    if (port.channel->sent == 0)
        return result_error(BH_E_EMPTY);
    valid = arch_time() - port.channel->written_at <= port.config->refresh;
    if ((wanted == VALID && !valid) ||
        (wanted == NEW && self->seen[index] == port.channel->sent))
        return result_error(BH_E_STALE);

    self->seen[index] = port.channel->sent;
    message = channel_message(port.config, 0);
    memcpy(to, message->bytes, message->length);
    value = (long)message->length;
    return result_value(value | (long)valid << BH_SAMPLING_VALID_BIT);
}

struct result sampling_read(uint64_t index, struct guest_address address,
                            uint64_t size, struct vcpu *self)
{
    return read(index, address, size, self, LATEST);
}

struct result sampling_read_valid(uint64_t index, struct guest_address address,
                                  uint64_t size, struct vcpu *self)
{
    return read(index, address, size, self, VALID);
}

struct result sampling_read_new(uint64_t index, struct guest_address address,
                                uint64_t size, struct vcpu *self)
{
    return read(index, address, size, self, NEW);
}
