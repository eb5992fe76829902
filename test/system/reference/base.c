/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: who the kernel is, and what a partition knows of itself.
 */
#include "example.h"

/*
 * Example of bh_call: a call by its numbers; bh_console_write() does the same.
 * Prints:
 *     by hand
 *     error 0, 8 bytes taken
 */
static void example_bh_call(void)
{
    const char text[] = "by hand\n";
    struct bh_ret ret = bh_call(BH_EXT_CONSOLE, BH_CONSOLE_WRITE,
                                (unsigned long)text, sizeof(text) - 1, 0);

    bh_printf("error %ld, %ld bytes taken\n", ret.error, ret.value);
}

/*
 * Example of bh_sbi_get_spec_version: which SBI the kernel follows.
 * Prints:
 *     SBI 2.0
 */
static void example_bh_sbi_get_spec_version(void)
{
    unsigned long version = (unsigned long)bh_sbi_get_spec_version().value;

    bh_printf("SBI %lu.%lu\n", version >> 24, version & 0xffffff);
}

/*
 * Example of bh_sbi_get_impl_id: is this Bulkhead?
 * Prints:
 *     Bulkhead
 */
static void example_bh_sbi_get_impl_id(void)
{
    if (bh_sbi_get_impl_id().value == BH_SBI_IMPLEMENTATION_ID)
        bh_puts("Bulkhead");
    else
        bh_puts("another SBI implementation");
}

/*
 * Example of bh_sbi_get_impl_version: does the kernel have what came with
 *     version 1.2 of the interface?
 * Prints:
 *     version 1.2 or later
 */
static void example_bh_sbi_get_impl_version(void)
{
    unsigned long version = (unsigned long)bh_sbi_get_impl_version().value;

    if (version >> 16 == 1 && (version & 0xffff) >= 2)
        bh_puts("version 1.2 or later");
}

/*
 * Example of bh_sbi_probe_extension: one that there is, one that there is not.
 * Prints:
 *     time: 1
 *     0x1234: 0
 */
static void example_bh_sbi_probe_extension(void)
{
    bh_printf("time: %ld\n", bh_sbi_probe_extension(BH_EXT_TIME).value);
    bh_printf("0x1234: %ld\n", bh_sbi_probe_extension(0x1234).value);
}

/*
 * Example of bh_has_extension: calls only what the kernel has.
 * Prints:
 *     there are plans to switch
 */
static void example_bh_has_extension(void)
{
    if (bh_has_extension(BH_EXT_PLAN))
        bh_puts("there are plans to switch");
}

/*
 * Example of bh_abi_serves: an older guest runs on a newer kernel, and not the
 *     other way round.
 * Prints:
 *     1.1 on 1.2: yes
 *     1.2 on 1.1: no
 *     1.1 on 2.0: no
 */
static void example_bh_abi_serves(void)
{
    static const struct {
        uint32_t guest, kernel;
    } pairs[] = {{0x10001, 0x10002}, {0x10002, 0x10001}, {0x10001, 0x20000}};

    for (unsigned i = 0; i < 3; i++)
        bh_printf("%u.%u on %u.%u: %s\n", pairs[i].guest >> 16,
                  pairs[i].guest & 0xffff, pairs[i].kernel >> 16,
                  pairs[i].kernel & 0xffff,
                  bh_abi_serves(pairs[i].kernel, pairs[i].guest) ? "yes"
                                                                 : "no");
}

/*
 * Example of bh_abi_check: what start code does before anything else.
 * Prints:
 *     this kernel serves me
 */
static void example_bh_abi_check(void)
{
    if (bh_abi_check() != BH_OK)
        bh_exit();
    bh_puts("this kernel serves me");
}

/*
 * Example of bh_info_page: what the page says of the partition.
 * Prints:
 *     base: partition 0, 128 KiB at 0x80000000, 10000000 ticks a second
 */
static void example_bh_info_page(void)
{
    const struct bh_info *info = bh_info_page();

    bh_printf("%s: partition %u, %lu KiB at 0x%lx, %lu ticks a second\n",
              info->name, info->partition, info->memory_size / 1024,
              info->memory_start, info->tick_frequency);
}

/*
 * Example of bh_state_page: are interrupts on?
 * Prints:
 *     interrupts are off
 */
static void example_bh_state_page(void)
{
    bool on = (bh_state_page()->mstatus & BH_MSTATUS_MIE) != 0;

    bh_printf("interrupts are %s\n", on ? "on" : "off");
}

/*
 * Example of bh_slot_get_status: where in the frame this slot lies.
 * Prints:
 *     0 to 1 of 40 ms
 */
static void example_bh_slot_get_status(void)
{
    struct bh_slot_status slot;

    if (bh_slot_get_status(&slot) != BH_OK)
        return;
    bh_printf("%lu to %lu of %lu ms\n",
              bh_ns_from_ticks(slot.slot_start - slot.frame_start) /
                  BH_NS_PER_MS,
              bh_ns_from_ticks(slot.slot_end - slot.frame_start) / BH_NS_PER_MS,
              bh_ns_from_ticks(slot.frame_duration) / BH_NS_PER_MS);
}

/*
 * Example of bh_error_name: a message that says more than a number.
 * Prints:
 *     no plan 99: BH_E_INVALID_PARAM
 */
static void example_bh_error_name(void)
{
    long error = bh_plan_switch(99);

    if (error != BH_OK)
        bh_printf("no plan 99: %s\n", bh_error_name(error));
}

/*
 * Example of bh_state_name: in which state this partition is.
 * Prints:
 *     I am normal
 */
static void example_bh_state_name(void)
{
    bh_printf("I am %s\n", bh_state_name(bh_info_page()->state));
}

int main(void)
{
    EXAMPLE(bh_call);
    EXAMPLE(bh_sbi_get_spec_version);
    EXAMPLE(bh_sbi_get_impl_id);
    EXAMPLE(bh_sbi_get_impl_version);
    EXAMPLE(bh_sbi_probe_extension);
    EXAMPLE(bh_has_extension);
    EXAMPLE(bh_abi_serves);
    EXAMPLE(bh_abi_check);
    EXAMPLE(bh_info_page);
    EXAMPLE(bh_state_page);
    EXAMPLE(bh_slot_get_status);
    EXAMPLE(bh_error_name);
    EXAMPLE(bh_state_name);
    return 0;
}
