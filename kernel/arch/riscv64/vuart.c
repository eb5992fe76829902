/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The UARTs of the virtual machine: NS16550A (TL16C550C data sheet, SLLS177).
 * The line of the first is the partition's console; what the second one sends
 * comes out there under a name of its own. Their interrupts are sources of the
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
#define IER_LINE_STATUS 0x04
#define FCR_ENABLE 0x01
#define FCR_CLEAR_RECEIVER 0x02
#define LCR_DLAB 0x80
#define LSR_DATA_READY 0x01
#define LSR_OVERRUN 0x02
#define LSR_TRANSMITTER_EMPTY 0x60
#define IIR_NONE 0x01
#define IIR_TRANSMITTER_EMPTY 0x02
#define IIR_DATA_READY 0x04
#define IIR_LINE_STATUS 0x06
#define IIR_FIFO 0xc0
#define MSR_CARRIER_READY_CLEAR 0xb0
#define MCR_LOOP 0x10

#define FIFO_SIZE 16

/* What the guest has set, and reads back. */
struct uart {
    uint8_t registers[8]; /* IER, FCR, LCR, MCR, SCR, each at its number */
    uint8_t divisor[2];
    uint8_t looped[FIFO_SIZE]; /* sent in a loop, and not read */
    uint32_t looped_first, looped_count;
    uint8_t received; /* RBR */
    bool overrun;     /* and that has not been read */
    bool empty_told;  /* the transmitter's interrupt has been seen */
    uint32_t source;  /* at the PLIC */
    uint32_t writer;  /* to the console */
};

static struct uart uarts[BH_PARTITIONS_MAX][2];

void vuart_reset(struct vcpu *self)
{
    uint32_t id = self->id;

    uarts[id][0] = (struct uart){.source = UART_SOURCE, .writer = id};
    uarts[id][1] = (struct uart){.source = SECOND_UART_SOURCE,
                                 .writer = CONSOLE_SECOND + id};
}

/* True if there is a byte to read; `asks`: the guest may wait for one. */
static inline bool has_data(struct vcpu *self, const struct uart *uart,
                            bool asks)
{
    return uart->looped_count > 0 ||
           (asks ? upcall_console_can_get(self, uart->writer)
                 : upcall_console_has_input(uart->writer));
}

static uint8_t line_status(struct vcpu *self, struct uart *uart)
{
    uint8_t status = uart->overrun ? LSR_OVERRUN : 0;

    uart->overrun = false;
    if (upcall_console_has_room(self, uart->writer))
        status |= LSR_TRANSMITTER_EMPTY;
    if (has_data(self, uart, true))
        status |= LSR_DATA_READY;
    return status;
}

static bool has_fifo(const struct uart *uart)
{
    return (uart->registers[FCR] & FCR_ENABLE) != 0;
}

/* What is sent in a loop is received: by the FIFO, or by RBR, as the newest. */
static void loop(struct uart *uart, uint8_t value)
{
    if (uart->looped_count == (has_fifo(uart) ? FIFO_SIZE : 1))
        uart->overrun = true;
    else
        uart->looped[(uart->looped_first + uart->looped_count++) % FIFO_SIZE] =
            value;
    if (!has_fifo(uart))
        uart->received = value;
}

/* The next byte; a FIFO has none then, and RBR the last one once more. */
static uint8_t receive(struct uart *uart)
{
    int c = -1;

    if (uart->looped_count > 0) {
        c = has_fifo(uart) ? uart->looped[uart->looped_first] : uart->received;
        uart->looped_first = (uart->looped_first + 1) % FIFO_SIZE;
        uart->looped_count--;
    } else {
        c = upcall_console_get(uart->writer);
    }
    if (has_fifo(uart))
        return c < 0 ? 0 : (uint8_t)c;
    if (c >= 0)
        uart->received = (uint8_t)c;
    return uart->received;
}

/* The interrupt that waits and is enabled: its value in IIR. */
static uint8_t interrupt(struct vcpu *self, const struct uart *uart, bool asks)
{
    if ((uart->registers[IER] & IER_LINE_STATUS) != 0 && uart->overrun)
        return IIR_LINE_STATUS;
    if ((uart->registers[IER] & IER_DATA_READY) != 0 &&
        has_data(self, uart, asks))
        return IIR_DATA_READY;
    if ((uart->registers[IER] & IER_TRANSMITTER_EMPTY) != 0 &&
        !uart->empty_told && upcall_console_has_room(self, uart->writer))
        return IIR_TRANSMITTER_EMPTY;
    return IIR_NONE;
}

static void update(struct vcpu *self, const struct uart *uart, bool asks)
{
    vplic_set_level(self, uart->source,
                    interrupt(self, uart, asks) != IIR_NONE);
}

void vuart_update(struct vcpu *self, bool sleeps)
{
    update(self, &uarts[self->id][0], sleeps);
    update(self, &uarts[self->id][1], sleeps);
}

/* Reading what the transmitter's interrupt is about ends it. */
static uint8_t identify(struct vcpu *self, struct uart *uart)
{
    uint8_t value = interrupt(self, uart, false);

    if (value == IIR_TRANSMITTER_EMPTY)
        uart->empty_told = true;
    if (has_fifo(uart))
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

static uint8_t read_register(struct vcpu *self, struct uart *uart,
                             uint64_t number)
{
    switch (number) {
    case DATA:
        return receive(uart);
    case IIR:
        return identify(self, uart);
    case LSR:
        return line_status(self, uart);
    case MSR:
        return modem_status(uart->registers[MCR]);
    default:
        return uart->registers[number];
    }
}

static struct device_value load(struct vcpu *self, struct uart *uart,
                                uint64_t offset)
{
    uint64_t number = offset & 7;
    uint8_t value;

    if (number <= IER && (uart->registers[LCR] & LCR_DLAB) != 0)
        return device_answer(uart->divisor[number]);
    value = read_register(self, uart, number);
    if (uart->registers[IER] != 0)
        update(self, uart, false);
    return device_answer(value);
}

struct device_value vuart_read(struct vcpu *self, uint64_t offset,
                               uint64_t width)
{
    (void)width;
    return load(self, &uarts[self->id][0], offset);
}

struct device_value vuart_second_read(struct vcpu *self, uint64_t offset,
                                      uint64_t width)
{
    (void)width;
    return load(self, &uarts[self->id][1], offset);
}

static void write_register(struct vcpu *self, struct uart *uart,
                           uint64_t number, uint8_t value)
{
    if (number == DATA) {
        if ((uart->registers[MCR] & MCR_LOOP) != 0)
            loop(uart, value);
        else
            upcall_console_put(uart->writer, (char)value);
        uart->empty_told = false;
    } else if (number == IER) {
        /* Who enables it is told that the transmitter is empty. */
        if ((value & ~uart->registers[IER] & IER_TRANSMITTER_EMPTY) != 0)
            uart->empty_told = false;
        uart->registers[IER] = value & 0x0f;
        self->arch->extras &= ~VCPU_HAS_UART;
        if ((uarts[self->id][0].registers[IER] |
             uarts[self->id][1].registers[IER]) != 0)
            self->arch->extras |= VCPU_HAS_UART;
        update(self, uart, false);
    } else if (number == FCR) {
        if (((value ^ uart->registers[FCR]) & FCR_ENABLE) != 0 ||
            (value & FCR_CLEAR_RECEIVER) != 0)
            uart->looped_count = 0;
        uart->registers[FCR] = value;
    } else if (number != LSR && number != MSR) {
        uart->registers[number] = number == MCR ? value & 0x1f : value;
    }
}

static bool store(struct vcpu *self, struct uart *uart, uint64_t offset,
                  uint64_t value)
{
    uint64_t number = offset & 7;

    if (number <= IER && (uart->registers[LCR] & LCR_DLAB) != 0) {
        uart->divisor[number] = (uint8_t)value;
        return true;
    }
    write_register(self, uart, number, (uint8_t)value);
    if (uart->registers[IER] != 0)
        update(self, uart, false);
    return true;
}

bool vuart_write(struct vcpu *self, uint64_t offset, uint64_t width,
                 uint64_t value)
{
    (void)width;
    return store(self, &uarts[self->id][0], offset, value);
}

bool vuart_second_write(struct vcpu *self, uint64_t offset, uint64_t width,
                        uint64_t value)
{
    (void)width;
    return store(self, &uarts[self->id][1], offset, value);
}
