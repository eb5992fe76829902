/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether kernel and guest understand each other, found out before anything is
 * asked that one of them may understand differently.
 */
#include <bulkhead/console.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/page.h>

static uint32_t version_major(uint32_t version)
{
    return version >> 16;
}

static uint32_t version_minor(uint32_t version)
{
    return version & 0xffff;
}

bool bh_abi_serves(uint32_t offered, uint32_t needed)
{
    return version_major(offered) == version_major(needed) &&
           version_minor(offered) >= version_minor(needed);
}

long bh_abi_check(void)
{
    const uint32_t needed = BH_ABI_VERSION;
    const struct bh_ret kernel = bh_sbi_get_impl_id();
    const uint32_t offered = (uint32_t)bh_sbi_get_impl_version().value;

    if (kernel.error != BH_OK || kernel.value != BH_SBI_IMPLEMENTATION_ID) {
        bh_printf("this program needs Bulkhead; the kernel is SBI "
                  "implementation 0x%lx (error %ld)\n",
                  (unsigned long)kernel.value, kernel.error);
        return BH_E_FAILED;
    }
    if (!bh_abi_serves(offered, needed)) {
        bh_printf("this program needs guest interface %u.%u or a later %u.x; "
                  "the kernel has %u.%u\n",
                  version_major(needed), version_minor(needed),
                  version_major(needed), version_major(offered),
                  version_minor(offered));
        return BH_E_NOT_SUPPORTED;
    }
    if (bh_info_page() == NULL) {
        bh_printf("this program finds no information page at 0x%lx\n",
                  (unsigned long)BH_INFO_PAGE_ADDRESS);
        return BH_E_FAILED;
    }
    return BH_OK;
}

bool bh_has_extension(unsigned long extension)
{
    const struct bh_ret ret = bh_sbi_probe_extension(extension);

    return ret.error == BH_OK && ret.value != 0;
}
