/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the guests of this folder have in common. Each of them has the examples
 * of several manual pages; doc/man/reference/examples.py says how one is
 * marked. main() runs them one after the other.
 */
#ifndef TEST_SYSTEM_REFERENCE_EXAMPLE_H
#define TEST_SYSTEM_REFERENCE_EXAMPLE_H

#include <bulkhead/lib.h>

/* Runs an example, behind a line by which `drive` knows what it prints. */
#define EXAMPLE(name) (bh_puts("== " #name), example_##name())

#endif
