/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the start code to main() and from main() to the end.
 */
#include <bulkhead/console.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/manifest.h>
#include <bulkhead/page.h>
#include <bulkhead/start.h>

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_PARTITION));

/* The linker script's: addresses of functions to call before main(). */
extern void (*const bh_init_start[])(void);
extern void (*const bh_init_end[])(void);

int main(void);

void bh_start(void)
{
    if (bh_abi_check() == BH_OK) {
        for (void (*const *init)(void) = bh_init_start; init != bh_init_end;
             init++)
            (*init)();
        main();
    }
    bh_exit();
}

void bh_exit(void)
{
    bh_flush();
    bh_partition_halt();
    __builtin_unreachable(); /* halting does not return */
}
