/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads and stores to emulated devices: which device, which instruction, and
 * the register it moves (unprivileged specification, chapters "RV64I" and "C").
 */
#include "kernel/arch/riscv64/device.h"
#include "kernel/arch/riscv64/emulate.h"
#include "kernel/core/config.h"

struct device_type {
    device_read *read;
    device_write *write;
};

static const struct device_type device_types[BH_DEVICE_KINDS] = {
    [BH_DEVICE_CLINT] = {vclint_read, vclint_write},
    [BH_DEVICE_UART16550] = {vuart_read, vuart_write},
    [BH_DEVICE_FINISHER] = {vfinisher_read, vfinisher_write},
};

/* A load or store, decoded. */
struct access {
    uint32_t width; /* bytes; 0: not a load or store of integers */
    uint32_t number; /* of the register it moves */
    bool is_store;
    bool is_signed;
};

#define OPCODE_LOAD 0x03
#define OPCODE_STORE 0x23

static struct access decode_full(uint32_t bits)
{
    uint32_t funct3 = (bits >> 12) & 7;
    struct access access = {.width = 1u << (funct3 & 3)};

    if ((bits & 0x7f) == OPCODE_LOAD && funct3 != 7) {
        access.number = (bits >> 7) & 31;
        access.is_signed = funct3 < 4;
    } else if ((bits & 0x7f) == OPCODE_STORE && funct3 < 4) {
        access.number = (bits >> 20) & 31;
        access.is_store = true;
    } else {
        access.width = 0;
    }
    return access;
}

/* Of the compressed ones, c.lw, c.ld, c.sw, c.sd and the same on the stack. */
static struct access decode_compressed(uint32_t bits)
{
    uint32_t quadrant = bits & 3;
    uint32_t funct3 = (bits >> 13) & 7;
    struct access access = {.is_store = funct3 >= 4, .is_signed = true};

    if (quadrant == 0)
        access.number = 8 + ((bits >> 2) & 7);
    else
        access.number = access.is_store ? (bits >> 2) & 31 : (bits >> 7) & 31;
    if (quadrant != 1 && (funct3 & 3) == 2)
        access.width = 4;
    if (quadrant != 1 && (funct3 & 3) == 3)
        access.width = 8;
    return access;
}

static const struct bh_config_device *find_device(const struct vcpu *self,
                                                  uint64_t address)
{
    const struct bh_config_partition *partition = self->partition;
    const struct bh_config_device *device =
        config_device(self->config, partition->device_first);

    for (uint32_t i = 0; i < partition->device_count; i++, device++)
        if (address - device->address < device->size)
            return device;
    return NULL;
}

static uint64_t extend(uint64_t value, const struct access *access)
{
    uint32_t unused = 64 - 8 * access->width;

    value <<= unused;
    if (access->is_signed)
        return (uint64_t)((int64_t)value >> unused);
    return value >> unused;
}

static bool load(struct vcpu *self, const struct device_type *type,
                 uint64_t offset, const struct access *access)
{
    uint64_t value = 0;

    if (!type->read(self, offset, access->width, &value))
        return false;
    if (access->number != 0)
        self->arch->x[access->number] = extend(value, access);
    return true;
}

static bool store(struct vcpu *self, const struct device_type *type,
                  uint64_t offset, const struct access *access)
{
    uint32_t unused = 64 - 8 * access->width;
    uint64_t value =
        access->number == 0 ? 0 : self->arch->x[access->number];

    return type->write(self, offset, access->width, value << unused >> unused);
}

bool emulate_access(struct vcpu *self, uint64_t address)
{
    const struct bh_config_device *device = find_device(self, address);
    struct instruction instruction;
    struct access access;
    uint64_t offset;
    bool done;

    if (device == NULL)
        return false;
    instruction = emulate_fetch(self);
    access = instruction.size == 4 ? decode_full(instruction.bits)
                                   : decode_compressed(instruction.bits);
    offset = address - device->address;
    if (instruction.size == 0 || access.width == 0 ||
        (offset & (access.width - 1)) != 0 ||
        device->size - offset < access.width)
        return false;
    done = access.is_store
               ? store(self, &device_types[device->kind], offset, &access)
               : load(self, &device_types[device->kind], offset, &access);
    if (done)
        self->arch->x[PC] += instruction.size;
    return done;
}
