/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What `crash` takes for a kernel: functions at known addresses, the first of
 * which ends with a call.
 */
    .option norvc
    .global kernel_entry
    .type kernel_entry, @function
kernel_entry:
    nop
    jal broken /* returns to the next function, as far as ra says */
    .size kernel_entry, . - kernel_entry
    .type broken, @function
broken:
    nop
    .size broken, . - broken
    nop
