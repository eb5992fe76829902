/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The UART of the virtual machine: an NS16550A (TL16C550C data sheet, SLLS177)
 * without interrupts, whose line is the partition's console. It takes accesses
 * of any width, of which the low byte counts, as the `virt` machine's does.
 */
#include "kernel/arch/riscv64/device.h"

#define DATA 0 /* RBR, THR; divisor low with DLAB */
#define IER 1  /* divisor high with DLAB */
#define IIR 2  /* read */
#define FCR 2  /* write */
#define LCR 3
#define LSR 5
#define MSR 6

#define LCR_DLAB 0x80
#define LSR_DATA_READY 0x01
#define LSR_TRANSMITTER_EMPTY 0x60
#define IIR_NONE_FIFO 0xc1
#define MSR_CARRIER_READY_CLEAR 0xb0

/* What the guest has set, and reads back. */
struct uart {
    uint8_t registers[8]; /* IER, LCR, MCR, SCR, each at its number */
    uint8_t divisor[2];
};

static struct uart uarts[BH_PARTITIONS_MAX];

static uint8_t line_status(struct vcpu *self)
{
    uint8_t status = 0;

    if (upcall_console_has_room(self))
        status |= LSR_TRANSMITTER_EMPTY;
    if (upcall_console_can_get(self))
        status |= LSR_DATA_READY;
    return status;
}

struct device_value vuart_read(struct vcpu *self, uint64_t offset,
                               uint64_t width)
{
    const struct uart *uart = &uarts[self->id];
    uint64_t number = offset & 7;
    bool divisor = number <= IER && (uart->registers[LCR] & LCR_DLAB) != 0;
    int c;

    (void)width;
    if (divisor)
        return device_answer(uart->divisor[number]);
    switch (number) {
    case DATA:
        c = upcall_console_get(self);
        return device_answer(c < 0 ? 0 : (uint8_t)c);
    case IIR:
        return device_answer(IIR_NONE_FIFO);
    case LSR:
        return device_answer(line_status(self));
    case MSR:
        return device_answer(MSR_CARRIER_READY_CLEAR);
    default:
        return device_answer(uart->registers[number]);
    }
}

bool vuart_write(struct vcpu *self, uint64_t offset, uint64_t width,
                 uint64_t value)
{
    struct uart *uart = &uarts[self->id];
    uint64_t number = offset & 7;
    bool divisor = number <= IER && (uart->registers[LCR] & LCR_DLAB) != 0;

    (void)width;
    if (divisor)
        uart->divisor[number] = (uint8_t)value;
    else if (number == DATA)
        upcall_console_put(self, (char)value);
    else if (number == IER)
        uart->registers[IER] = value & 0x0f;
    else if (number != FCR && number != LSR && number != MSR)
        uart->registers[number] = (uint8_t)value;
    return true;
}
