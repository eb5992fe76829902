/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loads and stores to emulated devices: which device, which instruction, and
 * the register it moves (unprivileged specification, chapters "RV64I" and "C").
 * entry.S does the same where it can.
 */
#include "kernel/arch/riscv64/device.h"
#include "kernel/arch/riscv64/emulate.h"

const struct device_type device_types[BH_DEVICE_KINDS] = {
    [BH_DEVICE_CLINT] = {vclint_read, vclint_write},
    [BH_DEVICE_UART16550] = {vuart_read, vuart_write},
    [BH_DEVICE_FINISHER] = {vfinisher_read, vfinisher_write},
    [BH_DEVICE_PLIC] = {vplic_read, vplic_write},
    [BH_DEVICE_HTIF] = {vhtif_read, vhtif_write},
    [BH_DEVICE_SECOND_UART] = {vuart_second_read, vuart_second_write},
};

void device_reset(struct vcpu *self)
{
    plic_reset(self);
    for (uint32_t i = 0; i < self->device_count; i++) {
        uint32_t kind = self->devices[i].kind;

        if (kind == BH_DEVICE_CLINT) {
            /* mtimecmp is 0: the timer's interrupt waits at once. */
            self->timer = 0;
            self->pending = VIRQ_TIMER;
        } else if (kind == BH_DEVICE_UART16550) {
            vuart_reset(self);
        } else if (kind == BH_DEVICE_PLIC) {
            vplic_reset(self);
            self->arch->has_plic = true;
        } else if (kind == BH_DEVICE_HTIF) {
            vhtif_reset(self);
        }
    }
}

/* A load or store, decoded. */
struct access {
    uint64_t log_size; /* 0 to 3: one, two, four or eight bytes */
    uint64_t number;   /* of the register it moves */
    uint64_t is_signed;
    uint64_t is_known; /* 0: not a load or store of integers */
};

#define OPCODE_LOAD 0x03
#define OPCODE_STORE 0x23

/* Of 4 bytes: the trap's cause has told which of the two it is. */
static struct access decode_full(uint64_t bits, bool is_store)
{
    return (struct access){
        .log_size = (bits >> 12) & 3,
        .number = (bits >> (is_store ? 20 : 7)) & 31,
        .is_signed = (bits >> 14 & 1) == 0,
        .is_known = (bits & 0x7f) == (is_store ? OPCODE_STORE : OPCODE_LOAD),
    };
}

/* Of 2 bytes: c.lw, c.ld, c.sw, c.sd, and the same on the stack. */
static struct access decode_compressed(uint64_t bits, bool is_store)
{
    bool on_stack = (bits & 3) != 0;

    return (struct access){
        .log_size = (bits >> 13) & 3,
        .number = on_stack ? (bits >> (is_store ? 2 : 7)) & 31
                           : 8 + ((bits >> 2) & 7),
        .is_signed = 1,
        .is_known = bits >> 14 & 1, /* the others move FP registers */
    };
}

static struct access decode(const struct instruction *instruction,
                            bool is_store)
{
    return instruction->size == 4
               ? decode_full(instruction->bits, is_store)
               : decode_compressed(instruction->bits, is_store);
}

static const struct bh_config_device *find_device(const struct vcpu *self,
                                                  uint64_t address)
{
    const struct bh_config_device *device = self->devices;
    const struct bh_config_device *end = device + self->device_count;

    for (; device != end; device++)
        if (address - device->address < device->size)
            return device;
    return NULL;
}

static bool is_aligned(uint64_t offset, const struct access *access)
{
    return (offset >> access->log_size) << access->log_size == offset;
}

/* The low bytes of `value`, as a load of that size extends them. */
static uint64_t extend(uint64_t value, uint64_t log_size, uint64_t is_signed)
{
    uint64_t unused = 64 - (UINT64_C(8) << log_size);

    value <<= unused;
    return is_signed ? (uint64_t)((int64_t)value >> unused) : value >> unused;
}

/* Moves a register to or from a device; false if the device refuses. */
static bool move(struct vcpu *self, const struct bh_config_device *device,
                 uint64_t offset, const struct access *access, bool is_store)
{
    const struct device_type *type = &device_types[device->kind];
    uint64_t width = UINT64_C(1) << access->log_size;
    struct device_value got;

    if (is_store)
        return type->write(
            self, offset, width,
            extend(emulate_get(self, access->number), access->log_size, 0));
    got = type->read(self, offset, width);
    if (got.taken)
        emulate_set(self, access->number,
                    extend(got.value, access->log_size, access->is_signed));
    return got.taken;
}

static bool refuse(struct vcpu *self, uint64_t address, uint64_t saved,
                   bool is_store)
{
    return trap_refuse(self, BH_EVENT_MEMORY_VIOLATION,
                       is_store ? CAUSE_STORE_ACCESS : CAUSE_LOAD_ACCESS,
                       address, saved);
}

/* QEMU 7.2 makes a load's fault of an AMO's, too. */
static __attribute__((noinline)) bool
emulate_flag(struct vcpu *self, uint64_t saved, bool is_store)
{
    switch (vflag_emulate(self, emulate_fetch(self).bits, saved)) {
    case VFLAG_DONE:
        return true;
    case VFLAG_NOT_SAVED:
        return false;
    case VFLAG_OTHER:
    default:
        return refuse(self, BH_FLAG_PAGE_ADDRESS, saved, is_store);
    }
}

bool emulate_access(struct vcpu *self, uint64_t address, uint64_t saved,
                    bool is_store)
{
    const struct bh_config_device *device;

    if (address == BH_FLAG_PAGE_ADDRESS &&
        (self->arch->extras & VCPU_HAS_FLAG) != 0)
        return emulate_flag(self, saved, is_store);
    if (saved != VCPU_SAVED_ALL)
        return false;
    device = find_device(self, address);
    if (device != NULL) {
        uint64_t offset = address - device->address;
        struct instruction instruction = emulate_fetch(self);
        struct access access = decode(&instruction, is_store);

        if (access.is_known && is_aligned(offset, &access) &&
            move(self, device, offset, &access, is_store)) {
            self->arch->x[PC] += instruction.size;
            return true;
        }
    }
    return refuse(self, address, saved, is_store);
}
