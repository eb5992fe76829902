/* SPDX-License-Identifier: BSD-2-Clause */
/* A partition of its own that looks at its ports, by what was installed. */
#include <bulkhead/lib.h>

BH_REQUIRE_SAMPLING_PORT("speed", BH_PORT_SOURCE, 8);

int main(void)
{
    const uint64_t speed = 1;

    bh_printf("%s: written %ld\n", bh_info_page()->name,
              bh_sampling_write_by_name("speed", &speed, sizeof(speed)));
    return 0;
}
