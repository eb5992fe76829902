/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What nobody may change: words around buffers, and the area "table", which the
 * nurse fills and the callers can read.
 */
#ifndef TEST_SYSTEM_CALLS_H
#define TEST_SYSTEM_CALLS_H

#include <stdint.h>

#define GUARD UINT64_C(0x5ca1ab1e0ddba11)
#define TABLE_WORDS 2048

#endif
