/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * A program that owns a RISC-V machine: privileged registers, critical
 * sections, what the device tree says, the devices found there.
 *
 * Such a program is made for QEMU's machines `virt` and `spike` and for nothing
 * else. It runs there, and in a partition of such a platform, because that is
 * the same to it. It defines main() and bare_trap().
 */
#ifndef GUEST_BARE_BARE_H
#define GUEST_BARE_BARE_H

#include <stdbool.h>
#include <stdint.h>

/** @name Privileged registers, by their names in assembly @{ */
#define BARE_READ(name)                                                        \
    __extension__({                                                            \
        uint64_t value_;                                                       \
        __asm__ volatile("csrr %0, " #name : "=r"(value_) : : "memory");       \
        value_;                                                                \
    })
#define BARE_DO(operation, name, bits)                                         \
    __asm__ volatile(operation " " #name ", %0"                                \
                     :                                                         \
                     : "r"((uint64_t)(bits))                                   \
                     : "memory")
#define BARE_WRITE(name, value) BARE_DO("csrw", name, value)
#define BARE_SET(name, bits) BARE_DO("csrs", name, bits)
#define BARE_CLEAR(name, bits) BARE_DO("csrc", name, bits)
/** @} */

/** @name Privileged specification 1.12, 3.1.6 and 3.1.9 @{ */
#define BARE_MIE UINT64_C(0x8)     /**< mstatus: interrupts on. */
#define BARE_MPIE UINT64_C(0x80)   /**< mstatus: and before the trap. */
#define BARE_MPP UINT64_C(0x1800)  /**< mstatus: mode before the trap. */
#define BARE_FS UINT64_C(0x6000)   /**< mstatus: floating point. */
#define BARE_SOFTWARE UINT64_C(3)  /**< Interrupt numbers. */
#define BARE_TIMER UINT64_C(7)     /**< Likewise. */
#define BARE_EXTERNAL UINT64_C(11) /**< Likewise. */
#define BARE_INTERRUPT (UINT64_C(1) << 63) /**< mcause: an interrupt. */
/** @} */

/** What bare_exception keeps of who was interrupted; see frame.h. */
struct bare_frame {
    uint64_t x[16]; /**< ra, t0 to t2, a0 to a7, t3 to t6. */
    uint64_t f[20]; /**< ft0 to ft11, fa0 to fa7. */
    uint64_t fcsr;
    uint64_t mstatus;
    uint64_t mepc;
    uint64_t mcause;
};

/** What the device tree says of the machine. */
struct bare_machine {
    uint64_t tree;           /**< Where it lies. */
    uint64_t tree_size;      /**< Bytes. */
    uint64_t frequency;      /**< Of mtime, Hz. */
    uint64_t memory_start;   /**< First byte of RAM. */
    uint64_t memory_size;    /**< Bytes. */
    uint64_t clint;          /**< Address, or 0 if there is none. */
    uint64_t plic;           /**< Likewise. */
    uint64_t plic_sources;   /**< Highest source number. */
    uint64_t finisher;       /**< As clint. */
    uint64_t uart;           /**< Of the console, which stdout-path names. */
    uint64_t uart_clock;     /**< Hz. */
    uint64_t uart_source;    /**< Its source at the PLIC. */
    bool htif;               /**< Console and end are the host's; see below. */
    uint64_t hart_phandle;   /**< Of hart 0's interrupt controller. */
    uint64_t clint_cells[4]; /**< Two pairs: controller, interrupt. */
    uint64_t plic_cells[4];  /**< Likewise. */
};

/** Filled in before main() is called. */
extern struct bare_machine bare_machine;

/** Reads the device tree at `tree` into bare_machine. Returns false if it is
    none, or lacks what every program here needs. */
bool bare_tree_read(uint64_t tree);

/** The first function in C; it calls main(). */
_Noreturn void bare_main(uint64_t tree);

/** The program: its result ends the machine. */
int main(void);

/** Called by the exception handler, interrupts off; the program defines it. */
void bare_trap(uint64_t cause, struct bare_frame *frame);

/** The exception handler itself, for mtvec. */
void bare_exception(void);

/** Ends the machine: well, if `status` is 0. */
_Noreturn void bare_exit(int status);

/** Prints to the console, waiting for each character to go. */
__attribute__((format(printf, 1, 2))) void bare_printf(const char *format, ...);

/** @name The host of a machine that has neither UART nor finisher @{ */
/** A command: device in bits 63 to 56, number in 55 to 48, then its operand. */
void bare_htif_call(uint64_t command);
/** Prints a character. */
void bare_htif_put(char character);
/** A character that was typed, or -1 if none has come yet. */
int bare_htif_get(void);
/** What is left of the page by which the program speaks to its host. */
#define BARE_HTIF_REST 510
extern volatile uint64_t bare_htif_rest[BARE_HTIF_REST];
/** @} */

/** Switches interrupts off. Returns whether they were on, for bare_enable(). */
static inline uint64_t bare_disable(void)
{
    uint64_t mstatus;

    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(mstatus) : : "memory");
    return mstatus & BARE_MIE;
}

/** Switches interrupts back on, if they were. */
static inline void bare_enable(uint64_t level)
{
    __asm__ volatile("csrrs x0, mstatus, %0" : : "r"(level) : "memory");
}

/** A device register of four bytes. */
static inline volatile uint32_t *bare_word(uint64_t address)
{
    return (volatile uint32_t *)address;
}

/** A device register of eight bytes. */
static inline volatile uint64_t *bare_double(uint64_t address)
{
    return (volatile uint64_t *)address;
}

/** A device register of one byte. */
static inline volatile uint8_t *bare_byte(uint64_t address)
{
    return (volatile uint8_t *)address;
}

/** @name The registers of the CLINT, for hart 0 @{ */
#define BARE_MSIP bare_word(bare_machine.clint)
#define BARE_MTIMECMP bare_double(bare_machine.clint + 0x4000)
#define BARE_MTIME bare_double(bare_machine.clint + 0xbff8)
/** @} */

#endif
