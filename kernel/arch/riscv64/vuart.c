/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The UART of the virtual machine: an NS16550A (TL16C550C data sheet, SLLS177)
 * whose line is the partition's console, and whose interrupt is a source of the
 * PLIC. It takes accesses of any width, of which the low byte counts, as the
 * `virt` machine's does.
 */
#include "kernel/arch/riscv64/device.h"

#define DATA 0 /* RBR, THR; divisor low with DLAB */
#define IER 1  /* divisor high with DLAB */
#define IIR 2  /* read */
#define FCR 2  /* write */
#define LCR 3
#define MCR 4
#define LSR 5
#define MSR 6

#define IER_DATA_READY 0x01
#define IER_TRANSMITTER_EMPTY 0x02
#define FCR_ENABLE 0x01
#define LCR_DLAB 0x80
#define LSR_DATA_READY 0x01
#define LSR_TRANSMITTER_EMPTY 0x60
#define IIR_NONE 0x01
#define IIR_TRANSMITTER_EMPTY 0x02
#define IIR_DATA_READY 0x04
#define IIR_FIFO 0xc0
#define MSR_CARRIER_READY_CLEAR 0xb0
#define MCR_LOOP 0x10

/* What the guest has set, and reads back. */
struct uart {
    uint8_t registers[8]; /* IER, FCR, LCR, MCR, SCR, each at its number */
    uint8_t divisor[2];
    bool empty_told; /* the transmitter's interrupt has been seen */
};

static struct uart uarts[BH_PARTITIONS_MAX];

void vuart_reset(struct vcpu *self)
{
    uarts[self->id] = (struct uart){0};
}

static uint8_t line_status(struct vcpu *self)
{
    uint8_t status = 0;

    if (upcall_console_has_room(self))
        status |= LSR_TRANSMITTER_EMPTY;
    if (upcall_console_can_get(self))
        status |= LSR_DATA_READY;
    return status;
}

/* The interrupt that waits and is enabled: its value in IIR. */
static uint8_t interrupt(struct vcpu *self)
{
    const struct uart *uart = &uarts[self->id];

    if ((uart->registers[IER] & IER_DATA_READY) != 0 &&
        upcall_console_can_get(self))
        return IIR_DATA_READY;
    if ((uart->registers[IER] & IER_TRANSMITTER_EMPTY) != 0 &&
        !uart->empty_told && upcall_console_has_room(self))
        return IIR_TRANSMITTER_EMPTY;
    return IIR_NONE;
}

void vuart_update(struct vcpu *self)
{
    vplic_set_level(self, UART_SOURCE, interrupt(self) != IIR_NONE);
}

/* Reading what the transmitter's interrupt is about ends it. */
static uint8_t identify(struct vcpu *self)
{
    struct uart *uart = &uarts[self->id];
    uint8_t value = interrupt(self);

    if (value == IIR_TRANSMITTER_EMPTY)
        uart->empty_told = true;
    if ((uart->registers[FCR] & FCR_ENABLE) != 0)
        value |= IIR_FIFO;
    return value;
}

/* DTR, RTS, OUT1 and OUT2, looped back to DSR, CTS, RI and DCD. */
static uint8_t modem_status(uint8_t control)
{
    if ((control & MCR_LOOP) == 0)
        return MSR_CARRIER_READY_CLEAR;
    return (uint8_t)((control & 1) << 5 | (control & 2) << 3 |
                     (control & 0xc) << 4);
}

static uint8_t read_register(struct vcpu *self, uint64_t number)
{
    int c;

    switch (number) {
    case DATA:
        c = upcall_console_get(self);
        return c < 0 ? 0 : (uint8_t)c;
    case IIR:
        return identify(self);
    case LSR:
        return line_status(self);
    case MSR:
        return modem_status(uarts[self->id].registers[MCR]);
    default:
        return uarts[self->id].registers[number];
    }
}

struct device_value vuart_read(struct vcpu *self, uint64_t offset,
                               uint64_t width)
{
    const struct uart *uart = &uarts[self->id];
    uint64_t number = offset & 7;
    uint8_t value;

    (void)width;
    if (number <= IER && (uart->registers[LCR] & LCR_DLAB) != 0)
        return device_answer(uart->divisor[number]);
    value = read_register(self, number);
    if (uart->registers[IER] != 0)
        vuart_update(self);
    return device_answer(value);
}

static void write_register(struct vcpu *self, uint64_t number, uint8_t value)
{
    struct uart *uart = &uarts[self->id];

    if (number == DATA) {
        upcall_console_put(self, (char)value);
        uart->empty_told = false;
    } else if (number == IER) {
        /* Who enables it is told that the transmitter is empty. */
        if ((value & ~uart->registers[IER] & IER_TRANSMITTER_EMPTY) != 0)
            uart->empty_told = false;
        uart->registers[IER] = value & 0x0f;
        if (uart->registers[IER] != 0)
            self->arch->extras |= VCPU_HAS_UART;
        else
            self->arch->extras &= ~VCPU_HAS_UART;
        vuart_update(self);
    } else if (number != LSR && number != MSR) {
        uart->registers[number] = number == MCR ? value & 0x1f : value;
    }
}

bool vuart_write(struct vcpu *self, uint64_t offset, uint64_t width,
                 uint64_t value)
{
    struct uart *uart = &uarts[self->id];
    uint64_t number = offset & 7;

    (void)width;
    if (number <= IER && (uart->registers[LCR] & LCR_DLAB) != 0) {
        uart->divisor[number] = (uint8_t)value;
        return true;
    }
    write_register(self, number, (uint8_t)value);
    if (uart->registers[IER] != 0)
        vuart_update(self);
    return true;
}
