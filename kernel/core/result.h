/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a call of a guest comes to: an error and a value, as the SBI returns
 * them in a0 and a1.
 */
#ifndef KERNEL_CORE_RESULT_H
#define KERNEL_CORE_RESULT_H

#include <bulkhead/abi.h>

struct result {
    long error; /* BH_OK or BH_E_... */
    long value; /* 0 on error */
};

static inline struct result result_error(long error)
{
    return (struct result){error, 0};
}

static inline struct result result_value(long value)
{
    return (struct result){BH_OK, value};
}

#endif
