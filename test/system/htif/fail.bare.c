/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ends with a code that is not 0.
 */
#include "say.h"

void bare_trap(uint64_t cause, struct bare_frame *frame)
{
    (void)cause, (void)frame;
}

int main(void)
{
    bare_printf("ok ends with 3\n");
    return 3;
}
