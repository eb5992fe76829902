/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Messages as bytes: little-endian, without padding, the same whatever
 * compiler, language and structure layout either end has.
 *
 * Both directions keep a cursor. The first step that does not fit sets `error`
 * and makes every later step do nothing, so one look at the end suffices:
 * @code
 * struct bh_pack pack;
 * bh_pack_begin(&pack, buffer, sizeof buffer);
 * bh_pack_u32(&pack, sequence);
 * bh_pack_i32(&pack, millidegrees);
 * long size = bh_pack_end(&pack);
 * if (size > 0)
 *     bh_sampling_write(port, buffer, (size_t)size);
 * @endcode
 */
#ifndef BULKHEAD_MESSAGE_H
#define BULKHEAD_MESSAGE_H

#include <bulkhead/abi.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A message being written. */
struct bh_pack {
    uint8_t *data; /**< Where it goes. */
    size_t size;   /**< Room there, bytes. */
    size_t used;   /**< Bytes written. */
    long error;    /**< BH_OK, or BH_E_SIZE once something did not fit. */
};

/** A message being read. */
struct bh_unpack {
    const uint8_t *data; /**< Where it lies. */
    size_t size;         /**< Its length, bytes. */
    size_t used;         /**< Bytes read. */
    long error;          /**< BH_OK, or BH_E_SIZE once it was too short. */
};

/** Begins a message in `buffer` of `size` bytes. */
void bh_pack_begin(struct bh_pack *pack, void *buffer, size_t size);
/** @name Append a number of 1, 2, 4 or 8 bytes; i is two's complement. @{ */
void bh_pack_u8(struct bh_pack *pack, uint8_t value);
void bh_pack_u16(struct bh_pack *pack, uint16_t value);
void bh_pack_u32(struct bh_pack *pack, uint32_t value);
void bh_pack_u64(struct bh_pack *pack, uint64_t value);
void bh_pack_i32(struct bh_pack *pack, int32_t value);
void bh_pack_i64(struct bh_pack *pack, int64_t value);
/** @} */
/** Appends `size` bytes as they are. */
void bh_pack_bytes(struct bh_pack *pack, const void *bytes, size_t size);
/**
 * Ends the message.
 *
 * @return its length, bytes, or BH_E_SIZE if the buffer was too small
 */
long bh_pack_end(const struct bh_pack *pack);

/** Begins to read a message of `size` bytes. */
void bh_unpack_begin(struct bh_unpack *unpack, const void *message,
                     size_t size);
/** @name Take a number of 1, 2, 4 or 8 bytes; 0 after an error. @{ */
uint8_t bh_unpack_u8(struct bh_unpack *unpack);
uint16_t bh_unpack_u16(struct bh_unpack *unpack);
uint32_t bh_unpack_u32(struct bh_unpack *unpack);
uint64_t bh_unpack_u64(struct bh_unpack *unpack);
int32_t bh_unpack_i32(struct bh_unpack *unpack);
int64_t bh_unpack_i64(struct bh_unpack *unpack);
/** @} */
/** Takes `size` bytes as they are; leaves `bytes` alone after an error. */
void bh_unpack_bytes(struct bh_unpack *unpack, void *bytes, size_t size);
/**
 * Ends reading.
 *
 * @return BH_OK if the message held exactly what was taken, else BH_E_SIZE
 */
long bh_unpack_end(const struct bh_unpack *unpack);

#ifdef __cplusplus
}
#endif

#endif
