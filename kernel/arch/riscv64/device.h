/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Emulated devices: each reads and writes registers for one virtual CPU. An
 * access that the machine's device does not take is an access fault.
 */
#ifndef KERNEL_ARCH_RISCV64_DEVICE_H
#define KERNEL_ARCH_RISCV64_DEVICE_H

#include "kernel/arch/riscv64/vcpu.h"

/*
 * An access of `width` bytes (1, 2, 4 or 8) at `offset` from the device's first
 * register, naturally aligned. False: the device does not take it.
 */
typedef bool device_read(struct vcpu *self, uint64_t offset, uint32_t width,
                         uint64_t *value);
typedef bool device_write(struct vcpu *self, uint64_t offset, uint32_t width,
                          uint64_t value);

device_read vclint_read, vuart_read, vfinisher_read;
device_write vclint_write, vuart_write, vfinisher_write;

#endif
