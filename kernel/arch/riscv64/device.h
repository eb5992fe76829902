/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Emulated devices: each reads and writes registers for one virtual CPU. An
 * access that the machine's device does not take is an access fault.
 */
#ifndef KERNEL_ARCH_RISCV64_DEVICE_H
#define KERNEL_ARCH_RISCV64_DEVICE_H

#include "kernel/arch/riscv64/vcpu.h"

/* What a device answers to a read. */
struct device_value {
    uint64_t value; /* the bytes above the access's width do not count */
    uint64_t taken; /* 0: the device does not take such an access */
};

static inline struct device_value device_answer(uint64_t value)
{
    return (struct device_value){value, 1};
}

/*
 * An access of `width` bytes (1, 2, 4 or 8) at `offset` from the device's first
 * register, naturally aligned. A write returns whether the device took it. An
 * access that is not taken has no effect: entry.S tries, and access.c again.
 */
typedef struct device_value device_read(struct vcpu *self, uint64_t offset,
                                        uint64_t width);
typedef bool device_write(struct vcpu *self, uint64_t offset, uint64_t width,
                          uint64_t value);

device_read vclint_read, vuart_read, vfinisher_read, vplic_read, vhtif_read,
    vuart_second_read;
device_write vclint_write, vuart_write, vfinisher_write, vplic_write,
    vhtif_write, vuart_second_write;

/* By BH_DEVICE_...; entry.S calls them, too. */
struct device_type {
    device_read *read;
    device_write *write;
};

extern const struct device_type device_types[BH_DEVICE_KINDS];

/* Puts the devices of `self` into their state after reset. */
void device_reset(struct vcpu *self);
void vuart_reset(struct vcpu *self);
void vplic_reset(struct vcpu *self);
void vhtif_reset(struct vcpu *self);

/*
 * The board's interrupt controller. poll: looks whether a device of `self`,
 * which waits, has called. enter: likewise, and the hart is told of its devices
 * from now on; leave: no more. open: the hart is told of all devices, close:
 * all that called has been taken, and it is told of none.
 */
void plic_reset(struct vcpu *self);
void plic_poll(struct vcpu *self);
void plic_enter(struct vcpu *self);
void plic_leave(void);
void plic_open(void);
void plic_close(void);

/* Interrupt sources of the virtual UARTs: as on QEMU virt, and unused there. */
#define UART_SOURCE 10
#define SECOND_UART_SOURCE 9

/*
 * Sets the level of an interrupt source, or looks what the UARTs' are: who has
 * a UART call for what is typed may sleep until then.
 */
void vplic_set_level(struct vcpu *self, uint32_t source, bool level);
void vuart_update(struct vcpu *self, bool sleeps);

#endif
