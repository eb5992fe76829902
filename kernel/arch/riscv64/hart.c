/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The real hart: its timer, its protection, and what the configuration must say
 * of it.
 */
#include "kernel/arch/riscv64/device.h"
#include "kernel/lib/crc32.h"

/* From the linker scripts of kernel and board. */
extern char __kernel_start[], __text_end[], __rodata_end[], __config_start[];

/* No board here has more RAM; a blob that claims more is not read at all. */
#define RAM_MAX (UINT64_C(64) << 30)

#define PMP_ENTRY(n, bits) ((uint64_t)(PMP_TOR | (bits)) << (8 * (n)))

/* The kernel's own areas are closed to S and U, and locked where constant. */
#define PMP_CFG0                                                               \
    (PMP_ENTRY(0, PMP_R | PMP_W) | PMP_ENTRY(1, PMP_R | PMP_X | PMP_L) |       \
     PMP_ENTRY(2, PMP_R | PMP_L) | PMP_ENTRY(3, 0) |                           \
     PMP_ENTRY(4, PMP_R | PMP_L) | PMP_ENTRY(5, 0) |                           \
     PMP_ENTRY(6, PMP_R | PMP_W | PMP_X))

const struct bh_config *arch_config(void)
{
    return (const struct bh_config *)(const void *)__config_start;
}

uint64_t arch_config_room(void)
{
    return RAM_MAX;
}

static bool is_bound(uint64_t entry, uint64_t address)
{
    return entry == address >> 2;
}

static const char *pmp_error(const struct bh_config *config)
{
    const uint64_t *bound = config->pmp.address;

    if (config->pmp.cfg0 != PMP_CFG0 ||
        !is_bound(bound[0], (uintptr_t)__kernel_start) ||
        !is_bound(bound[1], (uintptr_t)__text_end) ||
        !is_bound(bound[2], (uintptr_t)__rodata_end) ||
        !is_bound(bound[3], (uintptr_t)__config_start) ||
        !is_bound(bound[4], config->private_start) ||
        !is_bound(bound[5], config->private_start + config->private_size) ||
        !is_bound(bound[6], config->ram_start + config->ram_size))
        return "memory protection does not fit this kernel";
    return NULL;
}

/* The root of a page table must be one of the blob's. */
static bool root_known(const struct bh_config *config, uint64_t satp)
{
    uint64_t root = (satp & SATP_PPN_MASK) * BH_PAGE_SIZE;
    uint64_t tables = config->address + config->tables.offset;

    return satp >> SATP_MODE_SHIFT == SATP_MODE_SV39 && root >= tables &&
           (root - tables) / BH_PAGE_SIZE < config->tables.count;
}

static uint32_t kernel_digest(void)
{
    return crc32_update(0, __kernel_start,
                        (size_t)(__rodata_end - __kernel_start));
}

const char *arch_config_error(const struct bh_config *config)
{
    const struct bh_config_partition *partition =
        (const void *)((const uint8_t *)config + config->partitions.offset);

    for (uint32_t i = 0; i < config->partitions.count; i++)
        if (!root_known(config, partition[i].satp) ||
            !root_known(config, partition[i].satp_masked))
            return "page table outside the configuration";
    if (config->time_page != ((uintptr_t)&board_mtime & ~UINT64_C(4095)))
        return "the time register is elsewhere";
    if (config->kernel_digest != kernel_digest())
        return "configuration made for another kernel, or kernel damaged";
    return pmp_error(config);
}

void arch_protect(const struct bh_config *config)
{
    const uint64_t *address = config->pmp.address;

    csr_write(pmpaddr0, address[0]);
    csr_write(pmpaddr1, address[1]);
    csr_write(pmpaddr2, address[2]);
    csr_write(pmpaddr3, address[3]);
    csr_write(pmpaddr4, address[4]);
    csr_write(pmpaddr5, address[5]);
    csr_write(pmpaddr6, address[6]);
    csr_write(pmpaddr7, address[7]);
    csr_write(pmpcfg0, config->pmp.cfg0);
    __asm__ volatile("sfence.vma" : : : "memory");

    csr_write(medeleg, 0);
    csr_write(mideleg, 0);
    csr_write(mcounteren, COUNTEREN_CY_TM_IR);
    csr_write(scounteren, COUNTEREN_CY_TM_IR); /* U-mode asks both, 3.1.11 */
    /* Guests run in U-mode, without FP until they ask, and wfi traps. */
    csr_clear(mstatus, MSTATUS_MPP | MSTATUS_FS | MSTATUS_MPRV);
    csr_set(mstatus, MSTATUS_TW);
    csr_write(mie, MIP_MTIP);
}

void arch_wait(void)
{
    bool has_devices = (csr_read(mie) & MIP_MEIP) != 0; /* by plic_reset() */

    if (has_devices)
        plic_open();
    __asm__ volatile("wfi" : : : "memory");
    if (has_devices)
        plic_close();
}

uint64_t arch_identity(enum arch_identity which)
{
    switch (which) {
    case ARCH_VENDOR:
        return csr_read(mvendorid);
    case ARCH_ARCHITECTURE:
        return csr_read(marchid);
    case ARCH_IMPLEMENTATION:
        return csr_read(mimpid);
    default:
        return 0;
    }
}

const char *arch_cause_name(uint64_t cause)
{
    static const char *const names[] = {
        [CAUSE_FETCH_MISALIGNED] = "instruction address misaligned",
        [CAUSE_FETCH_ACCESS] = "instruction fetch",
        [CAUSE_ILLEGAL_INSTRUCTION] = "illegal instruction",
        [CAUSE_BREAKPOINT] = "breakpoint",
        [CAUSE_LOAD_MISALIGNED] = "misaligned load",
        [CAUSE_LOAD_ACCESS] = "load",
        [CAUSE_STORE_MISALIGNED] = "misaligned store",
        [CAUSE_STORE_ACCESS] = "store",
        [CAUSE_FETCH_PAGE] = "instruction fetch",
        [CAUSE_LOAD_PAGE] = "load",
        [CAUSE_STORE_PAGE] = "store",
    };
    bool known = cause < sizeof(names) / sizeof(names[0]);

    return known && names[cause] != NULL ? names[cause] : "other cause";
}
