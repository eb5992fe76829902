/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The version that the kernel greets with. That of the guest interface is
 * BH_ABI_VERSION, and is another matter.
 */
#ifndef KERNEL_CORE_VERSION_H
#define KERNEL_CORE_VERSION_H

#define KERNEL_VERSION "0.1.0"

#endif
