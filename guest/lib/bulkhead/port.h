/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Ports by name. A port's handle is its index in the information page; looking
 * it up once and keeping it is the quick way (bh_port_find(), then the calls of
 * hypercall.h), the functions with `_by_name` are the short one.
 */
#ifndef BULKHEAD_PORT_H
#define BULKHEAD_PORT_H

#include <bulkhead/abi.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/info.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Looks for a port of this partition.
 *
 * @param name as in the system file
 * @param kind BH_PORT_SAMPLING or BH_PORT_QUEUING
 * @return its handle, 0 to BH_PORTS_MAX - 1; BH_E_INVALID_PARAM if none has
 *         the name, BH_E_KIND if the one that has is of the other kind,
 *         BH_E_FAILED if there is no information page
 */
long bh_port_find(const char *name, uint8_t kind);

/**
 * What the system file declares of a port.
 *
 * @param port handle
 * @return NULL if there is no such port
 */
const struct bh_info_port *bh_port_info(long port);

/** Length, in bytes, of the message that bh_sampling_read() returned. */
static inline size_t bh_sampling_length(struct bh_ret ret)
{
    return (size_t)ret.value & 0xffffffff;
}

/** Whether the message that bh_sampling_read() returned is valid. */
static inline bool bh_sampling_is_valid(struct bh_ret ret)
{
    return (((unsigned long)ret.value >> BH_SAMPLING_VALID_BIT) & 1) != 0;
}

/**
 * Bytes from one message of bh_queuing_send_many() or
 * bh_queuing_receive_many() to the next.
 *
 * @param message_size the port's, bytes
 */
static inline size_t bh_batch_stride(size_t message_size)
{
    return sizeof(uint64_t) + ((message_size + 7) & ~(size_t)7);
}

/**
 * Takes the oldest message of a queue, and waits for it if need be (ARINC 653
 * part 1, RECEIVE_QUEUING_MESSAGE with a time-out).
 *
 * This and the two that follow wake by the line BH_LINE_PORT, on platform
 * "none", and take what that has to tell of all ports. The port must say
 * `notify="yes"` in the system file, else they try at once and at the deadline
 * only. Handlers run meanwhile if interrupts are on.
 *
 * @param port     handle
 * @param buffer   where the message goes
 * @param size     room there, bytes
 * @param deadline absolute, ticks; BH_TIME_NEVER waits for good, one that has
 *                 passed not at all
 * @return as bh_queuing_receive(); BH_E_EMPTY if none came until the deadline.
 *         Since 1.2
 */
struct bh_ret bh_queuing_receive_until(unsigned long port, void *buffer,
                                       size_t size, uint64_t deadline);

/**
 * Puts a message at a queue's end, and waits for room if need be (ARINC 653
 * part 1, SEND_QUEUING_MESSAGE with a time-out). See
 * bh_queuing_receive_until().
 *
 * @return as bh_queuing_send(); BH_E_FULL if there was no room until the
 *         deadline. Since 1.2
 */
long bh_queuing_send_until(unsigned long port, const void *message, size_t size,
                           uint64_t deadline);

/**
 * Reads a sampling message that has not been read yet, and waits for it if need
 * be. See bh_queuing_receive_until().
 *
 * @return as bh_sampling_read_new(); BH_E_STALE or BH_E_EMPTY if none came
 *         until the deadline. Since 1.2
 */
struct bh_ret bh_sampling_read_until(unsigned long port, void *buffer,
                                     size_t size, uint64_t deadline);

/**
 * Writes a sampling message to the port of that name.
 *
 * @return BH_OK; errors of bh_port_find() and bh_sampling_write()
 */
long bh_sampling_write_by_name(const char *name, const void *message,
                               size_t size);

/**
 * Reads the latest sampling message of the port of that name.
 *
 * @param name   of the port
 * @param buffer where the message goes
 * @param size   room there, bytes
 * @param valid  set to whether the message is not older than its refresh
 *               period; may be NULL
 * @return the message's length, bytes; errors of bh_port_find() and
 *         bh_sampling_read()
 */
long bh_sampling_read_by_name(const char *name, void *buffer, size_t size,
                              bool *valid);

/**
 * Puts a message at the end of the queue of the port of that name.
 *
 * @return BH_OK; errors of bh_port_find() and bh_queuing_send()
 */
long bh_queuing_send_by_name(const char *name, const void *message,
                             size_t size);

/**
 * Takes the oldest message of the port of that name.
 *
 * @return the message's length, bytes; errors of bh_port_find() and
 *         bh_queuing_receive()
 */
long bh_queuing_receive_by_name(const char *name, void *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
