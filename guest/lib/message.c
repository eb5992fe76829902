/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers to bytes and back, little-endian, with one error for the whole
 * message instead of one for each step.
 */
#include <bulkhead/message.h>
#include <bulkhead/text.h>

void bh_pack_begin(struct bh_pack *pack, void *buffer, size_t size)
{
    *pack = (struct bh_pack){.data = buffer, .size = size};
}

/* Whether `size` more bytes fit; notes it if they do not. */
static int pack_fits(struct bh_pack *pack, size_t size)
{
    if (pack->error == BH_OK && size > pack->size - pack->used)
        pack->error = BH_E_SIZE;
    return pack->error == BH_OK;
}

static void pack_number(struct bh_pack *pack, uint64_t value, size_t size)
{
    if (!pack_fits(pack, size))
        return;
    for (size_t i = 0; i < size; i++)
        pack->data[pack->used++] = (uint8_t)(value >> (8 * i));
}

void bh_pack_u8(struct bh_pack *pack, uint8_t value)
{
    pack_number(pack, value, sizeof(value));
}

void bh_pack_u16(struct bh_pack *pack, uint16_t value)
{
    pack_number(pack, value, sizeof(value));
}

void bh_pack_u32(struct bh_pack *pack, uint32_t value)
{
    pack_number(pack, value, sizeof(value));
}

void bh_pack_u64(struct bh_pack *pack, uint64_t value)
{
    pack_number(pack, value, sizeof(value));
}

void bh_pack_i32(struct bh_pack *pack, int32_t value)
{
    pack_number(pack, (uint32_t)value, sizeof(value));
}

void bh_pack_i64(struct bh_pack *pack, int64_t value)
{
    pack_number(pack, (uint64_t)value, sizeof(value));
}

void bh_pack_bytes(struct bh_pack *pack, const void *bytes, size_t size)
{
    if (size == 0 || !pack_fits(pack, size))
        return;
    memcpy(pack->data + pack->used, bytes, size);
    pack->used += size;
}

long bh_pack_end(const struct bh_pack *pack)
{
    return pack->error != BH_OK ? pack->error : (long)pack->used;
}

void bh_unpack_begin(struct bh_unpack *unpack, const void *message, size_t size)
{
    *unpack = (struct bh_unpack){.data = message, .size = size};
}

/* Whether `size` more bytes are there; notes it if they are not. */
static int unpack_holds(struct bh_unpack *unpack, size_t size)
{
    if (unpack->error == BH_OK && size > unpack->size - unpack->used)
        unpack->error = BH_E_SIZE;
    return unpack->error == BH_OK;
}

static uint64_t unpack_number(struct bh_unpack *unpack, size_t size)
{
    uint64_t value = 0;

    if (!unpack_holds(unpack, size))
        return 0;
    for (size_t i = 0; i < size; i++)
        value |= (uint64_t)unpack->data[unpack->used++] << (8 * i);
    return value;
}

uint8_t bh_unpack_u8(struct bh_unpack *unpack)
{
    return (uint8_t)unpack_number(unpack, sizeof(uint8_t));
}

uint16_t bh_unpack_u16(struct bh_unpack *unpack)
{
    return (uint16_t)unpack_number(unpack, sizeof(uint16_t));
}

uint32_t bh_unpack_u32(struct bh_unpack *unpack)
{
    return (uint32_t)unpack_number(unpack, sizeof(uint32_t));
}

uint64_t bh_unpack_u64(struct bh_unpack *unpack)
{
    return unpack_number(unpack, sizeof(uint64_t));
}

int32_t bh_unpack_i32(struct bh_unpack *unpack)
{
    return (int32_t)bh_unpack_u32(unpack);
}

int64_t bh_unpack_i64(struct bh_unpack *unpack)
{
    return (int64_t)bh_unpack_u64(unpack);
}

void bh_unpack_bytes(struct bh_unpack *unpack, void *bytes, size_t size)
{
    if (size == 0 || !unpack_holds(unpack, size))
        return;
    memcpy(bytes, unpack->data + unpack->used, size);
    unpack->used += size;
}

long bh_unpack_end(const struct bh_unpack *unpack)
{
    if (unpack->error != BH_OK)
        return unpack->error;
    return unpack->used == unpack->size ? BH_OK : BH_E_SIZE;
}
