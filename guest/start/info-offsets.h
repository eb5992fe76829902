/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where struct bh_info has what the start code needs; assembly cannot ask the
 * compiler. The library asserts that the numbers are right.
 */
#ifndef GUEST_START_INFO_OFFSETS_H
#define GUEST_START_INFO_OFFSETS_H

#define INFO_MEMORY_START 56
#define INFO_MEMORY_SIZE 64

#endif
