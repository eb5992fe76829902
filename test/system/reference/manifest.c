/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Examples: a program that states what it needs. The tool has compared it with
 * the system before it runs.
 */
#include "example.h"

/*
 * Example of BH_REQUIRE_EXTENSIONS, BH_EXTENSION_BIT: outside of functions, a
 *     program says which extensions it calls.
 * Prints:
 *     there is a trace
 */
BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_TIME) |
                      BH_EXTENSION_BIT(BH_EXT_TRACE));

static void example_BH_REQUIRE_EXTENSIONS(void)
{
    if (bh_has_extension(BH_EXT_TRACE))
        bh_puts("there is a trace");
}

/*
 * Example of BH_REQUIRE_SAMPLING_PORT, BH_REQUIRE_QUEUING_PORT,
 *     BH_REQUIRE_PORT: a program says which ports it looks for. It cannot be
 *     packed into a system in which it would not find them.
 * Prints:
 *     level: port 0
 *     alarms: port 1
 *     level-in: port 2
 */
struct level {
    uint32_t tank;
    uint32_t litres;
};

BH_REQUIRE_SAMPLING_PORT("level", BH_PORT_SOURCE, sizeof(struct level));
BH_REQUIRE_QUEUING_PORT("alarms", BH_PORT_SOURCE, 16, 4);
BH_REQUIRE_PORT("level-in", BH_PORT_SAMPLING, BH_PORT_DESTINATION,
                sizeof(struct level), 1);

static void example_BH_REQUIRE_SAMPLING_PORT(void)
{
    bh_printf("level: port %ld\n", bh_port_find("level", BH_PORT_SAMPLING));
    bh_printf("alarms: port %ld\n", bh_port_find("alarms", BH_PORT_QUEUING));
    bh_printf("level-in: port %ld\n",
              bh_port_find("level-in", BH_PORT_SAMPLING));
}

int main(void)
{
    EXAMPLE(BH_REQUIRE_EXTENSIONS);
    EXAMPLE(BH_REQUIRE_SAMPLING_PORT);
    return 0;
}
